const MARK = '@@ ';

/**
 * Prints a line from inside an editor, marked so that it can be told from the editor's own chatter.
 * `%s` and `%d` are replaced here, because the editor does not.
 */
export function print(format = '', ...args: readonly unknown[]): void {
  const rest = [...args];
  const text = format.replace(/%[sd]/g, (placeholder) => (rest.length ? String(rest.shift()) : placeholder));
  console.log(MARK + [text, ...rest].join(' '));
}

/** What was printed, without its mark; `undefined` when it carries none. */
export function unmark(text: string): string | undefined {
  return text.startsWith(MARK) ? text.slice(MARK.length) : undefined;
}
