import { FormIndex } from '../recognition/form-index.ts';
import { Recogniser } from '../recognition/recogniser.ts';
import type { Entry, Term } from './entry.ts';
import { LOCALES, type Localized } from './locale.ts';

/** What recognition and search load: every term without its entry. Compiled by the build. */
export interface GlossaryIndex {
  /** Raised when a reader of the old shape could not read the new one. */
  readonly version: 1;
  /** In the order they are listed. */
  readonly topics: readonly { readonly id: string; readonly name: Localized }[];
  readonly terms: readonly Term[];
}

/** Reads the files of a compiled glossary, wherever they lie. Both reject when there is no such file. */
export interface GlossaryFiles {
  readIndex(): Promise<string>;
  readEntry(id: string): Promise<string>;
}

/** A compiled glossary that is missing, damaged or of another version. */
export class GlossaryError extends Error {
  override readonly name = 'GlossaryError';
}

/** The terms of a compiled glossary; entries are read when they are asked for. */
export class Glossary {
  readonly recogniser: Recogniser;
  readonly terms: readonly Term[];
  readonly topics: GlossaryIndex['topics'];
  readonly #files: GlossaryFiles;
  readonly #terms: ReadonlyMap<string, Term>;
  readonly #entries = new Map<string, Promise<Entry>>();

  private constructor(files: GlossaryFiles, { terms, topics }: GlossaryIndex) {
    this.#files = files;
    this.terms = terms;
    this.topics = topics;
    this.#terms = new Map(terms.map((term) => [term.id, term]));
    this.recogniser = new Recogniser(new FormIndex(terms));
  }

  /** Rejects with a `GlossaryError` when the index is missing or damaged. */
  static async load(files: GlossaryFiles): Promise<Glossary> {
    const index = await parsed<GlossaryIndex>('its index', () => files.readIndex());
    if (index.version !== 1 || !Array.isArray(index.terms) || !Array.isArray(index.topics)) {
      throw new GlossaryError('its index is not one this version reads');
    }
    try {
      return new Glossary(files, index as GlossaryIndex);
    } catch (cause) {
      throw new GlossaryError('its index is damaged', { cause });
    }
  }

  /** `undefined` when the glossary has no such term. */
  term(id: string): Term | undefined {
    return this.#terms.get(id);
  }

  /** Terms by id, those that are not there left out. */
  termsOf(ids: readonly string[]): readonly Term[] {
    return ids.flatMap((id) => this.term(id) ?? []);
  }

  /** The topic's name; its id where the index does not name it. */
  topicName({ topic }: Pick<Term, 'topic'>): Localized {
    return this.topics.find(({ id }) => id === topic)?.name ?? { en: topic, 'zh-CN': topic };
  }

  /** Rejects with a `GlossaryError` when the entry is missing or damaged. */
  entry(id: string): Promise<Entry> {
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = parsed<Entry>(`the entry of "${id}"`, () => this.#files.readEntry(id)).then((read) => {
        const { related, confusedWith, snippets, forms } = read;
        if (
          ![related, confusedWith, snippets, forms].every(Array.isArray) ||
          read.id !== id ||
          !LOCALES.every((locale) => read.text?.[locale]) ||
          !read.sources?.[0]
        ) {
          throw new GlossaryError(`the entry of "${id}" is not one this version reads`);
        }
        return read as Entry;
      });
      this.#entries.set(id, entry);
      // A failure is not remembered: the file may be there again the next time.
      entry.catch(() => this.#entries.delete(id));
    }
    return entry;
  }
}

/** Reads JSON that should be a `T`; that it is one is for the caller to see. */
async function parsed<T extends object>(what: string, read: () => Promise<string>): Promise<Partial<T>> {
  let text: string;
  try {
    text = await read();
  } catch (cause) {
    throw new GlossaryError(`${what} cannot be read`, { cause });
  }
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new GlossaryError(`${what} is damaged`, { cause });
  }
  throw new GlossaryError(`${what} is damaged`);
}
