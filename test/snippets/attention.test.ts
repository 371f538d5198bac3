import assert from 'node:assert/strict';
import { createRandom } from './image.ts';
import { assertAllClose } from './numbers.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

type Vector = readonly number[];
type Rows = readonly Vector[];

interface Exports {
  attention(queries: Rows, keys: Rows, values: Rows, causal?: boolean): Rows;
  attentionWeights(queries: Rows, keys: Rows, causal: boolean): Rows;
}

describe('ai-attention', function () {
  this.timeout(30_000);
  let folder: string;
  const use = (options?: Use) => load<Exports>(folder, 'ai-attention', options);

  before(() => (folder = createFolder()));
  after(() => removeFolder(folder));

  const random = createRandom(2017);
  const randomRows = (count: number, length: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length }, () => 4 * random() - 2));
  const assertSameRows = (actual: Rows, expected: Rows) => {
    assert.equal(actual.length, expected.length);
    for (const [i, row] of expected.entries()) assertAllClose(actual[i] ?? [], row);
  };

  for (const format of ['module', 'commonjs'] as const) {
    it(`gives the mean of the values where all keys are equal (${format})`, async () => {
      const { attention } = await use({ format });
      const keys = [[1, 2], [1, 2], [1, 2]]; // prettier-ignore
      const values = [[0, 3, 1], [6, 0, 1], [0, 0, 4]]; // prettier-ignore
      assertSameRows(attention([[5, -1], [0, 9]], keys, values), [[2, 1, 2], [2, 1, 2]]); // prettier-ignore
    });
  }

  it('weighs by the exponential of the dot product over the root of its length', async () => {
    const { attention, attentionWeights } = await use();
    const keys = [[0, 0, 7, 0], [2 * Math.log(3), 0, 0, 0]]; // prettier-ignore
    const queries = [[1, 0, 0, 0], [-1, 5, 0, 0], [0, 1, 0, 1]]; // prettier-ignore
    const weights = [[1 / 4, 3 / 4], [3 / 4, 1 / 4], [1 / 2, 1 / 2]]; // prettier-ignore
    assertSameRows(attentionWeights(queries, keys, false), weights);
    assertSameRows(attention(queries, keys, [[8, 0], [0, 4]]), [[2, 3], [6, 1], [4, 2]]); // prettier-ignore
  });

  it('takes large scores', async () => {
    const { attention } = await use();
    assertSameRows(attention([[1e4], [-1e4]], [[1e4], [-1e4]], [[1], [2]]), [[1], [2]]);
  });

  it('does not depend on the order of the keys, nor on what is added to all of them', async () => {
    const { attention } = await use();
    const [queries, keys, values] = [randomRows(5, 4), randomRows(7, 4), randomRows(7, 3)];
    const expected = attention(queries, keys, values);
    assert.deepEqual([expected.length, expected[0]?.length], [5, 3]);
    assertSameRows(attention(queries, [...keys].reverse(), [...values].reverse()), expected);
    const moved = keys.map((key) => key.map((value, i) => value + 3 * i - 2));
    assertSameRows(attention(queries, moved, values), expected);
  });

  it('stays between the values', async () => {
    const { attention } = await use();
    const outputs = attention(randomRows(20, 4), randomRows(6, 4), [[-1], [0], [3], [2], [1], [1]]);
    assert.ok(outputs.flat().every((output) => output > -1 && output < 3));
  });

  it('gives running means of equal keys with the causal mask', async () => {
    const { attention, attentionWeights } = await use();
    const same = [[1], [1], [1]];
    assertSameRows(attention(same, same, [[6], [0], [3]], true), [[6], [3], [3]]);
    assertSameRows(attentionWeights(same, same, true), [
      [1, 0, 0],
      [1 / 2, 1 / 2, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
  });

  it('hides later positions with the causal mask: each output is that of the text up to there', async () => {
    const { attention } = await use();
    const [queries, keys, values] = [randomRows(6, 4), randomRows(6, 4), randomRows(6, 2)];
    const outputs = attention(queries, keys, values, true);
    for (const i of queries.keys()) {
      const alone = attention(queries.slice(i, i + 1), keys.slice(0, i + 1), values.slice(0, i + 1));
      assertSameRows(outputs.slice(i, i + 1), alone);
    }
    assert.notDeepEqual(outputs, attention(queries, keys, values));
  });

  it('uses the mask that was filled in', async () => {
    const { attention } = await use({ values: { 1: 'true' } });
    assertSameRows(attention([[1], [1]], [[1], [1]], [[2], [4]]), [[2], [3]]);
    assertSameRows(attention([[1], [1]], [[1], [1]], [[2], [4]], false), [[3], [3]]);
  });

  it('names what is wrong', async () => {
    const { attention } = await use();
    const fails = (queries: Rows, keys: Rows, values: Rows, message: string, causal = false) =>
      assert.throws(() => attention(queries, keys, values, causal), new RangeError(message));
    fails([[1]], [[1]], [[1], [2]], 'Each value needs a key: 2 values, 1 keys');
    fails([[1]], [], [], 'There are no keys to look at');
    fails([[1, 2]], [[1]], [[1]], 'Vectors differ in length: 2 and 1');
    fails([[1]], [[1, 2]], [[1]], 'Vectors differ in length: 1 and 2');
    fails([[1]], [[1], [1]], [[1], [1, 2]], 'The values differ in length');
    fails([[1]], [[1], [1]], [[1], [2]], 'The causal mask needs as many keys as queries: 2, 1', true);
  });
});
