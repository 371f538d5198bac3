import { atKey, strings, type Rule } from '../rule.ts';

/** Related and confusable terms exist, none is the entry itself, none stands twice. */
export const relations: Rule = function* (file, library) {
  const seen = new Set<string>();
  for (const key of ['related', 'confused-with']) {
    for (const [i, id] of strings(file.data[key]).entries()) {
      if (id === file.id) yield atKey(file, [key, i], 'the entry names itself', 'take it out');
      else if (!library.files.has(id))
        yield atKey(file, [key, i], `"${id}" is no entry`, 'write that entry or take the id out');
      else if (seen.has(id))
        yield atKey(
          file,
          [key, i],
          `"${id}" stands twice`,
          'name it once, in confused-with if it is mistaken for this one',
        );
      seen.add(id);
    }
  }
  if (strings(file.data['related']).length + strings(file.data['confused-with']).length === 0) {
    yield atKey(file, ['related'], 'no related term', 'name the terms a reader looks up next');
  }
};
