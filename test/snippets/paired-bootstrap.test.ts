import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRandom } from './image.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Comparison {
  readonly difference: number;
  readonly interval: readonly [low: number, high: number];
  readonly p: number;
}

interface Exports {
  comparePaired(a: readonly number[], b: readonly number[]): Comparison;
}

/** The numbers of the stops. */
const [RESAMPLES, ALPHA, SEED] = [1, 2, 3];

describe('ai-paired-bootstrap', function () {
  this.timeout(30_000);
  let folder: string;
  let comparePaired: Exports['comparePaired'];
  const use = async (options?: Use) =>
    (await load<Exports>(folder, 'ai-paired-bootstrap', options)).comparePaired;

  before(async () => {
    folder = createFolder();
    comparePaired = await use();
  });
  after(() => removeFolder(folder));

  const random = createRandom(1993);
  const scores = (length: number, shift = 0) => Array.from({ length }, () => random() + shift);

  for (const format of ['module', 'commonjs'] as const) {
    it(`has no doubt about a constant difference (${format})`, async () => {
      const compare = await use({ format });
      const a = [0.25, 0.5, 0.75, 0, 1];
      assert.deepEqual(
        compare(
          a,
          a.map((score) => score + 0.5),
        ),
        { difference: 0.5, interval: [0.5, 0.5], p: 2e-4 },
      );
      assert.deepEqual(compare(a, a), { difference: 0, interval: [0, 0], p: 1 });
    });
  }

  it('meets the exact distribution of all resamples of four cases', () => {
    const differences = [-2, 1, 3, 4];
    const sums = differences
      .flatMap((a) =>
        differences.flatMap((b) => differences.flatMap((c) => differences.map((d) => a + b + c + d))),
      )
      .sort((a, b) => a - b);
    const { difference, interval, p } = comparePaired([0, 0, 0, 0], differences);
    assert.equal(difference, 1.5);
    // Below the 7th of the 256 sums lie 2.5 % of them, above the 250th as many.
    assert.deepEqual(interval, [(sums[6] ?? NaN) / 4, (sums[249] ?? NaN) / 4]);
    const share = sums.filter((sum) => sum <= 0).length / sums.length;
    assertNear(p, 2 * share, 0.02);
  });

  it('meets the normal approximation for many cases', () => {
    const a = scores(2000);
    const b = scores(2000, 0.02);
    const differences = b.map((score, i) => score - (a[i] ?? NaN));
    const mean = differences.reduce((sum, value) => sum + value) / 2000;
    const error = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 2000;
    const { difference, interval } = comparePaired(a, b);
    assertNear(difference, mean, 1e-12);
    assertNear(interval[0], mean - 1.95996 * error, 0.05 * error);
    assertNear(interval[1], mean + 1.95996 * error, 0.05 * error);
  });

  it('covers the true difference about as often as it says, and warns falsely about as rarely', async () => {
    const compare = await use({ values: { [RESAMPLES]: '399', [ALPHA]: '0.1' } });
    const runs = Array.from({ length: 500 }, () => [
      compare(scores(60), scores(60, 0.1)),
      compare(scores(60), scores(60)),
    ]);
    const covered = runs.filter(
      ([found]) => found && found.interval[0] <= 0.1 && 0.1 <= found.interval[1],
    ).length;
    const alarms = runs.filter(([, found]) => found && found.p <= 0.1).length;
    assertNear(covered / 500, 0.9, 0.04);
    assertNear(alarms / 500, 0.1, 0.04);
  });

  it('leaves 0 out of the interval exactly if p is at most alpha, and mirrors when the models are swapped', async () => {
    const compare = await use({ values: { [RESAMPLES]: '199', [ALPHA]: '0.2' } });
    const pair = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 5 }));
    const seen = { found: 0, missed: 0 };
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 30 }), (pairs) => {
        const [a, b] = [pairs.map(([score]) => score), pairs.map(([, score]) => score)];
        const { difference, interval, p } = compare(a, b);
        const [low, high] = interval;
        assert.ok(low <= high && p > 0 && p <= 1);
        assert.equal(low > 0 || high < 0, p <= 0.2);
        seen[p <= 0.2 ? 'found' : 'missed']++;
        const swapped = compare(b, a);
        assertNear(swapped.difference, -difference, 0);
        assertNear(swapped.interval[0], -high, 0);
        assertNear(swapped.interval[1], -low, 0);
        assert.equal(swapped.p, p);
      }),
    );
    assert.ok(seen.found > 10 && seen.missed > 10);
  });

  it('draws the same cases from the same seed, and others from another', async () => {
    const [a, b] = [scores(40), scores(40, 0.1)];
    const again = await use({ values: { [SEED]: '1' } });
    const other = await use({ values: { [SEED]: '2' } });
    assert.deepEqual(comparePaired(a, b), comparePaired(a, b));
    assert.deepEqual(again(a, b), comparePaired(a, b));
    assert.notDeepEqual(other(a, b).interval, comparePaired(a, b).interval);
  });

  it('draws with mulberry32', async () => {
    // From seed 1: 0.6271, 0.0027, 0.5274, 0.9811: cases 2, 0, 2, 3.
    const compare = await use({ values: { [RESAMPLES]: '1', [ALPHA]: '1' } });
    const { interval } = compare([0, 0, 0, 0], [1, 10, 100, 1000]);
    assert.deepEqual(interval, [1201 / 4, 1201 / 4]);
  });

  it('says that there are too few resamples', async () => {
    const compare = await use({ values: { [RESAMPLES]: '30' } });
    assert.throws(() => compare([0, 1], [1, 0]), {
      name: 'RangeError',
      message: '30 resamples are too few for an ALPHA of 0.05',
    });
  });

  for (const [name, a, b, message] of [
    ['different cases', [1, 2, 3], [1, 2], 'The scores are of different cases: 3 of A, 2 of B'],
    ['no cases', [], [], 'At least two cases are needed: 0'],
    ['one case', [1], [2], 'At least two cases are needed: 1'],
    ['a score that is NaN', [1, 2], [1, NaN], 'Case 1 has no score: 2 of A, NaN of B'],
    ['an infinite score', [-Infinity, 2], [1, 2], 'Case 0 has no score: -Infinity of A, 1 of B'],
  ] as const) {
    it(`refuses ${name}`, () => assert.throws(() => comparePaired(a, b), { name: 'RangeError', message }));
  }
});

function assertNear(found: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not within ${tolerance} of ${expected}`);
}
