import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertClose } from './numbers.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

type Vector = readonly number[];

interface Exports {
  distinct(texts: readonly string[], n?: number): number;
  words(text: string): string[];
  meanCosineDistance(embeddings: readonly Vector[]): number;
}

describe('ai-eval-diversity', function () {
  this.timeout(30_000);
  let folder: string;
  const use = (options?: Use) => load<Exports>(folder, 'ai-eval-diversity', options);

  before(() => (folder = createFolder()));
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`counts different n-grams among all (${format})`, async () => {
      const { distinct } = await use({ format });
      assert.equal(distinct(['a b', 'a c'], 1), 0.75);
      assert.equal(distinct(['a b', 'a c'], 2), 1);
      assert.equal(distinct(['a b', 'a c']), 1);
      // The example of the glossary.
      assert.equal(distinct(['the cat saw the dog'], 1), 0.8);
      assert.equal(distinct(['the cat saw the dog'], 2), 1);
      assert.equal(
        distinct(
          Array.from({ length: 8 }, () => 'one two three'),
          2,
        ),
        1 / 8,
      );
      assert.equal(distinct(['a b a b a b'], 3), 2 / 4);
    });
  }

  it('takes n-grams within a text only, and skips texts that are too short', async () => {
    const { distinct } = await use();
    assert.equal(distinct(['a b', 'b a', 'a', '', 'a b'], 2), 2 / 3);
  });

  it('sees words as the same whatever their case, width and punctuation, and keeps their borders', async () => {
    const { distinct, words } = await use();
    assert.deepEqual(words('  The CAT, Ｃat’s “cat”! 42 '), ['the', 'cat', 'cat’s', 'cat', '42']);
    assert.equal(distinct(['Yes!', 'yes', 'ＹＥＳ。'], 1), 1 / 3);
    assert.equal(distinct(['ab c', 'a bc'], 2), 1);
  });

  it('finds words in Chinese', async () => {
    const { distinct, words } = await use();
    assert.deepEqual(words('我喜欢猫。'), ['我', '喜欢', '猫']);
    assert.equal(distinct(['我喜欢猫。', '我喜欢狗。'], 1), 4 / 6);
    assert.equal(distinct(['我喜欢猫。', '我喜欢狗。'], 2), 3 / 4);
  });

  it('uses the n that was filled in', async () => {
    const { distinct } = await use({ values: { 1: '1' } });
    assert.equal(distinct(['a b', 'a c']), 0.75);
  });

  it('is 0 for embeddings in one direction, 1 at right angles, 2 for opposites', async () => {
    const { meanCosineDistance } = await use();
    assertClose(meanCosineDistance([[1, 2], [2, 4], [0.1, 0.2]]), 0); // prettier-ignore
    assertClose(meanCosineDistance([[3, 0, 0], [0, 1, 0], [0, 0, 9]]), 1); // prettier-ignore
    assertClose(meanCosineDistance([[1, 2], [-2, -4]]), 2); // prettier-ignore
    // 60° and 120°: cosines of 1/2, −1/2 and 1/2.
    const [cosine, sine] = [0.5, Math.sqrt(3) / 2];
    assertClose(meanCosineDistance([[1, 0], [cosine, sine], [-cosine, sine]]), 1 - 0.5 / 3); // prettier-ignore
  });

  it('is the mean over all pairs, and never below 0', async () => {
    const { meanCosineDistance } = await use();
    const vector = fc
      .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 })
      .filter((values) => Math.hypot(...values) > 0.01);
    const cosine = (a: Vector, b: Vector) =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0) / (Math.hypot(...a) * Math.hypot(...b));
    fc.assert(
      fc.property(fc.array(vector, { minLength: 2, maxLength: 9 }), (embeddings) => {
        const distances = embeddings.flatMap((a, i) => embeddings.slice(i + 1).map((b) => 1 - cosine(a, b)));
        const expected = distances.reduce((sum, value) => sum + value, 0) / distances.length;
        assertClose(meanCosineDistance(embeddings), expected, 1e-9);
      }),
    );
    fc.assert(
      fc.property(vector, fc.integer({ min: 2, max: 20 }), (embedding, count) => {
        assert.ok(meanCosineDistance(Array.from({ length: count }, () => embedding)) >= 0);
      }),
    );
  });

  it('names what is wrong', async () => {
    const { distinct, meanCosineDistance } = await use();
    for (const n of [0, -1, 1.5, NaN])
      assert.throws(() => distinct(['a b'], n), new RangeError(`n has to be 1, 2, 3 …, not ${n}`));
    assert.throws(() => distinct(['a', '!?'], 2), new RangeError('None of the 2 texts has 2 words'));
    assert.throws(() => distinct([], 1), new RangeError('None of the 0 texts has 1 words'));
    for (const embeddings of [[], [[1, 2]]])
      assert.throws(
        () => meanCosineDistance(embeddings),
        new RangeError(`Needs 2 embeddings or more, not ${embeddings.length}`),
      );
    for (const [vector, length] of [
      [[0, 0], 0],
      [[NaN, 1], NaN],
      [[Infinity, 1], Infinity],
      [[], 0],
    ] as const)
      // prettier-ignore
      assert.throws(
        () => meanCosineDistance([[1, 0], vector]),
        new RangeError(`Embedding 1 has no direction: its length is ${length}`),
      );
    for (const other of [[1], [1, 2, 3]])
      assert.throws(
        () => meanCosineDistance([[1, 0], other]),
        new RangeError(`Embeddings differ in length: 2 and ${other.length}`),
      );
  });
});
