import { defaultCase, type Form, type Need } from '../../core/glossary/form.ts';
import { boundariesOf } from '../../core/recognition/form-index.ts';
import { formKey } from '../../core/recognition/form-key.ts';
import { strings } from './rule.ts';
import type { SourceFile } from './source-file.ts';

/** The lists of the front matter that say what has to vouch for a form. */
export const NEEDS: Readonly<Record<string, Need>> = { plain: 'field', weak: 'company' };

/** Every form of an entry: those with rules of their own first, then names, abbreviation and aliases. */
export function formsOf({ data }: SourceFile): readonly Form[] {
  const forms = new Map<string, readonly Form[]>();
  const explicit = (Array.isArray(data['forms']) ? data['forms'] : []) as (Partial<Form> & {
    text: string;
  })[];
  for (const form of explicit) add({ ...form, case: form.case ?? defaultCase(form.text) });
  const names = Object.values((data['name'] ?? {}) as Record<string, string>).flatMap(withoutAddition);
  for (const text of [data['abbreviation'], ...names, ...strings(data['aliases'])]) {
    if (typeof text === 'string') add({ text, case: defaultCase(text) });
  }
  for (const [list, needs] of Object.entries(NEEDS)) {
    for (const key of strings(data[list]).map(formKey)) {
      const known = forms.get(key);
      if (known)
        forms.set(
          key,
          known.map((form) => ({ ...form, needs })),
        );
    }
  }
  return [...forms.values()].flat();

  function add(form: Form) {
    // Case tells CLIP from clip, so forms that differ only in it are the same form with two rules: the first wins.
    // Those that may be parted elsewhere (KNN, k-NN) are two.
    const key = formKey(form.text);
    const known = forms.get(key) ?? [];
    if (known.some(({ text }) => sameBoundaries(text, form.text))) return;
    forms.set(key, [...known, known[0] ? { ...known[0], text: form.text } : form]);
  }
}

/** Whether two ways of writing a key may be parted at the same places by the same signs; ordinary joints are alike. */
function sameBoundaries(a: string, b: string): boolean {
  const signature = (text: string) =>
    [...boundariesOf(text)].map(([at, gap]) => `${at}${gap.replace(/^[\s_\-\u2010-\u2013]$/, '')}`).join();
  return signature(a) === signature(b);
}

/** A name without what is added to tell it from others: `Lion (optimizer)` is written nowhere, 稳定扩散（SD） is not whole. */
function withoutAddition(name: string): readonly string[] {
  if (name.includes('(')) return [];
  return [name.replace(/（[^）]*）$/, '')];
}
