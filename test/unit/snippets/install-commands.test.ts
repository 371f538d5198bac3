import assert from 'node:assert/strict';
import { installCommands } from '../../../src/core/snippets/install-commands.ts';

const sharp = { name: 'sharp', version: '0.35.5' };
const types = { name: '@types/node', version: '24.19.2', dev: true } as const;

describe('installCommands', () => {
  it('writes npm', () =>
    assert.deepEqual(installCommands([sharp, types], 'npm'), [
      'npm install sharp@0.35.5',
      'npm install --save-dev @types/node@24.19.2',
    ]));
  it('writes pnpm', () =>
    assert.deepEqual(installCommands([types, sharp], 'pnpm'), [
      'pnpm add sharp@0.35.5',
      'pnpm add --save-dev @types/node@24.19.2',
    ]));
  it('writes yarn', () =>
    assert.deepEqual(installCommands([types], 'yarn'), ['yarn add --dev @types/node@24.19.2']));
  it('joins packages of a kind', () =>
    assert.deepEqual(installCommands([sharp, { name: 'openai', version: '7.57.0' }], 'npm'), [
      'npm install sharp@0.35.5 openai@7.57.0',
    ]));
  it('has nothing to say about nothing', () => assert.deepEqual(installCommands([], 'npm'), []));
});
