import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { formKey } from '../../../../src/core/recognition/form-key.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';
import { contextIn } from './documents.ts';

const FORMS = [
  'CLIP',
  'reward model',
  'GPT-4',
  '自注意力机制',
  '注意力',
  'LoRA',
  'U-Net',
  'policy',
  'np.clip',
];
const recogniser = new Recogniser(
  FormIndex.of(FORMS.slice(0, -1).map((form) => term(formKey(form), form, '!np.clip'))),
);

/** Lines made of forms, of what joins words, and of anything. */
const line = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...FORMS,
        ...FORMS.map((form) => form.toLowerCase()),
        's',
        ' ',
        '_',
        '-',
        '.',
        'x',
        '4',
        '模',
        'Net',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('Recogniser, whatever the text', () => {
  it('gives ranges inside the text, in order, none overlapping, each with a term', () => {
    fc.assert(
      fc.property(line, (text) => {
        let last = 0;
        for (const { start, end, terms } of recogniser.scan(text)) {
          assert.ok(start >= last && end > start && end <= text.length);
          assert.ok(terms.length > 0);
          last = end;
        }
      }),
    );
  });

  it('gives a surface that spells the form it names, but for a plural', () => {
    fc.assert(
      fc.property(line, (text) => {
        for (const { start, end, judgements } of recogniser.scan(text)) {
          const [{ form }] = judgements;
          const surface = formKey(text.slice(start, end));
          const key = formKey(form.text);
          assert.ok(
            [key, `${key}s`, `${key}es`, key.replace(/y$/, 'ies')].includes(surface),
            `${surface} for ${key}`,
          );
        }
      }),
    );
  });

  it('finds at every offset what the scan finds there', () => {
    fc.assert(
      fc.property(line, (text) => {
        const matches = recogniser.scan(text);
        for (let offset = 0; offset < text.length; offset++) {
          const here = matches.find(({ start, end }) => start <= offset && offset < end);
          assert.deepEqual(recogniser.at(text, offset)[0], here);
        }
      }),
    );
  });

  it('finds in a document what it finds in its lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const text = lines.map((each) => each.replace(/[\r\n]/g, ' ')).join('\n');
        let start = 0;
        const byLine = text.split('\n').flatMap((each) => {
          const found = recogniser.scan(each).map((match) => [start + match.start, start + match.end]);
          start += each.length + 1;
          return found;
        });
        assert.deepEqual(
          recogniser.scan(text).map((match) => [match.start, match.end]),
          byLine,
        );
      }),
    );
  });

  it('marks nothing that it would not explain at its place, with what is around', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = lines.map((each) => each.replace(/[\r\n]/g, ' ')).join('\n');
        for (const [number, each] of text.split('\n').entries()) {
          const context = contextIn(text, recogniser, { line: number });
          for (const { start, end } of recogniser.scan(each, context)) {
            const [judgement] = recogniser.judge(each, start, context);
            assert.equal(judgement?.ruling.verdict, 'shown');
            assert.deepEqual([judgement.start, judgement.end], [start, end]);
          }
        }
      }),
    );
  });

  it('does work in proportion to the text: each letter is walked a bounded number of times', () => {
    const units = ['a', '模', '-_ ', 'aB', 'reward ', '自注意力', 'GPT-4 ', 'CLIP.', '1', '\ud83d'];
    const index = FormIndex.of(FORMS.map((form) => term(formKey(form), form)));
    let steps = 0;
    const walk = index.trie.walk.bind(index.trie);
    index.trie.walk = (text, from, to, node, depth) => {
      steps += to - from;
      return walk(text, from, to, node, depth);
    };
    const longest = Math.max(...FORMS.map((form) => form.length));
    for (const unit of units) {
      steps = 0;
      const text = unit.repeat(100_000 / unit.length);
      new Recogniser(index).scan(text);
      assert.ok(steps <= (longest + 3) * text.length, `${unit}: ${steps} steps`);
    }
  });
});
