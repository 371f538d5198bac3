import type { Place } from '../glossary/form.ts';
import type { AboutAi, Context, Sensitivity, Signal, SignalInLine } from './evidence.ts';
import type { IndexedTerm } from './form-index.ts';
import { NOTHING_SPELLED, type Recogniser } from './recogniser.ts';

/** The lines of a document, as they are now. */
export interface Lines {
  readonly count: number;
  /** Without its end; `line` is 0-based and less than `count`. */
  text(line: number): string;
}

/** What a reader has chosen, and what the editor knows of a place. */
export interface ReaderContext {
  readonly sensitivity: Sensitivity;
  isMuted(key: string): boolean;
  isWanted(place: Place): boolean;
  place(line: number, offset: number): Place;
}

/** How many UTF-16 units are read to tell what a document is about: imports and introductions stand at its beginning. */
const READ = 60_000;

/** A document shorter than this says too little to tell what it is not about. */
const TOO_SHORT = 400;

/** How much of a line is read: what stands behind it is data. */
const LONGEST_LINE = 2_000;

/** How many different terms settle what a document is about. */
const ENOUGH = 2;

/** In how many lines at the beginning a phrase vouches for everything below: imports. */
const HEAD = 100;

/** How far, in lines, something is near: what vouches for a term, and what speaks against it. */
const NEAR = 60;
const BESIDE = 7;

/** How many different terms of a topic vouch for another one of it. */
const COMPANY = 2;

/** How many lines a change may bring and still leave the lines behind it known. */
const LARGE_EDIT = 1_000;

/** The number that stands for the file's path where lines are numbered. */
const PATH = -1;

/** Looks at a signal; the search ends when it returns `true`. */
type Visitor = (signal: Signal, line: number) => boolean;

/**
 * What a document says of what it is about, line by line. A line is read when it is asked for and kept until it
 * changes, so that an edit costs no more than the lines it touches.
 */
export class DocumentEvidence {
  readonly #recogniser: Recogniser;
  readonly #lines: Lines;
  readonly #path: readonly Signal[];
  readonly #signals: (readonly Signal[] | undefined)[] = [];
  /** `null` while it is not known. */
  #aboutAi: AboutAi | undefined | null = null;

  /** @param path the file's path in its workspace: its words are evidence too */
  constructor(recogniser: Recogniser, lines: Lines, path = '') {
    this.#recogniser = recogniser;
    this.#lines = lines;
    this.#path = recogniser.signals(path);
  }

  /** Tells that some lines were replaced by others; the lines are numbered as before the change. */
  edit(line: number, removed: number, inserted: number): void {
    this.#aboutAi = null;
    if (line >= this.#signals.length) return;
    // A great paste is read anew from there on: what lies behind it is cheaper to read again than to move.
    if (inserted > LARGE_EDIT) this.#signals.length = line;
    else this.#signals.splice(line, removed, ...new Array<undefined>(inserted));
  }

  /** The surroundings of a line's text. */
  at(line: number, reader: ReaderContext): Context {
    return new LineContext(this, line, reader);
  }

  /** Whether a line was read and found to spell no form or phrase. */
  spellsNothing(line: number): boolean {
    return this.#signals[line] === NOTHING_SPELLED;
  }

  /** Whether the document speaks of AI, or else the lines around one do. */
  speaksOfAi(line: number): AboutAi | undefined {
    return this.#speaksOfAi() ?? whatSettles((visit) => this.#around(line, visit));
  }

  #speaksOfAi(): AboutAi | undefined {
    if (this.#aboutAi === null) {
      this.#aboutAi = this.#isShort() ? { because: 'short' } : whatSettles((visit) => this.#beginning(visit));
    }
    return this.#aboutAi;
  }

  #isShort(): boolean {
    let length = 0;
    for (let line = 0; line < this.#lines.count; line++) {
      length += this.#lines.text(line).length + 1;
      if (length >= TOO_SHORT) return false;
    }
    return true;
  }

  /** What vouches for a term near a line; `undefined` when nothing does. */
  company(term: IndexedTerm, line: number): SignalInLine | undefined {
    let company: SignalInLine | undefined;
    const ofTopic = new Set<IndexedTerm>();
    this.#around(line, (signal, at) => {
      const { kind, term: other, plain } = signal;
      if (!other || (kind !== 'term' && kind !== 'with')) return false;
      if (other === term) {
        if (kind !== 'with') return false;
      } else if (kind === 'with') {
        return false;
      } else if (!term.neighbours.has(other.id)) {
        if (plain || other.topic !== term.topic || ofTopic.add(other).size < COMPANY) return false;
      }
      company = { ...signal, line: at };
      return true;
    });
    return company;
  }

  /** A phrase that vouches for a term, near a line or at the document's head. */
  voucher(term: IndexedTerm, line: number): SignalInLine | undefined {
    let voucher: SignalInLine | undefined;
    this.#around(line, (signal, at) => {
      if (signal.kind !== 'with' || signal.term !== term) return false;
      voucher = { ...signal, line: at };
      return true;
    });
    return voucher;
  }

  /** What beside a line means another sense of a term's everyday words. */
  opposition(term: IndexedTerm, line: number): SignalInLine | undefined {
    let opposition: SignalInLine | undefined;
    this.#between(line - BESIDE, line + BESIDE + 1, (signal, at) => {
      if (signal.kind !== 'against' || signal.term !== term) return false;
      opposition = { ...signal, line: at };
      return true;
    });
    return opposition;
  }

  /** How much near a line belongs to a term. */
  relevance(term: IndexedTerm, line: number): number {
    const weights = new Map<string, number>();
    this.#around(line, ({ kind, term: other, text }, at) => {
      if (!other) return false;
      if (other === term) {
        if (kind === 'with') weights.set(text, 4);
      } else if (kind === 'term') {
        const near = term.neighbours.has(other.id) ? 1 : other.topic === term.topic ? 0.1 : 0;
        const weight = near * (at === line ? 3 : 1);
        if (weight > (weights.get(other.id) ?? 0)) weights.set(other.id, weight);
      }
      return false;
    });
    let sum = 0;
    for (const weight of weights.values()) sum += weight;
    return sum;
  }

  #beginning(visit: Visitor): void {
    if (this.#path.some((signal) => visit(signal, PATH))) return;
    for (let line = 0, read = 0; line < this.#lines.count && read < READ; line++) {
      if (this.#between(line, line + 1, visit)) return;
      read += this.#lines.text(line).length + 1;
    }
  }

  /** What may vouch for a term in a line: the lines around, the nearest first, the path, and imports at the head. */
  #around(line: number, visit: Visitor): void {
    if (this.#between(line, line + 1, visit)) return;
    for (let distance = 1; distance <= NEAR; distance++) {
      if (this.#between(line - distance, line - distance + 1, visit)) return;
      if (this.#between(line + distance, line + distance + 1, visit)) return;
    }
    if (this.#path.some((signal) => visit(signal, PATH))) return;
    this.#between(
      0,
      Math.min(HEAD, line - NEAR),
      (signal, at) => signal.kind === 'with' && visit(signal, at),
    );
  }

  #between(from: number, to: number, visit: Visitor): boolean {
    const end = Math.min(to, this.#lines.count);
    for (let line = Math.max(0, from); line < end; line++) {
      const signals = this.#signalsOf(line);
      for (let i = 0; i < signals.length; i++) if (visit(signals[i] as Signal, line)) return true;
    }
    return false;
  }

  #signalsOf(line: number): readonly Signal[] {
    return (this.#signals[line] ??= this.#recogniser.signals(this.#lines.text(line).slice(0, LONGEST_LINE)));
  }
}

/** The surroundings of one line. */
class LineContext implements Context {
  readonly #evidence: DocumentEvidence;
  readonly #line: number;
  readonly #reader: ReaderContext;

  constructor(evidence: DocumentEvidence, line: number, reader: ReaderContext) {
    this.#evidence = evidence;
    this.#line = line;
    this.#reader = reader;
  }

  get sensitivity(): Sensitivity {
    return this.#reader.sensitivity;
  }

  spellsNothing(text: string): boolean {
    return text.length <= LONGEST_LINE && this.#evidence.spellsNothing(this.#line);
  }

  speaksOfAi(): AboutAi | undefined {
    return this.#evidence.speaksOfAi(this.#line);
  }

  company(term: IndexedTerm): SignalInLine | undefined {
    return this.#evidence.company(term, this.#line);
  }

  voucher(term: IndexedTerm): SignalInLine | undefined {
    return term.vouched ? this.#evidence.voucher(term, this.#line) : undefined;
  }

  opposition(term: IndexedTerm): SignalInLine | undefined {
    return term.opposed ? this.#evidence.opposition(term, this.#line) : undefined;
  }

  relevance(term: IndexedTerm): number {
    return this.#evidence.relevance(term, this.#line);
  }

  place(offset: number): Place {
    return this.#reader.place(this.#line, offset);
  }

  isWanted(place: Place): boolean {
    return this.#reader.isWanted(place);
  }

  isMuted(key: string): boolean {
    return this.#reader.isMuted(key);
  }
}

/** What of some signals tells that a text speaks of AI: a phrase of the field, or several terms. */
function whatSettles(look: (visit: Visitor) => void): AboutAi | undefined {
  const terms = new Map<IndexedTerm, SignalInLine>();
  let aboutAi: AboutAi | undefined;
  look((signal, line) => {
    const { kind, term, plain } = signal;
    if (kind === 'field') aboutAi = { because: [{ ...signal, line }] };
    else if (kind === 'term' && !plain && term && !terms.has(term)) {
      terms.set(term, { ...signal, line });
      if (terms.size >= ENOUGH) aboutAi = { because: [...terms.values()] };
    }
    return aboutAi !== undefined;
  });
  return aboutAi;
}
