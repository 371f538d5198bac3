// name: Paired bootstrap of two models / 两个模型的配对自助法检验
// description: Tells whether one model really scores higher than another on the same cases: difference, confidence interval and p-value, the same at every run / 判断一个模型在同一批用例上的得分是否真的更高：给出差值、置信区间和 p 值，每次运行结果一致
// prefix: ai-paired-bootstrap
// terms: confidence-interval, evaluation, ab-testing, benchmark
// stop 1 after RESAMPLES =: 9_999
// stop 2 after ALPHA =: 0.05
// stop 3 after SEED =: 1
//#region snippet
/** How often the cases are drawn anew. One below a round number, so that whole ranks bound the interval. */
const RESAMPLES = 9_999;
/** The interval holds the true difference with confidence 1 − ALPHA. */
const ALPHA = 0.05;
/** The same seed draws the same cases. */
const SEED = 1;

export interface Comparison {
  /** The mean of B minus the mean of A. */
  readonly difference: number;
  /** Where the true difference lies; it leaves out 0 exactly if p ≤ ALPHA. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided: how well the scores agree with no difference at all. Never below 2 / (RESAMPLES + 1). */
  readonly p: number;
}

/**
 * Compares the scores of two models: `a[i]` and `b[i]` belong to the same case. A case that failed gets the lowest score;
 * leaving it out would favour the model that fails. Below some thirty cases the interval is too narrow.
 *
 * The paired bootstrap of Koehn (2004), two-sided, with the percentile interval of Efron & Tibshirani (1993), chapter 13.
 */
export function comparePaired(a: readonly number[], b: readonly number[]): Comparison {
  const differences = pairDifferences(a, b);
  const means = resampledMeans(differences, randomNumbers(SEED));
  const rank = Math.floor((ALPHA / 2) * (RESAMPLES + 1));
  const [low, high] = [means[rank - 1], means[RESAMPLES - rank]];
  if (low === undefined || high === undefined)
    throw new RangeError(`${RESAMPLES} resamples are too few for an ALPHA of ${ALPHA}`);
  return { difference: mean(differences), interval: [low, high], p: twoSidedP(means) };
}

function pairDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length)
    throw new RangeError(`The scores are of different cases: ${a.length} of A, ${b.length} of B`);
  if (a.length < 2) throw new RangeError(`At least two cases are needed: ${a.length}`);
  return b.map((score, i) => {
    const difference = score - (a[i] ?? NaN);
    if (!Number.isFinite(difference))
      throw new RangeError(`Case ${i} has no score: ${a[i]} of A, ${score} of B`);
    return difference;
  });
}

/** The means of as many values, drawn with replacement, in ascending order. */
function resampledMeans(values: readonly number[], random: () => number): Float64Array {
  const draw = () => values[Math.floor(random() * values.length)] ?? NaN;
  return Float64Array.from({ length: RESAMPLES }, () => mean(values.map(draw))).sort();
}

/**
 * Twice the share of means on the wrong side of 0. The scores themselves count as one more resample, so that chance alone
 * never gives 0 (Davison & Hinkley, 1997, chapter 4).
 */
function twoSidedP(means: Float64Array): number {
  const below = means.filter((value) => value <= 0).length;
  const above = means.filter((value) => value >= 0).length;
  return Math.min((2 * (1 + Math.min(below, above))) / (means.length + 1), 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Numbers from 0 to below 1, the same for the same seed: the generator mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
//#endregion snippet
