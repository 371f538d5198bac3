import type { Term } from '../glossary/entry.ts';
import { FORM_CASES, PLACES, type Form, type FormCase, type Need, type Place } from '../glossary/form.ts';
import { Beginnings } from './beginnings.ts';
import { exclusionsOf, type Exclusion } from './exclusion.ts';
import { formKey } from './form-key.ts';
import { KeyTrie, type KeyTrieData } from './key-trie.ts';
import { HAN_CHARACTER, Words } from './word.ts';

/** What recognition has to know of a term. */
export type RecognisedTerm = Pick<
  Term,
  'id' | 'topic' | 'forms' | 'exclusions' | 'with' | 'against' | 'family' | 'general' | 'related'
>;

/** A term as evidence sees it: its place among the others. */
export interface IndexedTerm {
  readonly id: string;
  readonly topic: string;
  readonly family: boolean;
  readonly general: boolean;
  /** Whether there are words that speak against it, and phrases that vouch for it. */
  readonly opposed: boolean;
  readonly vouched: boolean;
  /** Ids of the terms that name this one as related, or are named by it. */
  readonly neighbours: ReadonlySet<string>;
}

/**
 * What a phrase is to a term: a `form` of it; one that vouches for it (`with`) or speaks `against` it. A phrase of the
 * `field` has no term: it tells what a text is about.
 */
export type ClaimKind = 'form' | 'with' | 'against' | 'field';

const CLAIM_KINDS: readonly ClaimKind[] = ['form', 'with', 'against', 'field'];
const NEEDS: readonly (Need | undefined)[] = [undefined, 'field', 'company'];
const SHARED: readonly (Form['shared'] | undefined)[] = [undefined, true, 'first'];

/** A term's claim on a phrase. */
export interface Claim {
  readonly kind: ClaimKind;
  /** Undefined for a phrase of the field. */
  readonly term: IndexedTerm | undefined;
  readonly text: string;
  readonly case: FormCase;
  readonly needs: Need | undefined;
  readonly shared: Form['shared'] | undefined;
  readonly in: readonly Place[] | undefined;
  /** Whether the build made it of another form. */
  readonly derived: boolean;
  /** What stands between its words, by how many letters of the key stand before. */
  readonly boundaries: ReadonlyMap<number, string>;
  /** For a form: between what it is not the term. */
  readonly exclusions: readonly Exclusion[];
}

/** Who claims a key: forms of terms, and phrases that are none. Not both are empty. */
export interface KeyClaims {
  readonly key: string;
  readonly forms: readonly Claim[];
  readonly phrases: readonly Claim[];
}

/** A form index as it is written to a file: numbers and texts, no objects. */
export interface FormIndexData extends KeyTrieData {
  readonly terms: readonly TermData[];
  /** By key, its first claim; the last number is the end. */
  readonly claimStarts: Uint32Array;
  /** By claim: the number of its term, or `terms.length`. */
  readonly claimTerms: Uint16Array;
  /** By claim: kind, case, need, sharing and places in bits. */
  readonly claimRules: Uint16Array;
  /** All claims' texts, one behind the other. */
  readonly claimTexts: string;
  /** By claim, where its text starts; the last number is the end. */
  readonly claimTextStarts: Uint32Array;
  /** By term, where its neighbours start among all; the last number is the end. */
  readonly neighbourStarts: Uint32Array;
  /** Numbers of terms. */
  readonly neighbours: Uint16Array;
  /** The bits of `Beginnings`. */
  readonly beginnings: Int32Array;
}

/** A term in a form index's file. */
export interface TermData {
  readonly id: string;
  readonly topic: string;
  readonly family?: true;
  readonly general?: true;
  readonly opposed?: true;
  readonly vouched?: true;
  /** Phrases in which it is not meant, one a line. */
  readonly not?: string;
}

/** Finds who claims a phrase by the phrase's key. */
export class FormIndex {
  readonly trie: KeyTrie;
  readonly beginnings: Beginnings;
  readonly data: FormIndexData;
  readonly #terms: (IndexedTerm | undefined)[];
  readonly #claims: (KeyClaims | undefined)[];

  constructor(data: FormIndexData) {
    this.data = data;
    this.trie = new KeyTrie(data);
    this.beginnings = new Beginnings(data.beginnings);
    this.#terms = new Array<IndexedTerm | undefined>(data.terms.length);
    this.#claims = new Array<KeyClaims | undefined>(this.trie.size);
  }

  /** Builds the index of some terms; `field` are phrases that tell what a text is about, of no term. */
  static of(terms: readonly RecognisedTerm[], field: readonly string[] = []): FormIndex {
    return new FormIndex(indexDataOf(terms, field));
  }

  /** The claims on a key of the trie, by its number. */
  claims(number: number): KeyClaims {
    return (this.#claims[number] ??= this.#readClaims(number));
  }

  /** All claims of terms on forms, in the order of their keys. */
  *forms(): Iterable<Claim> {
    for (let number = 0; number < this.trie.size; number++) yield* this.claims(number).forms;
  }

  #readClaims(number: number): KeyClaims {
    const { claimStarts, claimTerms, claimRules, claimTexts, claimTextStarts } = this.data;
    const key = this.trie.key(number);
    const forms: Claim[] = [];
    const phrases: Claim[] = [];
    for (let i = claimStarts[number] as number; i < (claimStarts[number + 1] as number); i++) {
      const text = claimTexts.slice(claimTextStarts[i], claimTextStarts[i + 1]);
      const rule = unpackRule(claimRules[i] as number);
      const term = claimTerms[i] as number;
      const isForm = rule.kind === 'form';
      (isForm ? forms : phrases).push({
        ...rule,
        term: this.#term(term),
        text,
        boundaries: boundariesOf(text),
        exclusions: isForm ? exclusionsOf(this.data.terms[term]?.not?.split('\n') ?? [], key) : [],
      });
    }
    return { key, forms, phrases };
  }

  /** Ids of the terms that name a term as related or are named by it, by the term's number. */
  neighbours(number: number): readonly string[] {
    const { neighbourStarts, neighbours, terms } = this.data;
    const numbers = neighbours.subarray(neighbourStarts[number], neighbourStarts[number + 1]);
    return Array.from(numbers, (neighbour) => terms[neighbour]?.id).filter((id) => id !== undefined);
  }

  #term(number: number): IndexedTerm | undefined {
    const data = this.data.terms[number];
    if (!data) return undefined;
    return (this.#terms[number] ??= {
      id: data.id,
      topic: data.topic,
      family: data.family === true,
      general: data.general === true,
      opposed: data.opposed === true,
      vouched: data.vouched === true,
      neighbours: new Set(this.neighbours(number)),
    });
  }
}

type Rule = Pick<Claim, 'kind' | 'case' | 'needs' | 'shared' | 'in' | 'derived'>;

const DERIVED = 1 << 13;

function packRule(rule: Rule): number {
  const places = rule.in ? rule.in.reduce((bits, place) => bits | (1 << PLACES.indexOf(place)), 0) : 0;
  return (
    CLAIM_KINDS.indexOf(rule.kind) |
    (FORM_CASES.indexOf(rule.case) << 3) |
    (NEEDS.indexOf(rule.needs) << 5) |
    (SHARED.indexOf(rule.shared) << 7) |
    (places << 9) |
    (rule.derived ? DERIVED : 0)
  );
}

function unpackRule(bits: number): Rule {
  const places = (bits >> 9) & 15;
  return {
    kind: CLAIM_KINDS[bits & 7] as ClaimKind,
    case: FORM_CASES[(bits >> 3) & 3] as FormCase,
    needs: NEEDS[(bits >> 5) & 3],
    shared: SHARED[(bits >> 7) & 3],
    in: places ? PLACES.filter((_, i) => places & (1 << i)) : undefined,
    derived: (bits & DERIVED) !== 0,
  };
}

function indexDataOf(terms: readonly RecognisedTerm[], field: readonly string[]): FormIndexData {
  const byKey = new Map<string, { term: number; text: string; rule: number }[]>();
  const add = (term: number, text: string, rule: Partial<Rule> & Pick<Rule, 'kind'>) => {
    const key = formKey(text);
    if (!key) return;
    const claim = {
      term,
      text,
      rule: packRule({
        case: 'any',
        needs: undefined,
        shared: undefined,
        in: undefined,
        derived: false,
        ...rule,
      }),
    };
    const claims = byKey.get(key);
    if (claims) claims.push(claim);
    else byKey.set(key, [claim]);
  };
  for (const [number, term] of terms.entries()) {
    for (const { text, ...form } of term.forms) add(number, text, { kind: 'form', ...form });
    for (const text of term.with ?? []) add(number, text, { kind: 'with' });
    for (const text of term.against ?? []) add(number, text, { kind: 'against' });
  }
  for (const text of field) add(terms.length, text, { kind: 'field' });

  const neighbours = neighboursOf(terms);
  const { data } = KeyTrie.of([...byKey.keys()]);
  const claimStarts = new Uint32Array(byKey.size + 1);
  const claims = Array.from({ length: byKey.size }, (_, key) => {
    const found = byKey.get(data.keys.slice(data.keyStarts[key], data.keyStarts[key + 1])) ?? [];
    claimStarts[key + 1] = (claimStarts[key] as number) + found.length;
    return found;
  }).flat();
  return {
    ...data,
    terms: terms.map(termDataOf),
    claimStarts,
    claimTerms: Uint16Array.from(claims, ({ term }) => term),
    claimRules: Uint16Array.from(claims, ({ rule }) => rule),
    claimTexts: claims.map(({ text }) => text).join(''),
    claimTextStarts: startsOf(claims.map(({ text }) => text.length)),
    neighbourStarts: startsOf(neighbours.map(({ length }) => length)),
    neighbours: Uint16Array.from(neighbours.flat()),
    beginnings: Beginnings.of(
      [...byKey].map(([key, all]) => ({
        key,
        stops: [key.length, ...all.flatMap(({ text }) => [...boundariesOf(text).keys()])],
      })),
    ).bits,
  };
}

function termDataOf({
  id,
  topic,
  family,
  general,
  against,
  with: vouching,
  exclusions,
}: RecognisedTerm): TermData {
  return {
    id,
    topic,
    ...(family && { family }),
    ...(general && { general }),
    ...(against?.length && { opposed: true as const }),
    ...(vouching?.length && { vouched: true as const }),
    ...(exclusions.length > 0 && { not: exclusions.join('\n') }),
  };
}

/** By term, the numbers of those that name it as related or are named by it. */
function neighboursOf(terms: readonly RecognisedTerm[]): readonly (readonly number[])[] {
  const numbers = new Map(terms.map(({ id }, number) => [id, number]));
  const neighbours = terms.map(() => new Set<number>());
  for (const [number, { related }] of terms.entries()) {
    for (const id of related) {
      const other = numbers.get(id);
      if (other === undefined) continue;
      neighbours[number]?.add(other);
      neighbours[other]?.add(number);
    }
  }
  return neighbours.map((each) => [...each]);
}

/** Where each of some lists starts when they stand one behind the other; the last number is the end. */
function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) starts[i + 1] = (starts[i] as number) + length;
  return starts;
}

const words = new Words();

/** Where a phrase's own words, humps and digits part, and by what: only there may a text part them. */
export function boundariesOf(text: string): ReadonlyMap<number, string> {
  const boundaries = new Map<number, string>();
  words.read(text);
  for (let i = 0, letters = 0; i < words.count; i++) {
    // Han characters are written without blanks: only a blank of the form's own parts them.
    const afterHan =
      i > 0 && words.end(i - 1) === words.start(i) && words.kind(i) === words.kind(i - 1) && isHanWord(i);
    if (i > 0 && !afterHan) boundaries.set(letters, text.slice(words.end(i - 1), words.start(i)));
    letters += words.end(i) - words.start(i);
  }
  return boundaries;
}

function isHanWord(word: number): boolean {
  return words.kind(word) === HAN_CHARACTER;
}
