import { fold } from './character.ts';
import { formKey } from './form-key.ts';
import { APART, jointBefore } from './joint.ts';
import { Words, type Span } from './word.ts';

/** What a phrase has around a form in it: where a form stands between these, it is not the term. */
export interface Exclusion {
  /** As the glossary writes it. */
  readonly phrase: string;
  /** The folded letters of the words before and behind the form; empty where there are none. */
  readonly before: string;
  readonly after: string;
}

const words = new Words();

/** What each phrase has around a form, by the form's key; phrases that hold no more or something else are left out. */
export function exclusionsOf(phrases: readonly string[], key: string): readonly Exclusion[] {
  return phrases.flatMap((phrase) => {
    words.read(phrase);
    for (let first = 0; first < words.count; first++) {
      for (let last = first; last < words.count; last++) {
        const inside = formKey(phrase.slice(words.start(first), words.end(last)));
        if (inside.length > key.length + 2) break;
        // The form alone, or its plural, has nothing around it that could tell.
        if (!isKeyOrPlural(inside, key) || isWhole(phrase, first, last)) continue;
        return {
          phrase,
          before: formKey(phrase.slice(0, words.start(first))),
          after: formKey(phrase.slice(words.end(last))),
        };
      }
    }
    return [];
  });
}

function isWhole(phrase: string, first: number, last: number): boolean {
  return first === 0 && last === words.count - 1 && !startsDotted(phrase) && !endsCalled(phrase);
}

function startsDotted(phrase: string): boolean {
  return phrase.startsWith('.');
}

function endsCalled(phrase: string): boolean {
  return phrase.endsWith('(');
}

/** Whether a dot stands before a part of a text where one begins a phrase, and a parenthesis behind it (`.clip(`). */
export function hasEdgesOf(phrase: string, text: string, start: number, end: number): boolean {
  return (!startsDotted(phrase) || text[start - 1] === '.') && (!endsCalled(phrase) || text[end] === '(');
}

function isKeyOrPlural(letters: string, key: string): boolean {
  return (
    letters === key || letters === `${key}s` || letters === `${key}es` || letters === key.replace(/y$/, 'ies')
  );
}

/** Whether words stand between what an exclusion has around its form, joined to it as by a joint or a dot. */
export function isExcluded(text: string, all: Words, { first, last }: Span, exclusion: Exclusion): boolean {
  const { before, after, phrase } = exclusion;
  let start = first;
  for (let left = before.length; left > 0;) {
    if (start === 0 || jointBefore(text, all, start) === APART) return false;
    start--;
    for (let i = all.end(start) - 1; i >= all.start(start); i--) {
      if (before.charCodeAt(--left) !== fold(text.charCodeAt(i))) return false;
    }
  }
  let end = last;
  for (let at = 0; at < after.length;) {
    if (end + 1 >= all.count || jointBefore(text, all, end + 1) === APART) return false;
    end++;
    for (let i = all.start(end); i < all.end(end); i++) {
      // The last word may be a plural.
      if (at >= after.length && /^e?s$/i.test(text.slice(i, all.end(end)))) break;
      if (after.charCodeAt(at++) !== fold(text.charCodeAt(i))) return false;
    }
  }
  return hasEdgesOf(phrase, text, all.start(start), all.end(end));
}
