import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Entry } from '../core/glossary/entry.ts';
import { compileGlossary } from './glossary/compile.ts';
import { formatProblem } from './problem.ts';
import { compileSnippets } from './snippets/compile.ts';

/**
 * Compiles the glossary and the snippets into `<root>/dist` and prints every problem. Nothing is written, and
 * the result is `false`, when there is one: a build never ships what an author has to mend.
 */
export async function compileContent(root: string): Promise<boolean> {
  const glossary = await compileGlossary(root);
  // An entry with a problem is not in the index, and would be missed by the snippets once more.
  const ids = new Set(glossary.index.terms.map(({ id }) => id));
  const snippets = compileSnippets(root, glossary.problems.length === 0 ? ids : undefined);
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
  write(path.join(emptyFolder('glossary'), 'index.json'), glossary.index);
  const entries = emptyFolder('glossary/entries');
  for (const entry of glossary.entries) {
    const named = snippets.snippets.filter(({ terms }) => terms.includes(entry.id)).map(({ id }) => id);
    write(path.join(entries, `${entry.id}.json`), { ...entry, snippets: named } satisfies Entry);
  }
  write(path.join(emptyFolder('snippets'), 'catalogue.json'), snippets.snippets);
  write(path.join(root, 'dist/snippets/ai-terms.code-snippets'), snippets.codeSnippets);
  console.log(`${glossary.entries.length} entries, ${snippets.snippets.length} snippets`);
  return true;
}
