import type { Lines } from './document-evidence.ts';
import type { Context } from './evidence.ts';
import type { Match } from './match.ts';
import type { Recogniser } from './recogniser.ts';

/** A term found in a line of a document (0-based). */
export interface LineMatch extends Match {
  readonly line: number;
}

/** A term of a document: how often it stands there, and where first. */
export interface DocumentTerm {
  readonly id: string;
  readonly count: number;
  readonly first: LineMatch;
}

/** Every term in some lines of a document (`to` is exclusive), from the top to the bottom. */
export function* matchesIn(
  lines: Lines,
  recogniser: Recogniser,
  contextAt: (line: number) => Context,
  from = 0,
  to = lines.count,
): Iterable<LineMatch> {
  for (let line = from; line < Math.min(to, lines.count); line++) {
    for (const match of recogniser.scan(lines.text(line), contextAt(line))) yield { ...match, line };
  }
}

/** The likeliest term of each match, once each, in the order in which they first stand. */
export function termsOf(matches: Iterable<LineMatch>): readonly DocumentTerm[] {
  const terms = new Map<string, DocumentTerm>();
  for (const match of matches) {
    const [id] = match.terms;
    const known = terms.get(id);
    terms.set(id, known ? { ...known, count: known.count + 1 } : { id, count: 1, first: match });
  }
  return [...terms.values()];
}
