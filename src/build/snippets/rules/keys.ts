import { atLine, type Rule } from '../rule.ts';
import { headerLine } from '../snippet-file.ts';
import { isStopKey } from '../stop.ts';

const REQUIRED = ['name', 'description', 'prefix', 'terms'];
const OPTIONAL = ['packages', 'file-template'];

/** The header has the known keys, each once. */
export const keys: Rule = function* (file) {
  const known = [...REQUIRED, ...OPTIONAL];
  for (const line of file.header) {
    if (!known.includes(line.key) && !isStopKey(line.key)) {
      yield atLine(
        file,
        line.line,
        `unknown key "${line.key}"`,
        `use one of ${known.join(', ')}, stop 1, stop 1 x2, stop 1 choice, stop 1 after …`,
      );
    } else if (headerLine(file, line.key) !== line) {
      yield atLine(file, line.line, `the key "${line.key}" stands twice`, 'keep one of the two');
    }
  }
  for (const key of REQUIRED) {
    if (!headerLine(file, key))
      yield atLine(file, 1, `the key "${key}" is missing`, 'add it; snippets/GUIDE.md shows an example');
  }
  const template = headerLine(file, 'file-template');
  if (template && template.value !== 'true') {
    yield atLine(
      file,
      template.line,
      `"file-template" is ${template.value}`,
      'write true, or leave the line out',
    );
  }
};
