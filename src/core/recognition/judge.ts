import type { Need } from '../glossary/form.ts';
import type { Candidate } from './candidate.ts';
import { judgeCase } from './case-rule.ts';
import { isExcluded } from './exclusion.ts';
import type { Context } from './evidence.ts';
import type { Claim, IndexedTerm } from './form-index.ts';
import { CLOSE, endOfVersion, isLoneLetter, jointBefore } from './joint.ts';
import type { Judgement, Ruling } from './match.ts';
import { isInOpaqueRun } from './opaque-run.ts';
import type { Span, Words } from './word.ts';

/** A phrase found in a text: inside one that vouches, its term is meant beyond doubt. */
export interface Phrase extends Span {
  readonly claim: Claim;
}

const SHOWN: Ruling = { verdict: 'shown' };
const WRONG_CASE: Ruling = { verdict: 'case' };

/**
 * Judges each form among the claims on a candidate, in the order of the rules: case, phrases around, place, what the
 * reader has muted, what has to vouch for it.
 */
export function judgeForms(
  text: string,
  words: Words,
  candidate: Candidate,
  phrases: readonly Phrase[],
  context: Context,
): readonly Judgement[] {
  const { first, last, claims, plural } = candidate;
  const { forms, key } = claims;
  const start = words.start(first);
  if (forms.length === 0 || isInOpaqueRun(text, start, words.end(last))) return NO_JUDGEMENTS;
  let judgements: Judgement[] | undefined;
  for (let i = 0; i < forms.length; i++) {
    const form = forms[i] as Claim;
    const { term } = form;
    if (!term || !isPartedLike(form, text, words, candidate)) continue;
    const writing = judgeCase(text, words, candidate, form, plural);
    const otherCase = writing !== 'as-written';
    const ruling =
      byExclusions(form, text, words, candidate) ??
      byPhrases(phrases, candidate, term) ??
      byReader(form, start, key, context) ??
      bySpelling(form, text, words, candidate, context) ??
      (writing === 'no' ? byCase(form, term, context) : byEvidence(form, term, otherCase, context));
    const end = words.end(term.family && plural === 0 ? endOfVersion(text, words, last) : last);
    (judgements ??= []).push({ start, end, term, form, otherCase, ruling });
  }
  return judgements ?? NO_JUDGEMENTS;
}

const NO_JUDGEMENTS: readonly Judgement[] = [];

/**
 * Whether words are parted only where a phrase itself may be (`in_struct` is no `instruct`), and by signs only where it
 * is written with them (`llama.cpp`); a phrase that is no form may have a dot anywhere (`torch.nn`).
 */
export function isPartedLike(
  { kind, boundaries }: Claim,
  text: string,
  words: Words,
  { first, last }: Span,
): boolean {
  let letters = 0;
  for (let i = first; i < last; i++) {
    const end = words.end(i);
    const next = words.start(i + 1);
    letters += end - words.start(i);
    if (next === end) continue;
    const own = boundaries.get(letters);
    // The W of `Adam W. Smith` is not AdamW's.
    if (own === '' && i + 1 === last && isInitial(text, words, last)) return false;
    if (jointBefore(text, words, i + 1) === CLOSE) {
      // A slash parts lone letters (`A/B`, `Q/K/V`), which are also written together.
      if (own === undefined && text[end] !== '/') return false;
    } else {
      const gap = text.slice(end, next);
      if (gap !== own && (own === undefined || gap !== '.' || kind === 'form')) return false;
    }
  }
  return true;
}

/** Whether a word is a lone letter behind a blank. */
function isInitial(text: string, words: Words, word: number): boolean {
  return isLoneLetter(words, word) && text[words.start(word) - 1] === ' ';
}

function byExclusions(form: Claim, text: string, words: Words, span: Span): Ruling | undefined {
  for (const exclusion of form.exclusions) {
    if (isExcluded(text, words, span, exclusion)) return { verdict: 'excluded', phrase: exclusion.phrase };
  }
  return undefined;
}

function byPhrases(phrases: readonly Phrase[], { first, last }: Span, term: IndexedTerm): Ruling | undefined {
  for (const { claim, first: from, last: to } of phrases) {
    if (claim.kind === 'with' && claim.term === term && from <= first && to >= last) {
      return { verdict: 'shown', phrase: claim.text };
    }
  }
  return undefined;
}

/** Letters that a form's rule does not admit: below `import clip`, `clip` is CLIP all the same. */
function byCase(form: Claim, term: IndexedTerm, context: Context): Ruling {
  const voucher = form.case === 'compound' ? context.voucher(term) : undefined;
  if (!voucher) return WRONG_CASE;
  const opposing = context.opposition(term);
  return opposing ? { verdict: 'opposed', nearby: opposing } : { verdict: 'shown', nearby: voucher };
}

function byReader(form: Claim, start: number, key: string, context: Context): Ruling | undefined {
  if (context.isMuted(key)) return { verdict: 'muted' };
  if (!context.isWanted(context.place(start))) return { verdict: 'unwanted-place' };
  if (form.in && !form.in.includes(context.place(start))) return { verdict: 'place' };
  return undefined;
}

/**
 * What a name's blanks may be: an API's name (`useChat`) has none ("use chat"), and an argument's (`in_features`) may be
 * said with blanks, but in code these part it: `x in features`.
 */
function bySpelling(
  { text: form }: Claim,
  text: string,
  words: Words,
  { first, last }: Span,
  context: Context,
): Ruling | undefined {
  if (first === last || !text.slice(words.start(first), words.end(last)).includes(' ')) return undefined;
  const isOneWord =
    CAMEL_CASE.test(form) || (form.includes('_') && context.place(words.start(first)) === 'code');
  return isOneWord ? WRONG_CASE : undefined;
}

const CAMEL_CASE = /^[a-z][a-z0-9]*[A-Z][^ ]*$/;

function byEvidence(form: Claim, term: IndexedTerm, otherCase: boolean, context: Context): Ruling {
  const everyday = otherCase || form.needs !== undefined;
  if (!everyday) return SHOWN;
  const opposing = context.opposition(term);
  if (opposing) return { verdict: 'opposed', nearby: opposing };
  const need = needOf(form.needs, context);
  if (need === undefined) return SHOWN;
  const aboutAi = context.speaksOfAi();
  if (!aboutAi) return { verdict: 'field' };
  if (need === 'field') return { verdict: 'shown', aboutAi };
  const company = context.company(term);
  return company ? { verdict: 'shown', nearby: company } : { verdict: 'company' };
}

/** What has to vouch for an everyday word, for a reader of some sensitivity. */
function needOf(need: Need = 'field', { sensitivity }: Context): Need | undefined {
  switch (sensitivity) {
    case 'strict':
      return 'company';
    case 'balanced':
      return need;
    case 'eager':
      return need === 'company' ? 'field' : undefined;
  }
}
