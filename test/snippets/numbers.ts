import assert from 'node:assert/strict';

/** Throws where two numbers differ by more than `tolerance`, relative to `expected` where that is above 1. */
export function assertClose(actual: number | undefined, expected: number, tolerance = 1e-12): void {
  const allowed = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= allowed,
    `${actual ?? 'nothing'} is not ${expected} ± ${allowed}`,
  );
}

/** The same for lists, and for their lengths. */
export function assertAllClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance?: number,
): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) assertClose(actual[i], value, tolerance);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of (x − μ)^power. */
export function centralMoment(values: readonly number[], power: number): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** power));
}
