import assert from 'node:assert/strict';
import path from 'node:path';
import { eraseTypes } from '../../../../src/build/snippets/erase-types.ts';
import { repository } from '../../../repository.ts';

const erase = (...lines: string[]) =>
  eraseTypes(lines.join('\n'), path.join(repository, 'snippets/typescript/some.ts'));

describe('eraseTypes', () => {
  it('erases annotations, arguments and casts, and lays the rest out anew', async () => {
    assert.equal(
      await erase(
        'export async function post<Answer>(path: string, body?: unknown): Promise<Answer> {',
        '  const answer = (await ask(path, body)) as Answer;',
        '  return answer!;',
        '}',
      ),
      'export async function post(path, body) {\n  const answer = await ask(path, body);\n  return answer;\n}',
    );
  });

  it('takes a type out with its comment, and leaves the comment before it', async () => {
    assert.equal(
      await erase(
        "import { a, type B } from 'm';",
        '',
        '// Asking',
        '',
        '/** A case. */',
        'interface Case {',
        '  /** A prompt. */',
        '  readonly prompt: string;',
        '}',
        '',
        'export type Cases = readonly Case[];',
        '',
        '/** How many. */',
        'export const count = (cases: Cases): number => cases.length;',
      ),
      [
        "import { a } from 'm';",
        '',
        '// Asking',
        '',
        '/** How many. */',
        'export const count = (cases) => cases.length;',
      ].join('\n'),
    );
  });

  it('takes out imports of types', async () => {
    assert.equal(await erase("import type { A } from 'm';", 'export const a = 1;'), 'export const a = 1;');
  });

  it('refuses what is no type and no JavaScript', async () => {
    await assert.rejects(erase('enum Colour { Red }'), /some\.ts: "enum Colour \{ Red \}" is no erasable/);
  });
});
