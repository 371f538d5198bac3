import type { Term } from '../glossary/entry.ts';
import type { Form } from '../glossary/form.ts';
import { formKey } from './form-key.ts';

/** A term's claim on a form; `excludes` when it says that what it holds of the term's forms is not the term. */
export interface Claim {
  readonly term: string;
  readonly form: Form;
  readonly excludes?: true;
}

/** Finds who claims a form by the form's key. */
export class FormIndex {
  readonly #claims = new Map<string, Claim[]>();
  #longest = 0;

  constructor(terms: Iterable<Pick<Term, 'id' | 'forms' | 'exclusions'>>) {
    for (const { id, forms, exclusions } of terms) {
      for (const form of forms) this.#add({ term: id, form });
      for (const text of exclusions) this.#add({ term: id, form: { text, case: 'any' }, excludes: true });
    }
  }

  /** The length of the longest key, in UTF-16 units. */
  get longest(): number {
    return this.#longest;
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
    this.#longest = Math.max(this.#longest, key.length);
  }
}
