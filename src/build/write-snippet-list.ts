// npm run list:snippets: renews the table of snippets in both READMEs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileSnippets } from './snippets/compile.ts';
import { LISTS, withSnippetList } from './snippets/snippet-list.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { snippets } = await compileSnippets(root);
for (const [name, locale] of LISTS) {
  const file = path.join(root, name);
  writeFileSync(file, withSnippetList(readFileSync(file, 'utf8'), snippets, locale));
}
