import type { SnippetFile } from './snippet-file.ts';

/** A place to fill in: a literal text of the program, or one of several values it may have. */
export interface Stop {
  readonly number: number;
  /** The text in the program; where there are choices, the first. */
  readonly text: string;
  /** What stands right before the text where it is meant; empty where it is meant everywhere. */
  readonly after: string;
  /** Empty where anything may be filled in. */
  readonly choices: readonly string[];
  /** How often the author says the text occurs. */
  readonly count: number;
  /** The header's line, 1-based. */
  readonly line: number;
}

/** Where a stop's text stands in the region: UTF-16 offsets. */
export interface Occurrence {
  readonly stop: Stop;
  readonly start: number;
  readonly end: number;
}

const STOP_KEY = /^stop (\d+)(?: x(\d+))?( choice)?(?: after (.+))?$/;

/** Whether a header's key is `stop 1`, with ` x2`, ` choice` and ` after …` as far as they are needed, in this order. */
export function isStopKey(key: string): boolean {
  return STOP_KEY.test(key);
}

/** The stops of a file, in the order of its header. */
export function stopsOf(file: SnippetFile): readonly Stop[] {
  return file.header.flatMap(({ key, value, line }) => {
    const [, number, count = '1', choice, after = ''] = STOP_KEY.exec(key) ?? [];
    if (!number) return [];
    const choices = choice ? value.split('|').map((item) => item.trim()) : [];
    return [
      { number: Number(number), text: choices[0] ?? value, after, choices, count: Number(count), line },
    ];
  });
}

/** Where `stop` occurs in `region`: as whole words, and as a part of longer ones. */
export function findStop(
  region: string,
  stop: Stop,
): { readonly whole: readonly Occurrence[]; readonly inside: readonly Occurrence[] } {
  const whole: Occurrence[] = [];
  const inside: Occurrence[] = [];
  if (!stop.text) return { whole, inside };
  let from = 0;
  for (let start = region.indexOf(stop.text); start >= 0; start = region.indexOf(stop.text, from)) {
    const end = start + stop.text.length;
    from = end;
    if (!region.slice(0, start).trimEnd().endsWith(stop.after)) continue;
    (isWhole(region, start, end) ? whole : inside).push({ stop, start, end });
  }
  return { whole, inside };
}

const WORD_END = /[\p{L}\p{N}_$]$/u;
const WORD_START = /^[\p{L}\p{N}_$]/u;

/** Whether no word, and no number such as `1.5`, runs across an edge of the range. */
function isWhole(region: string, start: number, end: number): boolean {
  const before = region.slice(0, start);
  const text = region.slice(start, end);
  const after = region.slice(end);
  if (WORD_START.test(text) && WORD_END.test(before)) return false;
  if (WORD_END.test(text) && WORD_START.test(after)) return false;
  return !(/^\d/.test(text) && /\d\.$/.test(before)) && !(/\d$/.test(text) && /^\.\d/.test(after));
}
