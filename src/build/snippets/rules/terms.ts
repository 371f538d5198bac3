import { atLine, type Rule } from '../rule.ts';
import { headerLine, headerList } from '../snippet-file.ts';

const TERM_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Terms are ids of the glossary, each once. */
export const terms: Rule = function* (file, { glossary }) {
  const line = headerLine(file, 'terms')?.line;
  if (!line) return;
  const ids = headerList(file, 'terms');
  for (const [i, id] of ids.entries()) {
    if (!TERM_ID.test(id))
      yield atLine(
        file,
        line,
        `"${id}" is no id of a term`,
        'use the name of the file in glossary/, without .md',
      );
    else if (glossary && !glossary.has(id))
      yield atLine(
        file,
        line,
        `"${id}" is no entry of the glossary`,
        'name the file of an entry, without .md',
      );
    if (ids.indexOf(id) < i) yield atLine(file, line, `the term "${id}" stands twice`, 'keep one of the two');
  }
};
