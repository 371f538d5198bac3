// npm run check:glossary [word…]: judges every entry and prints what is wrong with those whose path holds a word.
import path from 'node:path';
import { compileGlossary } from './glossary/compile.ts';
import { formatProblem } from './problem.ts';

const words = process.argv.slice(2);
const { entries, problems } = await compileGlossary(path.resolve(import.meta.dirname, '../..'));
const shown = problems.filter(({ file }) => words.length === 0 || words.some((word) => file.includes(word)));
for (const problem of shown) console.error(formatProblem(problem));
console.log(
  `${entries.length} entries are sound, ${shown.length} problems${words.length ? ` in ${words.join(', ')}` : ''}`,
);
process.exitCode = shown.length > 0 ? 1 : 0;
