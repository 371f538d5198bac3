/** The time of one run, in milliseconds. */
export function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The q-th quantile (0 to 1) of some values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

/** Quartiles of some values, for print. */
export function quartiles(values: readonly number[], digits = 2): string {
  return [0.25, 0.5, 0.75].map((q) => quantile(values, q).toFixed(digits)).join(' / ');
}
