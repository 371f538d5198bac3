import { pathToFileURL } from 'node:url';
import { requireFromSnippets } from './repository.ts';

/** What is used of VS Code's own parser, as monaco-editor publishes it (without types). */
interface SnippetParserModule {
  readonly SnippetParser: new () => { parse(body: string): TextmateSnippet };
  readonly Choice: new () => Choice;
  readonly Text: new (value: string) => Marker;
}

interface Marker {
  toString(): string;
}

interface Choice extends Marker {
  readonly options: readonly Marker[];
}

interface Placeholder extends Marker {
  readonly index: number;
  readonly choice: Choice | undefined;
  readonly children: readonly Marker[];
}

interface TextmateSnippet extends Marker {
  readonly placeholders: readonly Placeholder[];
  replace(marker: Marker, others: readonly Marker[]): void;
}

const parserFile = requireFromSnippets.resolve(
  'monaco-editor/editor/contrib/snippet/browser/snippetParser.js',
);
const { SnippetParser, Text } = (await import(pathToFileURL(parserFile).href)) as SnippetParserModule;

/**
 * The text the editor inserts when the reader fills in `values`, by the number of the stop, and leaves the rest.
 * An editor turns the tabs into the blanks it indents with.
 */
export function expand(body: string, values: Readonly<Record<number, string>> = {}, indent = 2): string {
  const snippet = new SnippetParser().parse(body);
  for (const placeholder of snippet.placeholders) {
    const value = values[placeholder.index];
    if (value !== undefined) snippet.replace(placeholder, [new Text(value)]);
  }
  return snippet.toString().replaceAll('\t', ' '.repeat(indent));
}

/** The stops of a body, in the order of their numbers, each with its choices. */
export function stopsIn(
  body: string,
): readonly { readonly number: number; readonly choices: readonly string[] }[] {
  const stops = new Map<number, readonly string[]>();
  for (const { index, choice } of new SnippetParser().parse(body).placeholders) {
    const choices = choice?.options.map(String) ?? stops.get(index) ?? [];
    stops.set(index, choices);
  }
  stops.delete(0);
  return [...stops].map(([number, choices]) => ({ number, choices })).sort((a, b) => a.number - b.number);
}
