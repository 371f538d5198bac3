import { formatTotals } from './totals.ts';

/** Prints the totals line of a mocha run when it ends; works in Node and in a web worker. */
export function reportTotals(runner: Mocha.Runner, print: (line: string) => void): void {
  let passed = 0;
  let pending = 0;
  const failures: { title: string; error: string }[] = [];
  runner.on('pass', () => passed++);
  runner.on('pending', () => pending++);
  runner.on('fail', (test, error: unknown) => {
    failures.push({ title: test.fullTitle(), error: error instanceof Error ? error.message : String(error) });
  });
  runner.on('end', () => print(formatTotals({ passed, failed: failures.length, pending, failures })));
}
