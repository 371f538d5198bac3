import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Entry } from '../core/glossary/entry.ts';
import { compileGlossary } from './glossary/compile.ts';
import { formatProblem, type Problem } from './problem.ts';
import { compileSnippets, type CompiledSnippets } from './snippets/compile.ts';

/**
 * Compiles the glossary and the snippets into `<root>/dist` and prints every problem. Nothing is written, and
 * the result is `false`, when there is one: a build never ships what an author has to mend.
 */
export async function compileContent(root: string): Promise<boolean> {
  const glossary = await compileGlossary(root);
  const snippets = compileSnippets(root);
  const ids = new Set(glossary.index.terms.map(({ id }) => id));
  const problems = [...glossary.problems, ...snippets.problems];
  // An entry with a problem is not in the index, and would be missed once more here.
  if (problems.length === 0) problems.push(...unknownTerms(root, snippets, ids));
  for (const problem of problems) console.error(formatProblem(problem));
  if (problems.length > 0) {
    console.error(
      `${problems.length} problems in the glossary and the snippets; dist/ is left without them.`,
    );
    return false;
  }
  const folder = (name: string) => {
    const created = path.join(root, 'dist', name);
    rmSync(created, { recursive: true, force: true });
    mkdirSync(created, { recursive: true });
    return created;
  };
  const write = (file: string, value: unknown) => writeFileSync(file, JSON.stringify(value));
  write(path.join(folder('glossary'), 'index.json'), glossary.index);
  const entries = folder('glossary/entries');
  for (const entry of glossary.entries) {
    const named = snippets.snippets.filter(({ terms }) => terms.includes(entry.id)).map(({ id }) => id);
    write(path.join(entries, `${entry.id}.json`), { ...entry, snippets: named } satisfies Entry);
  }
  write(path.join(folder('snippets'), 'catalogue.json'), snippets.snippets);
  write(path.join(root, 'dist/snippets/ai-terms.code-snippets'), snippets.codeSnippets);
  console.log(`${glossary.entries.length} entries, ${snippets.snippets.length} snippets`);
  return true;
}

function unknownTerms(
  root: string,
  { snippets }: CompiledSnippets,
  ids: ReadonlySet<string>,
): readonly Problem[] {
  return snippets.flatMap(({ id, terms }) => {
    const unknown = terms.filter((term) => !ids.has(term));
    if (unknown.length === 0) return [];
    const file = `snippets/typescript/${id}.ts`;
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
    const line = lines.findIndex((text) => text.startsWith('// terms:')) + 1;
    return unknown.map((term) => ({
      file,
      line,
      message: `${id} names "${term}", which is no entry`,
      remedy: 'name ids of glossary/',
    }));
  });
}
