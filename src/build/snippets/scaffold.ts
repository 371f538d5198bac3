/** What an author starts from: texts by the path from the repository's root. Both are sound and green as they are. */
export function scaffold(id: string): ReadonlyMap<string, string> {
  const name = id.replace(/^ai-/, '');
  return new Map([
    [
      `snippets/typescript/${id}.ts`,
      [
        `// name: ${id}: its name / ${id}：名称`,
        '// description: What it does, in one line / 一句话说明它做什么',
        `// prefix: ${id}`,
        '// terms: evaluation',
        '// stop 1: 0.5',
        '//#region snippet',
        '/** Values from here on count. */',
        'const THRESHOLD = 0.5;',
        '',
        '/** The share of `values` that count, 0 to 1. Throws where there are none. */',
        'export function share(values: readonly number[]): number {',
        "  if (values.length === 0) throw new RangeError('There are no values.');",
        '  return values.filter((value) => value >= THRESHOLD).length / values.length;',
        '}',
        '//#endregion snippet',
        '',
      ].join('\n'),
    ],
    [
      `test/snippets/${name}.test.ts`,
      [
        "import assert from 'node:assert/strict';",
        "import { createFolder, load, removeFolder } from './run.ts';",
        '',
        `describe('${id}', () => {`,
        '  let folder: string;',
        '',
        '  before(() => (folder = createFolder()));',
        '  after(() => removeFolder(folder));',
        '',
        "  for (const format of ['module', 'commonjs'] as const) {",
        '    it(`gives the share of the values that count (${format})`, async () => {',
        `      const { share } = await load<{ share(values: readonly number[]): number }>(folder, '${id}', {`,
        '        format,',
        "        values: { 1: '2' },",
        '      });',
        '      assert.equal(share([1, 2, 3, 4]), 3 / 4);',
        '      assert.throws(() => share([]), RangeError);',
        '    });',
        '  }',
        '});',
        '',
      ].join('\n'),
    ],
  ]);
}
