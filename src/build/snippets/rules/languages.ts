import { readBilingual } from '../bilingual.ts';
import { atLine, type Rule } from '../rule.ts';
import { headerLine } from '../snippet-file.ts';

/** What readers see is there in English and in Chinese, and a name belongs to one snippet. */
export const languages: Rule = function* (file, { files }) {
  for (const key of ['name', 'description']) {
    const line = headerLine(file, key);
    if (line && !readBilingual(line.value)) {
      yield atLine(
        file,
        line.line,
        `"${key}" is not in two languages`,
        'write "English / 中文", with one " / "',
      );
    }
  }
  const name = headerLine(file, 'name');
  const namesake = files.find((other) => other !== file && headerLine(other, 'name')?.value === name?.value);
  if (name && namesake) {
    yield atLine(file, name.line, `${namesake.path} has the same name`, 'say how the two differ');
  }
};
