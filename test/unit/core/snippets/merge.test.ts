import assert from 'node:assert/strict';
import { importedNames, withoutImportsOf } from '../../../../src/core/snippets/imports.ts';
import { mergeInto } from '../../../../src/core/snippets/merge.ts';
import { snippetsFor } from '../../../../src/core/snippets/for-language.ts';
import { snippetsOf } from '../../../../src/core/snippets/of-term.ts';
import type { Snippet } from '../../../../src/core/snippets/snippet.ts';

const SOURCE = [
  "import { readFile, writeFile } from 'node:fs/promises';",
  "import { setTimeout as sleep } from 'node:timers/promises';",
  "import sharp, { type Sharp } from 'sharp';",
  '',
  'const SIZE = 4;',
  '',
  'export async function draw(file: string): Promise<Sharp> {',
  '  const LOCAL = 1;',
  '  await sleep(SIZE);',
  '  return sharp(await readFile(file));',
  '}',
].join('\n');

const snippet = (changes: Partial<Snippet> = {}): Snippet => ({
  id: 'ai-draw',
  prefixes: ['ai-draw'],
  name: { en: 'Draw', 'zh-CN': '画' },
  description: { en: 'Draws', 'zh-CN': '画' },
  terms: [],
  packages: [],
  registry: 'npm',
  scope: ['typescript', 'typescriptreact'],
  extension: '.ts',
  fileTemplate: false,
  body: SOURCE.replaceAll('}', '\\}').replace('= 4', '= ${1:4}'),
  source: SOURCE,
  ...changes,
});

/** The body that goes in, as it would be expanded. */
function merged(text: string): string {
  const merge = mergeInto(text, snippet());
  assert.equal(merge.kind, 'fits');
  return merge.kind === 'fits' ? merge.body.replaceAll('\\}', '}').replace('${1:4}', '4') : '';
}

describe('mergeInto', () => {
  it('gives the whole of a snippet to a file that has none of it', () => {
    assert.equal(merged(''), SOURCE);
    assert.equal(merged("import { open } from 'node:fs/promises';\nconst size = 1;\n"), SOURCE);
  });

  it('imports nothing twice', () => {
    assert.equal(
      merged('import { readFile } from \'node:fs/promises\';\nimport sharp from "sharp"\n'),
      SOURCE.replace('{ readFile, writeFile }', '{ writeFile }').replace('sharp, { type', '{ type'),
    );
    assert.equal(
      merged(`${SOURCE.split('\n').slice(0, 3).join('\n')}\n`),
      SOURCE.split('\n').slice(4).join('\n'),
    );
  });

  it('reads imports that go over several lines', () => {
    const text = "import {\n  readFile,\n  writeFile,\n} from 'node:fs/promises';\n";
    assert.equal(merged(text), SOURCE.split('\n').slice(1).join('\n'));
  });

  it('imports a value although the file has its type', () => {
    const text = "import type sharp from 'sharp';\n";
    assert.deepEqual(mergeInto(text, snippet()), { kind: 'clashes', name: 'sharp' });
  });

  it('says where the snippet is already', () => {
    const text = `// Mine\n\n${SOURCE.replace('= 4', '= 5')}\n`;
    assert.deepEqual(mergeInto(text, snippet()), { kind: 'present', offset: text.indexOf('const SIZE') });
  });

  for (const [name, text] of [
    ['SIZE', 'export const SIZE = 1;'],
    ['draw', 'function draw() {}'],
    ['draw', 'export default async function draw() {}'],
    ['draw', "import { draw } from './draw';"],
    ['sleep', 'const sleep = 1;'],
    ['sleep', "import { wait as sleep } from './wait';"],
  ] as const) {
    it(`does not put "${name}" into a file with: ${text}`, () => {
      assert.deepEqual(mergeInto(`${text}\n`, snippet()), { kind: 'clashes', name });
    });
  }

  it('minds only what stands at the top level', () => {
    assert.equal(merged('const LOCAL = 1;\nfunction f() {\n  const SIZE = 1;\n}\n'), SOURCE);
  });

  it('lets Python repeat itself', () => {
    const python = snippet({ registry: 'pypi', body: 'def f():\n\tpass', source: 'def f():\n    pass' });
    assert.deepEqual(mergeInto('def f(): pass', python), { kind: 'fits', body: python.body });
  });
});

describe('imports', () => {
  it('are known by the names the file uses', () => {
    assert.deepEqual(importedNames("import a, * as b from 'm';\nimport { c, d as e, type F } from 'n'\n"), [
      'a',
      'b',
      'c',
      'e',
      'F',
    ]);
  });

  it('of a namespace stay apart from those of a default', () => {
    const body = "import * as path from 'node:path';\nx";
    assert.equal(withoutImportsOf("import path from 'node:path';\n", body), body);
    assert.equal(withoutImportsOf("import * as path from 'node:path';\n", body), 'x');
  });
});

describe('snippetsFor', () => {
  const javascript = snippet({ scope: ['javascript', 'javascriptreact'], extension: '.js' });
  const python = snippet({ id: 'ai-draw-py', scope: ['python'], extension: '.py' });
  const all = [snippet(), javascript, python];
  const extensions = (language?: string) => snippetsFor(language, all).map(({ extension }) => extension);

  it('gives each once, in the language of the file', () => {
    assert.deepEqual(extensions('typescriptreact'), ['.ts', '.py']);
    assert.deepEqual(extensions('javascriptreact'), ['.js', '.py']);
  });

  it('gives TypeScript where the file has another language, or there is none', () => {
    assert.deepEqual(extensions('markdown'), ['.ts', '.py']);
    assert.deepEqual(extensions(), ['.ts', '.py']);
  });
});

describe('snippetsOf', () => {
  it('puts first what is most about the term', () => {
    const all = [
      snippet({ id: 'a', terms: ['lora', 'controlnet'] }),
      snippet({ id: 'b', terms: ['lora'] }),
      snippet({ id: 'c', terms: ['controlnet', 'lora'] }),
    ];
    const ids = (term: string) => snippetsOf(term, all).map(({ id }) => id);
    assert.deepEqual(ids('controlnet'), ['c', 'a']);
    assert.deepEqual(ids('fid'), []);
  });
});
