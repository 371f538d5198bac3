import { atLine, type Rule } from '../rule.ts';

/** The region is laid out so that the editor's own indentation gives it back: two spaces, no tabs, no stray blanks. */
export const layout: Rule = function* (file) {
  for (const [i, content] of file.region.split('\n').entries()) {
    const line = file.regionLine + i;
    if (content.includes('\t')) yield atLine(file, line, 'a tab', 'indent with two spaces');
    if (/\s$/.test(content))
      yield atLine(file, line, 'blanks at the end of the line', 'remove them; lines end with LF');
  }
  if (!file.region.trim())
    yield atLine(file, file.regionLine, 'the region is empty', 'write the program there');
};
