import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeBody } from '../../src/build/snippets/snippet-syntax.ts';
import { expand, stopsIn } from './expand.ts';
import { SNIPPETS } from './repository.ts';

describe('every snippet, expanded by VS Code', () => {
  for (const { id, extension, body, source } of SNIPPETS) {
    const file = `${id}${extension}`;
    const indent = extension === '.py' ? 4 : 2;

    it(`${file} gives its program back byte for byte`, () => assert.equal(expand(body, {}, indent), source));

    it(`${file} takes every choice and nothing else changes`, () => {
      for (const { number, choices } of stopsIn(body)) {
        const [first, ...others] = choices;
        if (first === undefined) continue;
        assert.equal(expand(body, { [number]: first }, indent), source);
        for (const choice of others) {
          const marked = expand(body, { [number]: '\uE000' });
          assert.ok(marked.includes('\uE000'));
          assert.equal(expand(body, { [number]: choice }), marked.replaceAll('\uE000', choice));
        }
      }
    });

    it(`${file} lets every stop be filled in`, () => {
      const stops = stopsIn(body);
      assert.deepEqual(
        stops.map(({ number }) => number),
        stops.map((_, i) => i + 1),
      );
      for (const { number } of stops) {
        const filled = expand(body, { [number]: '\uE000' }, indent);
        assert.notEqual(filled, source);
        assert.ok(filled.includes('\uE000'));
      }
    });
  }
});

describe('any text, expanded by VS Code', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...'\\$}{|,:`/0159ab \n'), minLength: 1, maxLength: 30 });
  const stop = { number: 1, after: '', choices: [], count: 1, line: 1 };

  it('comes back as it was', () => {
    fc.assert(fc.property(nasty, (text) => expand(writeBody(text, [])) === text));
  });

  it('comes back with a stop in it', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (before, text, after) => {
        const region = `${before} ${text.trim()} ${after}`;
        return expand(writeBody(region, [{ ...stop, text: text.trim() }])) === region;
      }),
    );
  });

  it('takes any choice', () => {
    const value = nasty.map((text) => text.replaceAll('\n', '').trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 4 }), (choices) => {
        const [text = ''] = choices;
        const [found] = stopsIn(writeBody(`( ${text} )`, [{ ...stop, text, choices }]));
        assert.deepEqual(found?.choices, choices);
      }),
    );
  });
});
