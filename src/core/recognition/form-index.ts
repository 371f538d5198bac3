import type { Term } from '../glossary/entry.ts';
import type { Form } from '../glossary/form.ts';
import { formKey } from './form-key.ts';

/** A term's claim on a form; `excludes` when it says that what it holds of the term's forms is not the term. */
export interface Claim {
  readonly term: string;
  readonly form: Form;
  readonly excludes?: true;
}

/** How many characters of a key tell whether to read on: most words are the start of no form. */
const START = 4;

/** Finds who claims a form by the form's key. */
export class FormIndex {
  readonly #claims = new Map<string, Claim[]>();
  /** The length of the longest key by its first characters. */
  readonly #longest = new Map<string, number>();

  constructor(terms: Iterable<Pick<Term, 'id' | 'forms' | 'exclusions'>>) {
    for (const { id, forms, exclusions } of terms) {
      for (const form of forms) this.#add({ term: id, form });
      for (const text of exclusions) this.#add({ term: id, form: { text, case: 'any' }, excludes: true });
    }
  }

  /** The length of the longest key that begins as `key` does, in UTF-16 units; 0 when none does. */
  longestLike(key: string): number {
    return this.#longest.get(key.slice(0, START)) ?? 0;
  }

  /** The claims on a key; empty when nobody claims it. */
  claims(key: string): readonly Claim[] {
    return this.#claims.get(key) ?? [];
  }

  #add(claim: Claim): void {
    const key = formKey(claim.form.text);
    const claims = this.#claims.get(key);
    if (claims) claims.push(claim);
    else this.#claims.set(key, [claim]);
    for (let length = 1; length <= START; length++) {
      // A short key may be met in the plural.
      const start = `${key}s`.slice(0, length);
      this.#longest.set(start, Math.max(this.#longest.get(start) ?? 0, key.length));
    }
  }
}
