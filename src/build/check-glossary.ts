// npm run check:glossary [word…]: judges every entry and prints what is wrong with those whose path holds a word.
import path from 'node:path';
import { compileGlossary } from './glossary/compile.ts';
import { formatProblem } from './problem.ts';

const words = process.argv.slice(2);
const { entries, problems } = await compileGlossary(
  path.resolve(import.meta.dirname, '../..'),
  (file) => words.length === 0 || words.some((word) => file.includes(word)),
);
for (const problem of problems) console.error(formatProblem(problem));
console.log(
  `${entries.length} entries are sound, ${problems.length} problems${words.length ? ` in ${words.join(', ')}` : ''}`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
