// npm run list:glossary [-- --check]: writes GLOSSARY.md, the list of all entries by topic in both languages, or
// fails when it is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileGlossary } from './glossary/compile.ts';
import { glossaryList } from './glossary/glossary-list.ts';

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'GLOSSARY.md');
const list = glossaryList(await compileGlossary(root));
if (!process.argv.includes('--check')) writeFileSync(file, list);
else if (readFileSync(file, 'utf8') !== list) {
  console.error('GLOSSARY.md:1: out of date → npm run list:glossary');
  process.exitCode = 1;
}
