import type { Place } from '../glossary/form.ts';
import type { Lines } from './document-evidence.ts';
import type { LanguageSyntax, Region } from './language-syntax.ts';

/** A region that a line begins in, by its number in the syntax; -1 outside of all. */
type State = number;

const OUTSIDE: State = -1;

/**
 * Tells comments, strings, code and prose of a document apart by the marks its language sets them off with. What a
 * line begins in is kept until a line before it changes.
 */
export class DocumentPlaces {
  readonly #syntax: LanguageSyntax;
  readonly #lines: Lines;
  readonly #openers: RegExp | undefined;
  /** What each line read so far begins in, and the line behind it. */
  readonly #states: State[] = [OUTSIDE];

  constructor(syntax: LanguageSyntax, lines: Lines) {
    this.#syntax = syntax;
    this.#lines = lines;
    const openers = syntax.regions.map(({ open }) => open.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.#openers = openers.length > 0 ? new RegExp(openers.join('|'), 'g') : undefined;
  }

  /** Tells that lines from `line` on are others now. */
  edit(line: number): void {
    this.#states.length = Math.min(this.#states.length, line + 1);
  }

  /** Where an offset of a line stands; an offset between two places belongs to the second. */
  at(line: number, offset: number): Place {
    let at: Place = this.#syntax.base;
    this.#read(line, this.#stateOf(line), (place, from, to) => {
      if (from <= offset && offset < to) at = place;
    });
    return at;
  }

  #stateOf(line: number): State {
    for (let last = this.#states.length - 1; last < line; last++) {
      this.#states.push(this.#read(last, this.#states[last] ?? OUTSIDE));
    }
    return this.#states[line] ?? OUTSIDE;
  }

  /** Reads a line and tells its regions; returns what the next one begins in. */
  #read(line: number, state: State, found?: (place: Place, from: number, to: number) => void): State {
    const text = this.#lines.text(line);
    let at = 0;
    let open = state;
    let from = 0;
    for (;;) {
      if (open !== OUTSIDE) {
        const region = this.#syntax.regions[open] as Region;
        const end = endOfRegion(region, text, at);
        if (end === undefined) {
          found?.(region.place, from, Infinity);
          return region.multiline ? open : OUTSIDE;
        }
        found?.(region.place, from, end);
        at = end;
        open = OUTSIDE;
      }
      const next = this.#nextOpener(text, at);
      if (!next) return OUTSIDE;
      [open, from, at] = next;
    }
  }

  /** The next region that opens: its number, where it opens and where its content begins. */
  #nextOpener(text: string, at: number): [region: State, from: number, content: number] | undefined {
    if (!this.#openers) return undefined;
    this.#openers.lastIndex = at;
    for (let match = this.#openers.exec(text); match; match = this.#openers.exec(text)) {
      const [opener] = match;
      const from = match.index;
      const content = from + opener.length;
      const number = this.#syntax.regions.findIndex(
        (region) =>
          region.open === opener &&
          !(region.atLineStart && text.slice(0, from).trim() !== '') &&
          (region.multiline ||
            region.close === undefined ||
            endOfRegion(region, text, content) !== undefined),
      );
      if (number >= 0) return [number, from, content];
      this.#openers.lastIndex = from + 1;
    }
    return undefined;
  }
}

/** Behind a region's closing mark; the line's end for one that it closes; `undefined` where it is not closed. */
function endOfRegion({ close, escapes }: Region, text: string, at: number): number | undefined {
  if (close === undefined) return text.length + 1;
  for (let end = text.indexOf(close, at); end >= 0; end = text.indexOf(close, end + 1)) {
    let backslashes = 0;
    while (escapes && text[end - 1 - backslashes] === '\\' && end - 1 - backslashes >= at) backslashes++;
    if (backslashes % 2 === 0) return end + close.length;
  }
  return undefined;
}
