import { FORM_CASES, PLACES } from '../../../core/glossary/form.ts';
import { LOCALES } from '../../../core/glossary/locale.ts';
import type { Problem } from '../../problem.ts';
import { atKey, type Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';

type Check = (value: unknown) => string | undefined;

const text: Check = (value) =>
  typeof value === 'string' && value.trim() === value && value ? undefined : 'a text';
const list =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return 'a list';
    const wrong = value.map(check).find((expected) => expected !== undefined);
    return wrong && `a list in which each item is ${wrong}`;
  };
const shape =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a map';
    const entries = value as Record<string, unknown>;
    const known: Record<string, Check> = { ...required, ...optional };
    for (const key of Object.keys(entries)) {
      const check = known[key];
      if (!check) return `a map without the key "${key}"`;
      const expected = check(entries[key]);
      if (expected) return `a map whose "${key}" is ${expected}`;
    }
    const absent = Object.keys(required).find((key) => !(key in entries));
    return absent && `a map with the key "${absent}"`;
  };
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value) ? undefined : `one of ${values.join(', ')}`;
const year: Check = (value) => (Number.isInteger(value) && Number(value) > 1700 ? undefined : 'a year');
const day: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? undefined
    : "a quoted day such as '2026-11-23'";

const REQUIRED: Record<string, Check> = {
  name: shape(Object.fromEntries(LOCALES.map((locale) => [locale, text]))),
  sources: list(shape({ title: text, authors: list(text), url: text }, { year, accessed: day })),
};
const OPTIONAL: Record<string, Check> = {
  abbreviation: text,
  aliases: list(text),
  forms: list(
    shape({ text }, { case: oneOf(...FORM_CASES), shared: oneOf(true, 'first'), in: list(oneOf(...PLACES)) }),
  ),
  plain: list(text),
  weak: list(text),
  with: list(text),
  against: list(text),
  not: list(text),
  family: oneOf(true),
  general: oneOf(true),
  formula: text,
  related: list(text),
  'confused-with': list(text),
};

/** The front matter has the known keys, each of the right shape. */
export function* keys(file: SourceFile): Iterable<Problem> {
  const known = { ...REQUIRED, ...OPTIONAL };
  for (const [key, value] of Object.entries(file.data)) {
    const check = known[key];
    if (!check) {
      yield atKey(file, [key], `unknown key "${key}"`, `use one of ${Object.keys(known).join(', ')}`);
      continue;
    }
    const expected = check(value);
    if (expected) yield atKey(file, [key], `"${key}" has the wrong shape`, `make it ${expected}`);
  }
  for (const key of Object.keys(REQUIRED)) {
    if (!(key in file.data))
      yield atKey(file, [], `the key "${key}" is missing`, 'add it; glossary/GUIDE.md shows an example');
  }
}
keys satisfies Rule;
