import { formKey } from '../../../core/recognition/form-key.ts';
import { formsOf } from '../forms.ts';
import { atKey, strings, type Library, type Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';

/** Every form holds letters, and no two entries claim the same one unless both say `shared: true`. */
export const forms: Rule = function* (file, library) {
  const owners = ownersOfForms(library);
  const own = new Map(formsOf(file).map((form) => [formKey(form.text), form]));
  for (const [key, form] of own) {
    if (!key) {
      yield atKey(file, ['forms'], `the form "${form.text}" holds no letter or digit`, 'take it out');
      continue;
    }
    for (const owner of owners.get(key) ?? []) {
      if (owner.file === file || (form.shared && owner.shared)) continue;
      yield atKey(
        file,
        ['name'],
        `the form "${form.text}" belongs to ${owner.file.path} too`,
        'take it out of one entry, or list it under forms with shared: true in both',
      );
    }
  }
  for (const [i, word] of strings(file.data['plain']).entries()) {
    if (!own.has(formKey(word)))
      yield atKey(
        file,
        ['plain', i],
        `"${word}" is no form of this entry`,
        'name it under aliases too, or take it out',
      );
  }
  for (const [i, phrase] of strings(file.data['not']).entries()) {
    if (!formKey(phrase))
      yield atKey(file, ['not', i], `the exclusion "${phrase}" holds no letter`, 'take it out');
  }
};

interface Owner {
  readonly file: SourceFile;
  readonly shared: boolean;
}

const ownersByLibrary = new WeakMap<Library, Map<string, Owner[]>>();

function ownersOfForms(library: Library): Map<string, Owner[]> {
  let owners = ownersByLibrary.get(library);
  if (!owners) {
    ownersByLibrary.set(library, (owners = new Map<string, Owner[]>()));
    for (const file of library.files.values()) {
      for (const form of formsOf(file)) {
        const key = formKey(form.text);
        owners.set(key, [...(owners.get(key) ?? []), { file, shared: form.shared === true }]);
      }
    }
  }
  return owners;
}
