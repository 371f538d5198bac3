// The web worker host has no node:assert.

/** Throws unless `value` is truthy. */
export function ok(value: unknown, message: string): asserts value {
  if (!value) throw new Error(message);
}

/** Throws, with both values for mocha's diff, unless they are the same as JSON. */
export function equal(actual: unknown, expected: unknown, message = 'not as expected'): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw Object.assign(
    new Error(`${message}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`),
    {
      actual,
      expected,
      showDiff: true,
    },
  );
}

/** Throws unless the text matches. */
export function match(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw new Error(`${JSON.stringify(text)} does not match ${String(pattern)}`);
}
