import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Entry } from '../core/glossary/entry.ts';
import { snippetsOf } from '../core/snippets/of-term.ts';
import { compileGlossary } from './glossary/compile.ts';
import { compileIndex } from './glossary/compile-index.ts';
import { GlyphTable } from './glossary/glyph-table.ts';
import { formatProblem } from './problem.ts';
import { compileSnippets } from './snippets/compile.ts';

/**
 * Compiles the glossary and the snippets into `<root>/dist` and prints every problem. Nothing is written, and
 * the result is `false`, when there is one: a build never ships what an author has to mend.
 */
export async function compileContent(root: string): Promise<boolean> {
  const glossary = await compileGlossary(root);
  // An entry with a problem is not compiled, and would be missed by the snippets once more.
  const ids = new Set(glossary.entries.map(({ id }) => id));
  const snippets = await compileSnippets(root, glossary.problems.length === 0 ? ids : undefined);
  const problems = [...glossary.problems, ...snippets.problems];
  for (const problem of problems) console.error(formatProblem(problem));
  if (problems.length > 0) {
    console.error(
      `${problems.length} problems in the glossary and the snippets; dist/ is left without them.`,
    );
    return false;
  }
  const emptyFolder = (name: string) => {
    const created = path.join(root, 'dist', name);
    rmSync(created, { recursive: true, force: true });
    mkdirSync(created, { recursive: true });
    return created;
  };
  const write = (file: string, value: unknown) => writeFileSync(file, JSON.stringify(value));
  const { index, bytes } = compileIndex(glossary);
  const folder = emptyFolder('glossary');
  write(path.join(folder, 'index.json'), index);
  writeFileSync(path.join(folder, 'forms.bin'), bytes);
  const entries = emptyFolder('glossary/entries');
  const table = new GlyphTable();
  for (const entry of glossary.entries) {
    const named = [...new Set(snippetsOf(entry.id, snippets.snippets).map(({ id }) => id))];
    const { formula } = entry;
    const shared: Entry = {
      ...entry,
      snippets: named,
      ...(formula && { formula: table.share(formula) }),
      formulas: Object.fromEntries(
        Object.entries(entry.formulas).map(([key, each]) => [key, table.share(each)]),
      ),
    };
    write(path.join(entries, `${entry.id}.json`), shared);
  }
  write(path.join(folder, 'glyphs.json'), table.glyphs);
  const snippetFolder = emptyFolder('snippets');
  write(path.join(snippetFolder, 'catalogue.json'), snippets.snippets);
  for (const [language, each] of snippets.codeSnippets)
    write(path.join(snippetFolder, `${language}.code-snippets`), each);
  console.log(
    `${glossary.entries.length} entries, ${new Set(snippets.snippets.map(({ id }) => id)).size} snippets`,
  );
  return true;
}
