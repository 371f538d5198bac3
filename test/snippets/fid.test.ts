import assert from 'node:assert/strict';
import { createRandom } from './image.ts';
import { assertAllClose, assertClose } from './numbers.ts';
import { requireFromSnippets } from './repository.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

type Vector = readonly number[];

interface Gaussian {
  readonly mean: Vector;
  readonly covariance: readonly Vector[];
}

interface Exports {
  fid(real: readonly Vector[], generated: readonly Vector[]): number;
  fitGaussian(features: readonly Vector[]): Gaussian;
  frechetDistance(a: Gaussian, b: Gaussian): number;
}

interface Matrix {
  mmul(other: Matrix): Matrix;
}

const { EigenvalueDecomposition, Matrix } = requireFromSnippets('ml-matrix') as {
  readonly EigenvalueDecomposition: new (matrix: Matrix) => { readonly realEigenvalues: Vector };
  readonly Matrix: new (rows: readonly Vector[]) => Matrix;
};

describe('ai-fid', function () {
  this.timeout(30_000);
  let folder: string;
  let warnings: string[];
  const { warn } = console;
  const use = (options?: Use) => load<Exports>(folder, 'ai-fid', options);

  before(() => (folder = createFolder()));
  beforeEach(() => {
    warnings = [];
    console.warn = (message: string) => warnings.push(message);
  });
  afterEach(() => (console.warn = warn));
  after(() => removeFolder(folder));

  const random = createRandom(2017);
  const randomRows = (count: number, dimensions: number) =>
    Array.from({ length: count }, () => Array.from({ length: dimensions }, () => random() ** 2 * 3 - 1));
  const multiply = (a: readonly Vector[], b: readonly Vector[]) =>
    a.map((row) =>
      (b[0] ?? []).map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? NaN), 0)),
    );
  const centred = (covariance: readonly Vector[]): Gaussian => ({
    mean: covariance.map(() => 0),
    covariance,
  });

  for (const format of ['module', 'commonjs'] as const) {
    it(`is (μ₁ − μ₂)² + (σ₁ − σ₂)² in one dimension (${format})`, async () => {
      const { fid, frechetDistance } = await use({ format });
      const [a, b] = [
        { mean: [0], covariance: [[1]] },
        { mean: [3], covariance: [[4]] },
      ];
      assertClose(frechetDistance(a, b), 10);
      assertClose(fid([[-1], [0], [1]], [[1], [3], [5]]), 10);
      assert.deepEqual(warnings, []);
    });
  }

  it('fits mean and covariance, divided by the count less one', async () => {
    const { fitGaussian } = await use();
    const { mean, covariance } = fitGaussian([
      [1, 2],
      [3, 1],
      [8, 9],
      [0, 4],
    ]);
    assertAllClose(mean, [3, 4]);
    assertAllClose(covariance.flat(), [38 / 3, 29 / 3, 29 / 3, 38 / 3]);
  });

  it('is the closed form of two dimensions where the covariances do not commute', async () => {
    const { frechetDistance } = await use();
    const [a, b] = [
      [
        [2, 1],
        [1, 3],
      ],
      [
        [5, -2],
        [-2, 1],
      ],
    ];
    assert.notDeepEqual(multiply(a, b), multiply(b, a));
    // tr √(AB) = √(tr AB + 2 √det AB); tr AB = 9, det AB = 5 · 1.
    const expected = 1 + 4 + (5 + 6) - 2 * Math.sqrt(9 + 2 * Math.sqrt(5));
    assertClose(frechetDistance({ mean: [1, 5], covariance: a }, { mean: [2, 3], covariance: b }), expected);
  });

  it('is Σ (σᵢ − τᵢ)² of independent features', async () => {
    const { frechetDistance } = await use();
    const diagonal = (variances: Vector) =>
      centred(variances.map((v, i) => variances.map((_, j) => (i === j ? v : 0))));
    assertClose(frechetDistance(diagonal([1, 4, 9, 0]), diagonal([25, 4, 0, 1])), 16 + 0 + 9 + 1);
  });

  it('agrees with the eigenvalues of the product that is not symmetric', async () => {
    const { fitGaussian, frechetDistance } = await use();
    for (const dimensions of [3, 8, 24]) {
      const [a, b] = [fitGaussian(randomRows(60, dimensions)), fitGaussian(randomRows(40, dimensions))];
      const product = new Matrix(a.covariance).mmul(new Matrix(b.covariance));
      const traceOfRoot = new EigenvalueDecomposition(product).realEigenvalues.reduce(
        (sum, value) => sum + Math.sqrt(value),
        0,
      );
      const trace = ({ covariance }: Gaussian) =>
        covariance.reduce((sum, row, i) => sum + (row[i] ?? NaN), 0);
      const shift = a.mean.reduce((sum, value, i) => sum + (value - (b.mean[i] ?? NaN)) ** 2, 0);
      assertClose(frechetDistance(a, b), shift + trace(a) + trace(b) - 2 * traceOfRoot, 1e-9);
      assertClose(frechetDistance(b, a), frechetDistance(a, b), 1e-9);
    }
    assert.deepEqual(warnings, []);
  });

  it('is 0 for a set and itself, and never below', async () => {
    const { fid } = await use();
    for (let i = 0; i < 20; i++) {
      const features = randomRows(30, 6);
      const distance = fid(features, features);
      assert.ok(distance >= 0 && distance < 1e-9, `${distance}`);
    }
  });

  it('is the squared distance of the means where only they differ', async () => {
    const { fid } = await use();
    const features = randomRows(30, 4);
    const moved = features.map(([a = 0, b = 0, c = 0, d = 0]) => [a + 1, b - 2, c, d + 3]);
    assertClose(fid(features, moved), 14, 1e-9);
  });

  it('warns of too few pictures, and clips what rounding takes below 0', async () => {
    const { fid, fitGaussian } = await use();
    // Of two points each covariance is uuᵀ, with u their difference over √2, and tr √(uuᵀvvᵀ) = |u · v|.
    const distance = fid(
      [
        [0, 0, 0],
        [2, 2, 0],
      ],
      [
        [1, 1, -2],
        [1, 1, 2],
      ],
    );
    assertClose(distance, 4 + 8 - 0, 1e-7);
    const slanted = fid(
      [
        [0, 0, 0],
        [2, 2, 0],
      ],
      [
        [0, 1, -1],
        [2, 1, 1],
      ],
    );
    assertClose(slanted, 4 + 4 - 2 * 2, 1e-7);
    assert.equal(warnings.length, 4);
    assert.equal(warnings[0], '2 pictures for 3 features: a singular covariance, and FID far too high');
    fitGaussian(randomRows(5, 5));
    assert.equal(warnings.length, 5);
    fitGaussian(randomRows(6, 5));
    assert.equal(warnings.length, 5);
  });

  it('stays a number where there are far fewer pictures than features', async () => {
    const { fid } = await use();
    for (let i = 0; i < 10; i++) {
      const [real, generated] = [randomRows(4, 40), randomRows(5, 40)];
      assert.ok(fid(real, generated) > 0);
    }
  });

  it('takes a Gaussian that was saved as JSON', async () => {
    const { fid, fitGaussian, frechetDistance } = await use();
    const [real, generated] = [randomRows(20, 5), randomRows(20, 5)];
    const saved = JSON.parse(JSON.stringify(fitGaussian(real))) as Gaussian;
    assert.equal(frechetDistance(saved, fitGaussian(generated)), fid(real, generated));
  });

  it('names what is wrong', async () => {
    const { fitGaussian, frechetDistance } = await use();
    for (const features of [[], [[1, 2]], [[], []]])
      assert.throws(
        () => fitGaussian(features),
        new RangeError('A covariance needs the features of 2 pictures or more'),
      );
    for (const row of [[1], [1, 2, 3], [1, NaN], [Infinity, 1]])
      assert.throws(
        () => fitGaussian([[1, 2], row, [3, 4]]),
        new RangeError('Row 1 of the features is not 2 finite numbers'),
      );
    const plane = centred([
      [1, 0],
      [0, 1],
    ]);
    assert.throws(
      () => frechetDistance(plane, centred([[1]])),
      new RangeError('The sets differ in their features: 2 and 1 numbers'),
    );
    for (const covariance of [
      [
        [1, 0.5],
        [0, 1],
      ],
      [[1]],
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
    ])
      assert.throws(
        () => frechetDistance(plane, { mean: [0, 0], covariance }),
        new RangeError('The covariance of 2 features has to be symmetric, with as many rows'),
      );
  });
});
