import { defaultCase, type Form, type FormCase } from '../../core/glossary/form.ts';
import { formKey } from '../../core/recognition/form-key.ts';
import { strings } from './rule.ts';
import type { SourceFile } from './source-file.ts';

/** Every form of an entry: those with rules of their own first, then names, abbreviation and aliases. */
export function formsOf({ data }: SourceFile): readonly Form[] {
  const forms = new Map<string, Form>();
  const explicit = (Array.isArray(data['forms']) ? data['forms'] : []) as {
    text: string;
    case?: FormCase;
    shared?: true;
  }[];
  for (const { text, case: formCase = defaultCase(text), shared } of explicit) {
    add({ text, case: formCase, ...(shared && { shared }) });
  }
  const names = Object.values((data['name'] ?? {}) as Record<string, string>);
  for (const text of [data['abbreviation'], ...names, ...strings(data['aliases'])]) {
    if (typeof text === 'string') add({ text, case: defaultCase(text) });
  }
  const plain = new Set(strings(data['plain']).map(formKey));
  return [...forms].map(([key, form]) => (plain.has(key) ? { ...form, plain: true } : form));

  function add(form: Form) {
    // Case tells CLIP from clip, so forms that differ only in it are the same form with two rules: the first wins.
    const key = formKey(form.text);
    if (!forms.has(key)) forms.set(key, form);
  }
}
