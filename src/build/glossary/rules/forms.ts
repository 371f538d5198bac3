import { exclusionsOf } from '../../../core/recognition/exclusion.ts';
import { formKey } from '../../../core/recognition/form-key.ts';
import { formsOf, NEEDS } from '../forms.ts';
import { atKey, strings, type Library, type Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';

/** Every form holds letters, and no two entries claim the same one unless both say `shared`. */
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
  for (const list of Object.keys(NEEDS)) {
    for (const [i, word] of strings(file.data[list]).entries()) {
      if (!own.has(formKey(word)))
        yield atKey(
          file,
          [list, i],
          `"${word}" is no form of this entry`,
          'name it under aliases too, or take it out',
        );
    }
  }
  for (const list of ['not', 'with', 'against']) {
    for (const [i, phrase] of strings(file.data[list]).entries()) {
      if (!formKey(phrase))
        yield atKey(file, [list, i], `the phrase "${phrase}" holds no letter`, 'take it out');
    }
  }
};

/** Every exclusion holds a form of its entry: one that does not can silence nothing. */
export const exclusions: Rule = function* (file) {
  const keys = formsOf(file).map(({ text }) => formKey(text));
  for (const [i, phrase] of strings(file.data['not']).entries()) {
    if (!formKey(phrase)) continue;
    if (!keys.some((key) => exclusionsOf([phrase], key).length > 0)) {
      yield atKey(
        file,
        ['not', i],
        `"${phrase}" holds no form of this entry with something around it`,
        'take it out',
      );
    }
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
        owners.set(key, [...(owners.get(key) ?? []), { file, shared: form.shared !== undefined }]);
      }
    }
  }
  return owners;
}
