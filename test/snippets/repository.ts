import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileSnippets } from '../../src/build/snippets/compile.ts';
import { formatProblem } from '../../src/build/problem.ts';
import type { Snippet } from '../../src/core/snippets/snippet.ts';
import { repository } from '../repository.ts';

/** The folder whose packages snippets import. */
export const SNIPPETS_FOLDER = path.join(repository, 'snippets');

/** Loads a package of `snippets/package.json`: it is not the extension's. */
export const requireFromSnippets = createRequire(path.join(SNIPPETS_FOLDER, 'package.json'));

const { snippets, problems } = await compileSnippets(repository);
// Mocha hides what a module with a top-level await throws.
for (const problem of problems) console.error(formatProblem(problem));
assert.equal(problems.length, 0, 'snippets have problems: see above');

/** Every snippet of this repository, compiled; those in TypeScript once more in JavaScript. */
export const SNIPPETS: readonly Snippet[] = snippets;

/** The snippet with this id as it was written; throws where there is none. */
export function snippetWithId(id: string): Snippet {
  const snippet = SNIPPETS.find((candidate) => candidate.id === id);
  assert.ok(snippet, `there is no snippet ${id}`);
  return snippet;
}
