import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentPlaces } from '../../../../src/core/recognition/document-places.ts';
import { syntaxOf, type LanguageConfiguration } from '../../../../src/core/recognition/language-syntax.ts';
import { TextLines } from './documents.ts';

const pairs = (...quotes: readonly string[]) => quotes.map((quote) => ({ open: quote, close: quote }));
const CONFIGURATIONS: Readonly<Record<string, LanguageConfiguration>> = {
  typescript: {
    comments: { lineComment: '//', blockComment: ['/*', '*/'] },
    autoClosingPairs: pairs("'", '"', '`'),
  },
  python: { comments: { lineComment: '#', blockComment: ['"""', '"""'] }, autoClosingPairs: pairs('"', "'") },
  go: {
    comments: { lineComment: { comment: '//' }, blockComment: ['/*', '*/'] },
    autoClosingPairs: pairs('"', '`'),
  },
  lua: { comments: { lineComment: '--', blockComment: ['--[[', ']]'] }, autoClosingPairs: [['"', '"']] },
  markdown: { comments: { blockComment: ['<!--', '-->'] }, autoClosingPairs: pairs('`') },
  json: { comments: { lineComment: '//', blockComment: ['/*', '*/'] }, autoClosingPairs: pairs('"') },
};

const placesOf = (language: string, text: string) =>
  new DocumentPlaces(
    syntaxOf(language.replace(', not configured', ''), CONFIGURATIONS[language]),
    new TextLines(text),
  );

/** The place of the first letter that is an X in a text. */
function placeOfX(language: string, text: string): string {
  const lines = text.split('\n');
  const line = lines.findIndex((content) => content.includes('X'));
  return placesOf(language, text).at(line, (lines[line] as string).indexOf('X'));
}

describe('DocumentPlaces', () => {
  const cases: readonly [language: string, text: string, place: string][] = [
    ['typescript', 'const X = 1', 'code'],
    ['typescript', 'const a = 1 // about X', 'comment'],
    ['typescript', '/* one\n two X\n*/', 'comment'],
    ['typescript', '/* one */ X', 'code'],
    ['typescript', "f('X')", 'string'],
    ['typescript', "f('it\\'s X')", 'string'],
    ['typescript', "f('a') + X + 'b'", 'code'],
    ['typescript', "// don't\nX = 'y'", 'code'],
    ['typescript', 'const a = `one\ntwo X`', 'string'],
    ['typescript', 'const a = "http://X"', 'string'],
    ['typescript', "it's X", 'code'],
    ['typescript', "const a = '' // 'X'", 'comment'],
    ['python', 'def f():\n    """Reads X."""', 'comment'],
    ['python', 'def f():\n    """Reads\n    X.\n    """', 'comment'],
    ['python', "a = '''one\nX'''", 'string'],
    ['python', "a = 'b'  # X", 'comment'],
    ['python', 'a = "# X"', 'string'],
    ['python', 'X = "a"', 'code'],
    ['go', 'x := 1 // X', 'comment'],
    ['lua', '--[[ one\nX ]]', 'comment'],
    ['lua', '-- one\nX = 1', 'code'],
    ['ruby, not configured', "a = 'b'  # X", 'comment'],
    ['typescriptreact, not configured', "f('X')", 'string'],
    ['python, not configured', '"""About X."""', 'comment'],
    ['sql, not configured', 'select 1 -- X', 'comment'],
    ['plaintext, not configured', "it's about X // Y", 'prose'],
    ['markdown', 'about X', 'prose'],
    ['markdown', "it's about X, isn't it", 'prose'],
    ['markdown', '<!-- X -->', 'comment'],
    ['markdown', 'the `X` of', 'code'],
    ['markdown', '```python\nX\n```', 'code'],
    ['markdown', '```python\na\n```\nX', 'prose'],
    ['markdown', 'a ``` b\nX', 'prose'],
    ['plaintext', '// X', 'prose'],
    ['json', '{"X": 1}', 'string'],
    ['unheard-of', '# X', 'prose'],
  ];
  for (const [language, text, place] of cases) {
    it(`${language}: ${JSON.stringify(text)} → ${place}`, () =>
      assert.equal(placeOfX(language, text), place));
  }

  it('reads a malformed configuration as far as it goes', () => {
    const malformed = { comments: { lineComment: 7, blockComment: ['/*'] }, autoClosingPairs: 'none' };
    assert.deepEqual(syntaxOf('broken', malformed).regions, []);
    assert.equal(syntaxOf('null', { comments: null }).base, 'prose');
  });

  it('knows after an edit what it would have read anew', () => {
    const line = fc.constantFrom('/*', '*/', 'a `', '` b', "'x'", '// y', 'z', '"""');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.nat(), line, (lines, at, changed) => {
        const text = new TextLines(lines.join('\n'));
        const places = new DocumentPlaces(syntaxOf('typescript', CONFIGURATIONS['typescript']), text);
        places.at(lines.length - 1, 0);
        const edited = at % lines.length;
        text.lines[edited] = changed;
        places.edit(edited);
        const anew = placesOf('typescript', text.lines.join('\n'));
        for (const [i, { length }] of text.lines.entries()) {
          for (let offset = 0; offset < length; offset++)
            assert.equal(places.at(i, offset), anew.at(i, offset));
        }
      }),
    );
  });
});
