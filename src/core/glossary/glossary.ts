import { FormIndex, type Claim, type TermData } from '../recognition/form-index.ts';
import { decodeFormIndex, type FormIndexHeader } from '../recognition/form-index-file.ts';
import { Recogniser } from '../recognition/recogniser.ts';
import type { Entry, Term, TermName } from './entry.ts';
import { withFormulas, type Glyphs } from './glyphs.ts';
import { LOCALES, type Localized } from './locale.ts';

/** A term as it can be searched: its names and how it is written. */
export interface ListedTerm extends TermName {
  /** Every way it is written but those the build derived. */
  readonly written: readonly string[];
}

/** A folder of the glossary. */
export interface Topic {
  readonly id: string;
  readonly name: Localized;
  /** The id of the entry a reader new to the topic begins with. */
  readonly start: string;
}

/** What recognition and search load: every term without its entry. Compiled by the build, beside a file of bytes. */
export interface GlossaryIndex extends FormIndexHeader {
  /** Raised when a reader of the old shape could not read the new one. */
  readonly version: typeof INDEX_VERSION;
  /** In the order they are listed. */
  readonly topics: readonly Topic[];
  /** Ids that entries had, or that stand for one (`rag`), and the ids they have. */
  readonly redirects: Readonly<Record<string, string>>;
  /** In the order they are listed. */
  readonly terms: readonly (TermData & TermName)[];
}

export const INDEX_VERSION = 2;

/** Reads the files of a compiled glossary, wherever they lie. All reject when there is no such file. */
export interface GlossaryFiles {
  readIndex(): Promise<string>;
  readForms(): Promise<Uint8Array>;
  readGlyphs(): Promise<string>;
  readEntry(id: string): Promise<string>;
}

/** A compiled glossary that is missing, damaged or of another version. */
export class GlossaryError extends Error {
  override readonly name = 'GlossaryError';
}

/** The terms of a compiled glossary; entries are read when they are asked for. */
export class Glossary {
  readonly recogniser: Recogniser;
  readonly topics: readonly Topic[];
  readonly #files: GlossaryFiles;
  readonly #forms: FormIndex;
  readonly #terms: ReadonlyMap<string, TermName>;
  readonly #redirects: GlossaryIndex['redirects'];
  readonly #entries = new Map<string, Promise<Entry>>();
  #listed: readonly ListedTerm[] | undefined;
  #glyphs: Promise<Glyphs> | undefined;

  private constructor(files: GlossaryFiles, index: GlossaryIndex, forms: FormIndex) {
    this.#files = files;
    this.topics = index.topics;
    if (!index.terms.every(({ id, name }) => id && LOCALES.every((locale) => name[locale]))) {
      throw new TypeError('a term without an id or a name');
    }
    this.#terms = new Map(index.terms.map((term) => [term.id, term]));
    this.#redirects = index.redirects;
    this.#forms = forms;
    this.recogniser = new Recogniser(forms);
  }

  /** Rejects with a `GlossaryError` when the index is missing or damaged. */
  static async load(files: GlossaryFiles): Promise<Glossary> {
    const [index, forms] = await Promise.all([
      parsed<GlossaryIndex>('its index', () => files.readIndex()),
      readOrFail('its index of forms', () => files.readForms()),
    ]);
    if (index.version !== INDEX_VERSION) throw new GlossaryError('its index is not one this version reads');
    try {
      return new Glossary(
        files,
        index as GlossaryIndex,
        new FormIndex(decodeFormIndex(index as GlossaryIndex, forms)),
      );
    } catch (cause) {
      throw new GlossaryError('its index is damaged', { cause });
    }
  }

  /** By its id, or one that it had; `undefined` when the glossary has no such term. */
  term(id: string): TermName | undefined {
    return this.#terms.get(this.#redirects[id] ?? id);
  }

  /** The terms whose entries name a term as related, and which its own entry does not name. */
  namedBy({ id, related, confusedWith }: Entry): readonly TermName[] {
    const named = new Set([...related, ...confusedWith]);
    const neighbours = this.#forms.neighbours(this.#forms.data.terms.findIndex((term) => term.id === id));
    return this.termsOf(neighbours.filter((neighbour) => !named.has(neighbour)));
  }

  /** Terms by id, those that are not there left out. */
  termsOf(ids: readonly string[]): readonly TermName[] {
    return ids.flatMap((id) => this.term(id) ?? []);
  }

  /** Every term with the ways it is written, in the order they are listed; gathered at the first search. */
  get terms(): readonly ListedTerm[] {
    return (this.#listed ??= this.#list());
  }

  /** The topic of a term; one that is made of its id where the index does not know it. */
  topicOf({ id, topic }: Pick<Term, 'id' | 'topic'>): Topic {
    const known = this.topics.find((each) => each.id === topic);
    return known ?? { id: topic, name: { en: topic, 'zh-CN': topic }, start: id };
  }

  /** Rejects with a `GlossaryError` when the entry is missing or damaged. */
  entry(id: string): Promise<Entry> {
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = Promise.all([this.#readEntry(id), this.#readGlyphs()]).then((read) => withFormulas(...read));
      this.#entries.set(id, entry);
      // A failure is not remembered: the file may be there again the next time.
      entry.catch(() => this.#entries.delete(id));
    }
    return entry;
  }

  async #readEntry(id: string): Promise<Entry> {
    const read = await parsed<Entry>(`the entry of "${id}"`, () => this.#files.readEntry(id));
    const { related, confusedWith, snippets, forms } = read;
    if (
      ![related, confusedWith, snippets, forms].every(Array.isArray) ||
      read.id !== id ||
      !LOCALES.every((locale) => read.text?.[locale]) ||
      !read.sources?.[0] ||
      !read.formulas
    ) {
      throw new GlossaryError(`the entry of "${id}" is not one this version reads`);
    }
    return read as Entry;
  }

  #readGlyphs(): Promise<Glyphs> {
    if (!this.#glyphs) {
      this.#glyphs = parsed<Glyphs>('its outlines of formulas', () => this.#files.readGlyphs()).then(
        (read) => {
          if (!Array.isArray(read))
            throw new GlossaryError('its outlines of formulas are not what this version reads');
          return read as Glyphs;
        },
      );
      this.#glyphs.catch(() => (this.#glyphs = undefined));
    }
    return this.#glyphs;
  }

  #list(): readonly ListedTerm[] {
    const written = new Map<string, string[]>();
    const list = (id: string, { text, derived }: Claim) => {
      if (!derived) written.set(id, [...(written.get(id) ?? []), text]);
    };
    for (const claim of this.#forms.forms()) if (claim.term) list(claim.term.id, claim);
    return [...this.#terms.values()].map((term) => ({ ...term, written: written.get(term.id) ?? [] }));
  }
}

async function readOrFail<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new GlossaryError(`${what} cannot be read`, { cause });
  }
}

/** Reads JSON that should be a `T`; that it is one is for the caller to see. */
async function parsed<T extends object>(what: string, read: () => Promise<string>): Promise<Partial<T>> {
  const text = await readOrFail(what, read);
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new GlossaryError(`${what} is damaged`, { cause });
  }
  throw new GlossaryError(`${what} is damaged`);
}
