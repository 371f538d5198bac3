import { caseHolds } from './case-rule.ts';
import { foldCharacter } from './character.ts';
import type { Claim, FormIndex } from './form-index.ts';
import { endsInsideWord, gluedToLoneLetter, jointBetween } from './joint.ts';
import type { Match } from './match.ts';
import { singulars } from './plural.ts';
import { identifierAround, windowAround } from './window.ts';
import { splitWords, type Span, type Word } from './word.ts';

/** Tells whether the text speaks of AI; asked only where an everyday word is met. */
export type Evidence = () => boolean;

/** For words that a reader has picked out as terms. */
const UNDISPUTED: Evidence = () => true;

/** A claim whose case rule holds; `plain` when as written here it could be an everyday word. */
interface HeldClaim extends Claim {
  readonly plain: boolean;
}

/** A run of words that spells a form, with the claims on it. */
interface Candidate extends Span {
  readonly claims: readonly HeldClaim[];
}

/** An exclusion found in the text: inside it, the term is not meant. */
interface Silence extends Span {
  readonly term: string;
}

/**
 * Finds terms in text. Text is a sequence of words (see `splitWords`); a form is found where consecutive words
 * spell its key, whatever joins them, and its case rule holds. Of overlapping forms the leftmost counts, of those
 * that begin together the longest. An exclusion silences its own term inside it, and no other. A plain form, and
 * an acronym in small letters inside an identifier, count only where the text speaks of AI.
 */
export class Recogniser {
  readonly #index: FormIndex;

  constructor(index: FormIndex) {
    this.#index = index;
  }

  /**
   * The terms at an offset: first the one whose letters are under it (or, when none is, end at it), then the
   * others of the same identifier from left to right. Empty when no term is there. Reads a bounded part of `text`.
   */
  at(text: string, offset: number, speaksOfAi: Evidence = UNDISPUTED): readonly Match[] {
    const [from, to] = windowAround(text, offset);
    const matches = this.#find(text, from, to, speaksOfAi);
    const here =
      matches.find(({ start, end }) => start <= offset && offset < end) ??
      matches.find(({ end }) => end === offset);
    if (!here) return [];
    const [start, end] = identifierAround(text, here.start, here.end);
    return [here, ...matches.filter((match) => match !== here && match.start >= start && match.end <= end)];
  }

  /** Every term in a text, from left to right, none overlapping. */
  scan(text: string, speaksOfAi: Evidence = UNDISPUTED): readonly Match[] {
    return this.#find(text, 0, text.length, speaksOfAi);
  }

  #find(text: string, from: number, to: number, speaksOfAi: Evidence): Match[] {
    const words = splitWords(text, from, to);
    const matches: Match[] = [];
    let silences: Silence[] = [];
    for (let i = 0; i < words.length;) {
      const candidates = this.#candidates(text, words, i);
      silences = silences.filter(({ last }) => last >= i);
      for (const { first, last, claims } of candidates) {
        for (const { term, excludes } of claims) if (excludes) silences.push({ first, last, term });
      }
      const found = longestHeard(candidates, silences, speaksOfAi);
      if (found) matches.push(matchOf(words, found));
      i = found ? found.last + 1 : i + 1;
    }
    return matches;
  }

  /** What the words from `first` on spell, the shortest run first. */
  #candidates(text: string, words: readonly Word[], first: number): readonly Candidate[] {
    const candidates: Candidate[] = [];
    if (gluedToLoneLetter(text, words, first)) return candidates;
    let key = '';
    let dotted = false;
    for (let last = first; last < words.length; last++) {
      const word = words[last] as Word;
      if (last > first) {
        const joint = jointBetween(text, words[last - 1] as Word, word);
        if (joint === 'none') break;
        dotted ||= joint === 'dot';
      }
      for (let i = word.start; i < word.end; i++) key += foldCharacter(text[i] as string);
      // A plural may be two letters longer than its form.
      if (key.length > this.#index.longestLike(key) + 2) break;
      if (endsInsideWord(text, words, last)) continue;
      const claims = this.#claimsOn(key, word).flatMap(({ claim, plural }): HeldClaim[] => {
        if (dotted && !claim.excludes) return [];
        const held = caseHolds(text, words, { first, last }, claim.form, plural);
        return held === 'no' ? [] : [{ ...claim, plain: claim.form.plain === true || held === 'inside' }];
      });
      if (claims.length > 0) candidates.push({ first, last, claims });
    }
    return candidates;
  }

  #claimsOn(key: string, last: Word): readonly { claim: Claim; plural: number }[] {
    const whole = this.#index.claims(key);
    if (whole.length > 0) return whole.map((claim) => ({ claim, plural: 0 }));
    if (last.kind !== 'letters' || last.end - last.start < 2 || !key.endsWith('s')) return [];
    for (const [singular, plural] of singulars(key)) {
      const claims = this.#index.claims(singular);
      if (claims.length > 0) return claims.map((claim) => ({ claim, plural }));
    }
    return [];
  }
}

/** The longest candidate that some term claims and that neither an exclusion nor a want of evidence silences. */
function longestHeard(
  candidates: readonly Candidate[],
  silences: readonly Silence[],
  speaksOfAi: Evidence,
): Candidate | undefined {
  for (const { first, last, claims } of candidates.toReversed()) {
    const heard = claims.filter(
      ({ term, excludes, plain }) =>
        !excludes &&
        !silences.some(
          (silence) => silence.term === term && silence.first <= first && silence.last >= last,
        ) &&
        (!plain || speaksOfAi()),
    );
    if (heard.length > 0) return { first, last, claims: heard };
  }
  return undefined;
}

function matchOf(words: readonly Word[], { first, last, claims }: Candidate): Match {
  const [likeliest] = claims as readonly [HeldClaim, ...HeldClaim[]];
  return {
    start: (words[first] as Word).start,
    end: (words[last] as Word).end,
    terms: [...new Set(claims.map(({ term }) => term))] as [string, ...string[]],
    form: likeliest.form,
  };
}
