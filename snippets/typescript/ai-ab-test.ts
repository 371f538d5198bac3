// name: A/B test of two success rates / 两个成功率的 A/B 测试
// description: Tells whether B succeeds more often than A by more than chance, how large the difference may be, and how many trials you need / 判断 B 的成功率高于 A 是否只是偶然，给出差值的置信区间，并算出所需样本量
// prefix: ai-ab-test
// terms: ab-testing, confidence-interval, evaluation
// packages: simple-statistics@7.12.1
// stop 1 after ALPHA =: 0.05
// stop 2 after POWER =: 0.8
//#region snippet
import { bisect, errorFunction } from 'simple-statistics';

/** The chance of seeing a difference where there is none. */
const ALPHA = 0.05;
/** The chance of seeing a difference that is there. */
const POWER = 0.8;

/** What was counted of one version. Trials are independent: one for each user, not for each request. */
export interface Counts {
  readonly successes: number;
  readonly trials: number;
}

export interface Comparison {
  /** The rate of B minus the rate of A. */
  readonly difference: number;
  /** Where the true difference lies, with confidence 1 − alpha. */
  readonly interval: readonly [low: number, high: number];
  /** Standard errors between the two rates. */
  readonly z: number;
  /** The chance of a difference at least this large, either way, if the rates were equal. 0 below about 1e-16. */
  readonly p: number;
  /** Whether p ≤ alpha. */
  readonly significant: boolean;
}

/** Compares two independent groups, with the pooled z test. For two models on the same cases use a paired test. */
export function compareRates(a: Counts, b: Counts, alpha = ALPHA): Comparison {
  checkCounts('A', a);
  checkCounts('B', b);
  checkShare('alpha', alpha);
  const difference = rate(b) - rate(a);
  const pooled = rate({ successes: a.successes + b.successes, trials: a.trials + b.trials });
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  const z = error === 0 ? 0 : difference / error; // 0: all trials ended alike, so nothing differs.
  const p = twoSidedP(z);
  return { difference, interval: differenceInterval(a, b, alpha), z, p, significant: p <= alpha };
}

/** Newcombe (1998), method 10: stays within −1 and 1, and holds for small groups and for rates of 0 and 1. */
function differenceInterval(a: Counts, b: Counts, alpha: number): [low: number, high: number] {
  const [rateA, rateB] = [rate(a), rate(b)];
  const [lowA, highA] = wilsonInterval(a, alpha);
  const [lowB, highB] = wilsonInterval(b, alpha);
  return [
    rateB - rateA - Math.hypot(rateB - lowB, highA - rateA),
    rateB - rateA + Math.hypot(highB - rateB, rateA - lowA),
  ];
}

/** The confidence interval of one rate (Wilson, 1927). */
function wilsonInterval(counts: Counts, alpha: number): [low: number, high: number] {
  const p = rate(counts);
  const n = counts.trials;
  const z = normalQuantile(1 - alpha / 2);
  const center = p + z ** 2 / (2 * n);
  const margin = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return [(center - margin) / scale, (center + margin) / scale];
}

/**
 * The trials each group needs for `compareRates` to find the difference between two rates with the chance `power`.
 * Fleiss, Levin & Paik (2003), eq. 4.14, without a correction for continuity.
 */
export function sampleSize(rateA: number, rateB: number, alpha = ALPHA, power = POWER): number {
  checkShare('alpha', alpha);
  checkShare('power', power);
  if (!(rateA >= 0 && rateA <= 1 && rateB >= 0 && rateB <= 1 && rateA !== rateB))
    throw new RangeError(`The rates have to be two numbers from 0 to 1: ${rateA}, ${rateB}`);
  if (power <= alpha) throw new RangeError(`power has to be above alpha: ${power} is not above ${alpha}`);
  const variance = (p: number) => p * (1 - p);
  const ifEqual = Math.sqrt(2 * variance((rateA + rateB) / 2));
  const ifDifferent = Math.sqrt(variance(rateA) + variance(rateB));
  const distance = normalQuantile(1 - alpha / 2) * ifEqual + normalQuantile(power) * ifDifferent;
  return Math.ceil((distance / (rateB - rateA)) ** 2);
}

function rate({ successes, trials }: Counts): number {
  return successes / trials;
}

/** The chance that a standard normal number is at least as far from 0 as `z`. */
function twoSidedP(z: number): number {
  return Math.min(1 - errorFunction(Math.abs(z) / Math.SQRT2), 1); // errorFunction(0) is −3e-8.
}

/** What a standard normal number stays below with the chance `share`. `probit` would be off by 0.003. */
function normalQuantile(share: number): number {
  const excess = (z: number) => (1 + errorFunction(z / Math.SQRT2)) / 2 - share;
  return bisect(excess, -9, 9, 60, 1e-9);
}

function checkCounts(name: string, { successes, trials }: Counts): void {
  const areCounts = Number.isInteger(successes) && Number.isInteger(trials);
  if (!areCounts || trials < 1 || successes < 0 || successes > trials)
    throw new RangeError(`${name}: ${successes} successes in ${trials} trials are no counts`);
}

function checkShare(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} has to be between 0 and 1: ${value}`);
}
//#endregion snippet
