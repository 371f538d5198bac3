import { candidatesAt, type Candidate } from './candidate.ts';
import { UNDISPUTED, type Context, type Signal } from './evidence.ts';
import { hasEdgesOf } from './exclusion.ts';
import type { Claim, FormIndex } from './form-index.ts';
import { isPartedLike, judgeForms, type Phrase } from './judge.ts';
import type { Judgement, Match } from './match.ts';
import { identifierAround, windowAround } from './window.ts';
import { Words } from './word.ts';

/** What a scan tells besides the terms it finds. */
interface Listener {
  /** A form or phrase that is spelled. */
  spelled?(): void;
  /** A form that is spelled, however it was judged. */
  judged?(judgement: Judgement): void;
  /** A phrase that is no form, from word to word. */
  phrase?(claim: Claim, start: number, end: number): void;
}

/**
 * Finds terms in text. Text is a sequence of words (see `Words`); a form is found where consecutive words spell its
 * key, are parted only where the form itself may be, and its rules hold (see `judgeForms`). Of overlapping forms the
 * leftmost counts, of those that begin together the longest. A form never crosses the end of a line. Where several
 * indexes are given, those before win over those behind.
 */
export class Recogniser {
  readonly #index: FormIndex;
  readonly #others: readonly FormIndex[];
  /** Two lists of words, since a scan may ask for signals while it goes on. */
  readonly #words = new Words();
  readonly #wordsOfSignals = new Words();

  constructor(index: FormIndex, ...others: readonly FormIndex[]) {
    this.#index = index;
    this.#others = others;
  }

  /**
   * The terms at an offset: first the one whose letters are under it, then the others of the same identifier from left
   * to right. Empty when no term is there. Reads a bounded part of `text`.
   */
  at(text: string, offset: number, context: Context = UNDISPUTED): readonly Match[] {
    const words = this.#words.read(text, ...windowAround(text, offset));
    const matches = this.#find(words, text, context);
    const here = matches.find(({ start, end }) => start <= offset && offset < end);
    if (!here) return [];
    const [start, end] = identifierAround(text, here.start, here.end);
    return [here, ...matches.filter((match) => match !== here && match.start >= start && match.end <= end)];
  }

  /** The terms at a cursor, which stands between letters: those behind it or, when there are none, before it. */
  atCursor(text: string, offset: number, context: Context = UNDISPUTED): readonly Match[] {
    const behind = this.at(text, offset, context);
    return behind.length > 0 || offset === 0 ? behind : this.at(text, offset - 1, context);
  }

  /** Every term in a text, from left to right, none overlapping. */
  scan(text: string, context: Context = UNDISPUTED): readonly Match[] {
    if (context.spellsNothing(text)) return NO_MATCHES;
    return this.#find(this.#words.read(text), text, context);
  }

  /**
   * How every form that the text spells at an offset was judged, those shown first, then the longest first: why a
   * term is explained there, or why none is. Reads a bounded part of `text`.
   */
  judge(text: string, offset: number, context: Context): readonly Judgement[] {
    const judgements: Judgement[] = [];
    this.#find(this.#words.read(text, ...windowAround(text, offset)), text, context, {
      judged(judgement) {
        if (judgement.start <= offset && offset <= judgement.end) judgements.push(judgement);
      },
    });
    const order = ({ ruling, start, end }: Judgement) =>
      (ruling.verdict === 'shown' ? 0 : 1e6) - (end - start);
    const under = judgements.filter(({ end }) => offset < end);
    return (under.length > 0 ? under : judgements).sort((a, b) => order(a) - order(b));
  }

  /**
   * What a line says of what it is about, whatever the lines around it say; `NOTHING_SPELLED` itself when it spells no
   * form or phrase at all.
   */
  signals(line: string): readonly Signal[] {
    let signals: Signal[] | undefined;
    const seen = { spelled: false };
    const add = (signal: Omit<Signal, 'text'>, start: number, end: number) =>
      (signals ??= []).push({ ...signal, text: line.slice(start, end) });
    const matches = this.#find(this.#wordsOfSignals.read(line), line, FOR_SIGNALS, {
      spelled() {
        seen.spelled = true;
      },
      phrase({ kind, term }, start, end) {
        if (kind !== 'form') add({ kind, term, plain: false }, start, end);
      },
    });
    for (const { judgements } of matches) {
      for (const { start, end, term, form, otherCase } of judgements) {
        if (term.general) continue;
        add({ kind: 'term', term, plain: otherCase || form.needs !== undefined }, start, end);
      }
    }
    return signals ?? (seen.spelled ? NO_SIGNALS : NOTHING_SPELLED);
  }

  #find(words: Words, text: string, context: Context, listener?: Listener): Match[] {
    const matches: Match[] = [];
    let phrases: readonly Phrase[] = NO_PHRASES;
    for (let first = 0; first < words.count;) {
      let end = words.end(first);
      const candidates = this.#candidates(text, words, first);
      if (candidates.length > 0) {
        listener?.spelled?.();
        phrases = phrasesAround(phrases, candidates, text, words, listener);
        const found = longestMatch(candidates, phrases, text, words, context, listener);
        if (found) {
          if (found.match) matches.push(found.match);
          end = found.end;
        }
      }
      do first++;
      while (first < words.count && words.start(first) < end);
    }
    return matches;
  }

  /** Whether no form or phrase of any index begins with a word: most words'. */
  #beginsNothing(text: string, start: number, end: number): boolean {
    if (!this.#index.beginnings.exclude(text, start, end)) return false;
    for (const { beginnings } of this.#others) if (!beginnings.exclude(text, start, end)) return false;
    return true;
  }

  #candidates(text: string, words: Words, first: number): readonly Candidate[] {
    if (this.#beginsNothing(text, words.start(first), words.end(first))) return NO_CANDIDATES;
    const candidates = candidatesAt(this.#index, text, words, first);
    if (this.#others.length === 0) return candidates;
    const others = this.#others.flatMap((other) => candidatesAt(other, text, words, first));
    return others.length === 0 ? candidates : [...candidates, ...others].sort((a, b) => a.last - b.last);
  }
}

/** What a line says that spells no form or phrase. */
export const NOTHING_SPELLED: readonly Signal[] = Object.freeze([]);

const NO_SIGNALS: readonly Signal[] = [];
const NO_MATCHES: readonly Match[] = [];
const NO_CANDIDATES: readonly Candidate[] = [];
const NO_PHRASES: readonly Phrase[] = [];

/** Everyday words tell something (where the text speaks of AI); words of many meanings tell nothing. */
const FOR_SIGNALS: Context = { ...UNDISPUTED, sensitivity: 'balanced' };

/** The phrases that reach into the words ahead: those found before that do, and those among new candidates. */
function phrasesAround(
  before: readonly Phrase[],
  candidates: readonly Candidate[],
  text: string,
  words: Words,
  listener: Listener | undefined,
): readonly Phrase[] {
  const [{ first }] = candidates as readonly [Candidate];
  let phrases: Phrase[] | undefined;
  for (const phrase of before) if (phrase.last >= first) (phrases ??= []).push(phrase);
  for (const span of candidates) {
    for (const claim of span.claims.phrases) {
      const start = words.start(span.first);
      const end = words.end(span.last);
      if (!isPartedLike(claim, text, words, span) || !hasEdgesOf(claim.text, text, start, end)) continue;
      if (vouchesForItself(claim, span) && !text.startsWith(claim.text, start)) continue;
      if (claim.kind === 'with' && goesOnAsName(claim.text, text, end)) continue;
      (phrases ??= []).push({ first, last: span.last, claim });
      listener?.phrase?.(claim, start, end);
    }
  }
  return phrases ?? NO_PHRASES;
}

/** Whether a phrase is a form of the term that it vouches for: then it does as it is written only (`LLaMA`, no `llama`). */
function vouchesForItself({ kind, term }: Claim, { claims }: Candidate): boolean {
  return kind === 'with' && claims.forms.some((form) => form.term === term);
}

/** Whether a longer name stands where several words end: `import ray` is not in `import RayBundle`. */
function goesOnAsName(phrase: string, text: string, end: number): boolean {
  return phrase.includes(' ') && LETTER.test(text[end - 1] ?? '') && LETTER.test(text[end] ?? '');
}

const LETTER = /[A-Za-z]/;

/**
 * The longest of some candidates that is shown, and where it ends; without a match where a longer one is muted, which
 * silences all that it covers. All are judged where somebody listens.
 */
function longestMatch(
  candidates: readonly Candidate[],
  phrases: readonly Phrase[],
  text: string,
  words: Words,
  context: Context,
  listener: Listener | undefined,
): { readonly end: number; readonly match?: Match } | undefined {
  let found: { readonly end: number; readonly match?: Match } | undefined;
  for (let i = candidates.length - 1; i >= 0 && (!found || listener?.judged);) {
    // Several candidates may end together: those of several indexes, or a plural beside a word of its own.
    const { last } = candidates[i] as Candidate;
    let judgements: readonly Judgement[] = [];
    for (; candidates[i]?.last === last; i--) {
      const judged = judgeForms(text, words, candidates[i] as Candidate, phrases, context);
      judgements = judgements.length === 0 ? judged : [...judged, ...judgements];
    }
    if (listener?.judged) for (const judgement of judgements) listener.judged(judgement);
    if (found) continue;
    const match = matchOf(judgements, context);
    if (match) found = { end: match.end, match };
    else {
      const muted = judgements.find(({ ruling }) => ruling.verdict === 'muted');
      if (muted) found = { end: muted.end };
    }
  }
  return found;
}

/** The terms meant by one form, the likeliest first; `undefined` when none is. */
function matchOf(judgements: readonly Judgement[], context: Context): Match | undefined {
  let shown: Judgement[] | undefined;
  for (const judgement of judgements)
    if (judgement.ruling.verdict === 'shown') (shown ??= []).push(judgement);
  if (!shown) return undefined;
  const ranked = shown.length === 1 ? shown : rank(shown, context);
  const [{ start, end, term }] = ranked as [Judgement];
  return {
    start,
    end,
    terms: ranked.length === 1 ? [term.id] : (ranked.map((each) => each.term.id) as [string, ...string[]]),
    judgements: ranked as [Judgement, ...Judgement[]],
  };
}

/** Orders the senses of a form: what covers it and vouches, then what is around, then what is usual. */
function rank(judgements: readonly Judgement[], context: Context): readonly Judgement[] {
  const byTerm = new Map<string, { judgement: Judgement; likelihood: number }>();
  for (const judgement of judgements) {
    const { term, form, ruling } = judgement;
    const likelihood =
      (ruling.phrase === undefined ? 0 : 100) + context.relevance(term) + (form.shared === 'first' ? 0.5 : 0);
    if (!byTerm.has(term.id)) byTerm.set(term.id, { judgement, likelihood });
  }
  return [...byTerm.values()].sort((a, b) => b.likelihood - a.likelihood).map(({ judgement }) => judgement);
}
