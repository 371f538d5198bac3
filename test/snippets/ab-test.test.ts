import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Counts {
  readonly successes: number;
  readonly trials: number;
}

interface Exports {
  compareRates(
    a: Counts,
    b: Counts,
    alpha?: number,
  ): {
    readonly difference: number;
    readonly interval: readonly [low: number, high: number];
    readonly z: number;
    readonly p: number;
    readonly significant: boolean;
  };
  sampleSize(rateA: number, rateB: number, alpha?: number, power?: number): number;
}

const counts = (successes: number, trials: number): Counts => ({ successes, trials });

const someCounts = fc
  .integer({ min: 1, max: 500 })
  .chain((trials) => fc.integer({ min: 0, max: trials }).map((successes) => counts(successes, trials)));

describe('ai-ab-test', function () {
  this.timeout(30_000);
  let folder: string;
  let exports: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-ab-test', options);

  before(async () => {
    folder = createFolder();
    exports = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`tests two rates (${format})`, async () => {
      const { compareRates, sampleSize } = await use({ format });
      const { difference, z, p, significant } = compareRates(counts(45, 100), counts(60, 100));
      assertNear(difference, 0.15, 1e-12);
      assertNear(z, 2.12398, 5e-6);
      assertNear(p, 0.033672, 5e-7);
      assert.equal(significant, true);
      assert.equal(sampleSize(0.5, 0.6), 388);
    });
  }

  it('gives the intervals of Newcombe (1998), table II, method 10', () => {
    for (const [b, a, low, high] of [
      [counts(56, 70), counts(48, 80), 0.0524, 0.3339],
      [counts(9, 10), counts(3, 10), 0.1705, 0.809],
      [counts(6, 7), counts(2, 7), 0.0582, 0.8062],
      [counts(5, 56), counts(0, 29), -0.0381, 0.1926],
      [counts(0, 10), counts(0, 20), -0.1611, 0.2775],
      [counts(0, 10), counts(0, 10), -0.2775, 0.2775],
      [counts(10, 10), counts(0, 20), 0.6791, 1],
      [counts(10, 10), counts(0, 10), 0.6075, 1],
    ] as const) {
      const { interval } = exports.compareRates(a, b);
      assertNear(interval[0], low, 5.1e-5);
      assertNear(interval[1], high, 5.1e-5);
    }
  });

  it('gives the p of the normal distribution', () => {
    for (let successes = 50; successes <= 95; successes += 5) {
      const { z, p } = exports.compareRates(counts(50, 100), counts(successes, 100));
      assertNear(p, 2 * upperTail(z), 2e-7);
    }
  });

  it('finds no difference where all trials ended alike', () => {
    for (const share of [0, 1]) {
      const { z, p, significant, interval } = exports.compareRates(
        counts(10 * share, 10),
        counts(7 * share, 7),
      );
      assert.deepEqual([z, p, significant], [0, 1, false]);
      assert.ok(interval[0] < 0 && interval[1] > 0);
    }
  });

  it('finds the greatest difference', () => {
    const { difference, p, significant } = exports.compareRates(counts(0, 1000), counts(1000, 1000));
    assert.deepEqual([difference, p, significant], [1, 0, true]);
  });

  it('stays in range and mirrors when groups or outcomes are swapped', () => {
    const alpha = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(someCounts, someCounts, alpha, (a, b, alpha) => {
        const { difference, interval, z, p, significant } = exports.compareRates(a, b, alpha);
        const [low, high] = interval;
        assert.ok(low >= -1 - 1e-12 && low <= difference && difference <= high && high <= 1 + 1e-12);
        assert.ok(p >= 0 && p <= 1);
        assert.equal(significant, p <= alpha);
        const fail = ({ successes, trials }: Counts) => counts(trials - successes, trials);
        for (const other of [
          exports.compareRates(b, a, alpha),
          exports.compareRates(fail(a), fail(b), alpha),
        ]) {
          assertNear(other.z, -z, 1e-9);
          assertNear(other.p, p, 1e-9);
          assertNear(other.interval[0], -high, 1e-9);
          assertNear(other.interval[1], -low, 1e-9);
        }
      }),
    );
  });

  it('keeps its promises when every outcome of two groups of 77 is enumerated', () => {
    const groups = (a: number, b: number) => enumerate(a, b, exports.sampleSize(0.5, 0.75, 0.05, 0.9));
    const significant = (a: number, b: number) =>
      groups(a, b).reduce(
        (sum, [a, b, chance]) => sum + (exports.compareRates(a, b).significant ? chance : 0),
        0,
      );
    assertNear(significant(0.5, 0.75), 0.9, 0.01);
    assertNear(significant(0.5, 0.5), 0.05, 0.01);
    const covered = groups(0.5, 0.75).reduce((sum, [a, b, chance]) => {
      const [low, high] = exports.compareRates(a, b).interval;
      return sum + (low <= 0.25 && 0.25 <= high ? chance : 0);
    }, 0);
    assertNear(covered, 0.95, 0.01);
  });

  it('needs as many trials as R says', () => {
    assert.equal(exports.sampleSize(0.5, 0.75, 0.05, 0.9), 77); // power.prop.test: 76.7
    assert.equal(exports.sampleSize(0.75, 0.5, 0.05, 0.9), 77);
  });

  it('uses what was filled in', async () => {
    const { compareRates, sampleSize } = await use({ values: { 1: '0.01', 2: '0.9' } });
    const [a, b] = [counts(45, 100), counts(60, 100)];
    assert.deepEqual(compareRates(a, b), exports.compareRates(a, b, 0.01));
    assert.equal(compareRates(a, b).significant, false);
    assert.equal(sampleSize(0.5, 0.6), exports.sampleSize(0.5, 0.6, 0.01, 0.9));
    assert.ok(sampleSize(0.5, 0.6) > exports.sampleSize(0.5, 0.6, 0.05, 0.9));
  });

  for (const [name, call, message] of [
    [
      'more successes than trials',
      (e) => e.compareRates(counts(1, 2), counts(3, 2)),
      /^B: 3 successes in 2 trials/,
    ],
    ['no trials', (e) => e.compareRates(counts(0, 0), counts(1, 2)), /^A: 0 successes in 0 trials/],
    ['fewer than none', (e) => e.compareRates(counts(-1, 2), counts(1, 2)), /^A: -1 successes/],
    ['rates for counts', (e) => e.compareRates(counts(0.4, 1), counts(1, 2)), /^A: 0\.4 successes/],
    [
      'a part of a trial',
      (e) => e.compareRates(counts(1, 2.5), counts(1, 2)),
      /^A: 1 successes in 2\.5 trials/,
    ],
    ['NaN', (e) => e.compareRates(counts(NaN, 2), counts(1, 2)), /^A: NaN successes/],
    ['an alpha in percent', (e) => e.compareRates(counts(1, 2), counts(1, 2), 5), /^alpha .* 5$/],
    ['an alpha of 0', (e) => e.sampleSize(0.1, 0.2, 0), /^alpha .* 0$/],
    ['a power in percent', (e) => e.sampleSize(0.1, 0.2, 0.05, 80), /^power .* 80$/],
    ['a power below alpha', (e) => e.sampleSize(0.1, 0.2, 0.05, 0.01), /^power has to be above alpha/],
    [
      'equal rates',
      (e) => e.sampleSize(0.2, 0.2),
      /^The rates have to be two numbers from 0 to 1: 0\.2, 0\.2$/,
    ],
    ['rates in percent', (e) => e.sampleSize(30, 33), /^The rates .* 30, 33$/],
    ['a rate that is NaN', (e) => e.sampleSize(NaN, 0.5), /^The rates .* NaN, 0\.5$/],
  ] as readonly [string, (exports: Exports) => unknown, RegExp][]) {
    it(`refuses ${name}`, () => assert.throws(() => call(exports), { name: 'RangeError', message }));
  }
});

function assertNear(found: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not within ${tolerance} of ${expected}`);
}

/** The chance that a standard normal number is above `z`: Simpson's rule over the density. */
function upperTail(z: number): number {
  const steps = 10_000;
  const step = (12 - z) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 0 ? 2 : 4;
    sum += weight * Math.exp(-((z + i * step) ** 2) / 2);
  }
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

/** Every outcome of two groups with these rates, and how likely it is. */
function enumerate(rateA: number, rateB: number, trials: number): [a: Counts, b: Counts, chance: number][] {
  const chances = (rate: number) => {
    const all = [(1 - rate) ** trials];
    for (let k = 1; k <= trials; k++)
      all.push(((all[k - 1] ?? 0) * rate * (trials - k + 1)) / ((1 - rate) * k));
    return all;
  };
  const ofB = chances(rateB);
  return chances(rateA).flatMap((chanceA, a) =>
    ofB.map((chanceB, b): [Counts, Counts, number] => [
      counts(a, trials),
      counts(b, trials),
      chanceA * chanceB,
    ]),
  );
}
