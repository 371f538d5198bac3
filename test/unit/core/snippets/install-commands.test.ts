import assert from 'node:assert/strict';
import { installCommands } from '../../../../src/core/snippets/install-commands.ts';
import type { Registry, SnippetPackage } from '../../../../src/core/snippets/snippet.ts';

const SHARP = { name: 'sharp', version: '0.35.5' };
const FAL = { name: '@fal-ai/client', version: '1.10.1' };
const TYPES = { name: '@types/node', version: '24.19.2', dev: true } as const;
const DIFFUSERS = { name: 'diffusers', version: '0.36.0' };

const commands = (packages: readonly SnippetPackage[], file?: string, registry: Registry = 'npm') =>
  installCommands({ packages, registry }, (name) => Promise.resolve(name === file));

describe('installCommands', () => {
  for (const [file, expected] of [
    [
      undefined,
      ['npm install sharp@0.35.5 @fal-ai/client@1.10.1', 'npm install --save-dev @types/node@24.19.2'],
    ],
    [
      'pnpm-lock.yaml',
      ['pnpm add sharp@0.35.5 @fal-ai/client@1.10.1', 'pnpm add --save-dev @types/node@24.19.2'],
    ],
    ['yarn.lock', ['yarn add sharp@0.35.5 @fal-ai/client@1.10.1', 'yarn add --dev @types/node@24.19.2']],
    ['bun.lock', ['bun add sharp@0.35.5 @fal-ai/client@1.10.1', 'bun add --dev @types/node@24.19.2']],
    ['deno.json', ['deno add npm:sharp@0.35.5 npm:@fal-ai/client@1.10.1']],
    [
      'uv.lock',
      ['npm install sharp@0.35.5 @fal-ai/client@1.10.1', 'npm install --save-dev @types/node@24.19.2'],
    ],
  ] as const) {
    it(`speaks to the package manager of a project with ${file ?? 'no lock file'}`, async () => {
      assert.deepEqual(await commands([SHARP, TYPES, FAL], file), expected);
    });
  }

  it('installs Python packages', async () => {
    assert.deepEqual(await commands([DIFFUSERS], undefined, 'pypi'), ['pip install diffusers==0.36.0']);
    assert.deepEqual(await commands([DIFFUSERS], 'uv.lock', 'pypi'), ['uv add diffusers==0.36.0']);
    assert.deepEqual(await commands([DIFFUSERS], 'yarn.lock', 'pypi'), ['pip install diffusers==0.36.0']);
  });

  it('leaves out the kind that is not needed', async () => {
    assert.deepEqual(await commands([TYPES]), ['npm install --save-dev @types/node@24.19.2']);
    assert.deepEqual(await commands([TYPES], 'deno.json'), []);
    assert.deepEqual(await commands([]), []);
  });
});
