import assert from 'node:assert/strict';
import { writeBody } from '../../../../src/build/snippets/snippet-syntax.ts';
import type { Stop } from '../../../../src/build/snippets/stop.ts';

describe('writeBody', () => {
  it('makes the first occurrence the stop and mirrors the others', () =>
    assert.equal(writeBody('f(width, 1, width)', [stop(1, 'width')]), 'f(${1:width}, 1, ${1})'));
  it('numbers stops as the header does, not by place', () =>
    assert.equal(writeBody('b a', [stop(1, 'a'), stop(2, 'b')]), '${2:b} ${1:a}'));
  it('leaves longer words alone', () =>
    assert.equal(writeBody('q4 q4f16 1q4', [stop(1, 'q4')]), '${1:q4} q4f16 1q4'));
  it('leaves longer numbers alone', () =>
    assert.equal(writeBody('5 1.5 5.1', [stop(1, '5')]), '${1:5} 1.5 5.1'));
  it('takes only what stands after the given text', () =>
    assert.equal(writeBody('a = 4, b = 4', [{ ...stop(1, '4'), after: 'b =' }]), 'a = 4, b = ${1:4}'));
  it('escapes what the syntax would take for its own', () =>
    assert.equal(writeBody('`${base}` /\\d$/ { $5 }', []), '`\\${base\\}` /\\\\d\\$/ { \\$5 \\}'));
  it('escapes the default of a stop', () =>
    assert.equal(writeBody("x('{a}$');", [stop(1, '{a}$')]), "x('${1:{a\\}\\$}');"));
  it('writes choices with their own escapes', () =>
    assert.equal(
      writeBody("'a,b'", [stop(1, 'a,b', ['a,b', 'c|d', '$1', 'e\\'])]),
      "'${1|a\\,b,c\\|d,$1,e\\\\|}'",
    ));
  it('indents with tabs and keeps the blank before the star of a comment', () =>
    assert.equal(writeBody('a\n  b\n    c\n   * d', []), 'a\n\tb\n\t\tc\n\t * d'));
});

function stop(number: number, text: string, choices: readonly string[] = []): Stop {
  return { number, text, after: '', choices, count: 1, line: 1 };
}
