/** What a run of tests came to. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly failures: readonly { readonly title: string; readonly error: string }[];
}

export const NO_TESTS: Totals = { passed: 0, failed: 0, pending: 0, failures: [] };

const MARK = '@@totals ';

/** One line of text that `parseTotals` reads back, to carry totals out of another process. */
export function formatTotals(totals: Totals): string {
  return MARK + JSON.stringify(totals);
}

/** The totals in a line of output; `undefined` when the line carries none. */
export function parseTotals(line: string): Totals | undefined {
  const start = line.indexOf(MARK);
  return start < 0 ? undefined : (JSON.parse(line.slice(start + MARK.length)) as Totals);
}

/** Both runs taken together. */
export function addTotals(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    pending: a.pending + b.pending,
    failures: [...a.failures, ...b.failures],
  };
}
