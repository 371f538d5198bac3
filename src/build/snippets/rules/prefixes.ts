import { atLine, type Rule } from '../rule.ts';
import { headerLine, headerList } from '../snippet-file.ts';

const PREFIX = /^ai-[a-z0-9]+(-[a-z0-9]+)*$/;

/** Prefixes look like `ai-controlnet-a1111`, the first is the file's name, and each belongs to one snippet. */
export const prefixes: Rule = function* (file, { files }) {
  const line = headerLine(file, 'prefix')?.line;
  if (!line) return;
  const own = headerList(file, 'prefix');
  if (own[0] !== file.id)
    yield atLine(file, line, `the first prefix is not "${file.id}"`, 'name the file after its first prefix');
  for (const [i, prefix] of own.entries()) {
    if (!PREFIX.test(prefix))
      yield atLine(
        file,
        line,
        `"${prefix}" is no prefix`,
        'write ai- and lower-case words joined by hyphens',
      );
    const owner =
      own.indexOf(prefix) < i
        ? file
        : files.find((other) => other !== file && headerList(other, 'prefix').includes(prefix));
    if (owner) yield atLine(file, line, `the prefix "${prefix}" is taken by ${owner.path}`, 'choose another');
  }
};
