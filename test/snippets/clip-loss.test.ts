import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertClose } from './numbers.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

type Vector = readonly number[];

interface Exports {
  clipLoss(images: readonly Vector[], texts: readonly Vector[], temperature?: number): number;
}

describe('ai-clip-loss', function () {
  this.timeout(30_000);
  let folder: string;
  const use = (options?: Use) => load<Exports>(folder, 'ai-clip-loss', options);

  before(() => (folder = createFolder()));
  after(() => removeFolder(folder));

  /** Vectors at right angles. */
  const axes = (count: number): Vector[] =>
    Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => (i === j ? 1 : 0)));
  const turned = <T>(list: readonly T[]): T[] => [...list.slice(1), ...list.slice(0, 1)];

  for (const format of ['module', 'commonjs'] as const) {
    it(`is ln(1 + (N − 1) e^(−1/τ)) where pairs are equal and others at right angles (${format})`, async () => {
      const { clipLoss } = await use({ format });
      for (const count of [2, 3, 17]) {
        assertClose(clipLoss(axes(count), axes(count)), Math.log(1 + (count - 1) * Math.exp(-1 / 0.07)));
        assertClose(clipLoss(axes(count), axes(count), 0.5), Math.log(1 + (count - 1) * Math.exp(-2)));
      }
    });
  }

  it('is ln N where all embeddings are the same', async () => {
    const { clipLoss } = await use();
    const same = [
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ];
    assertClose(clipLoss(same, same, 0.01), Math.log(4));
  });

  it('is about 1/τ where every image prefers the text of another, and does not overflow', async () => {
    const { clipLoss } = await use();
    assertClose(clipLoss(axes(3), turned(axes(3)), 0.5), Math.log(Math.exp(2) + 2));
    assertClose(clipLoss(axes(3), turned(axes(3)), 1e-4), 10_000);
    assertClose(clipLoss(axes(3), axes(3), 1e-4), 0);
    const opposite = axes(3).map((axis) => axis.map((value) => -value));
    assertClose(clipLoss(axes(3), opposite, 1e-4), 10_000 + Math.log(2));
  });

  it('is the mean of images to texts and texts to images', async () => {
    const { clipLoss } = await use();
    const [images, texts] = [axes(2), [[1, 0], [1, 0]]]; // prettier-ignore
    const imagesToTexts = Math.log(2);
    const textsToImages = (Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(2))) / 2;
    const expected = (imagesToTexts + textsToImages) / 2;
    assert.notEqual(imagesToTexts, textsToImages);
    assertClose(clipLoss(images, texts, 0.5), expected);
    assertClose(clipLoss(texts, images, 0.5), expected);
  });

  it('knows neither lengths nor the order of the pairs', async () => {
    const { clipLoss } = await use();
    const vector = fc.array(fc.double({ min: 0.1, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 });
    const batch = fc.array(fc.tuple(vector, vector, fc.double({ min: 0.01, max: 50, noNaN: true })), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(batch, (pairs) => {
        const images = pairs.map(([image]) => image);
        const texts = pairs.map(([, text]) => text);
        const loss = clipLoss(images, texts);
        const scaled = pairs.map(([image, , scale]) => image.map((value) => scale * value));
        assertClose(clipLoss(scaled, texts), loss, 1e-9);
        assertClose(clipLoss(turned(images), turned(texts)), loss, 1e-9);
        assert.ok(loss >= 0);
      }),
    );
  });

  it('uses the temperature that was filled in', async () => {
    const { clipLoss } = await use({ values: { 1: '0.25' } });
    assertClose(clipLoss(axes(2), axes(2)), Math.log(1 + Math.exp(-4)));
  });

  it('names what is wrong', async () => {
    const { clipLoss } = await use();
    const batch = (count: number) => axes(3).slice(0, count);
    for (const [images, texts] of [
      [0, 0],
      [1, 1],
      [3, 2],
      [2, 3],
    ] as const)
      // prettier-ignore
      assert.throws(
        () => clipLoss(batch(images), batch(texts)),
        new RangeError(`Needs 2 pairs or more, not ${images} images and ${texts} texts`),
      );
    for (const temperature of [0, -1, NaN])
      assert.throws(
        () => clipLoss(axes(2), axes(2), temperature),
        new RangeError(`The temperature has to be above 0, not ${temperature}`),
      );
    for (const [vector, length] of [
      [[0, 0], 0],
      [[NaN, 1], NaN],
      [[Infinity, 1], Infinity],
      [[], 0],
    ] as const)
      // prettier-ignore
      for (const [images, texts] of [[[[1, 0], vector], axes(2)], [axes(2), [[1, 0], vector]]] as const) // prettier-ignore
        assert.throws(
          () => clipLoss(images, texts),
          new RangeError(`Embedding 1 has no direction: its length is ${length}`),
        );
    assert.throws(
      () => clipLoss(axes(2), [[1, 0], [1, 0, 0]]), // prettier-ignore
      new RangeError('Embeddings differ in length: 2 and 3'),
    );
  });
});
