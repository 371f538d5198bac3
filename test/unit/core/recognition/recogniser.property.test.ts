import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { formKey } from '../../../../src/core/recognition/form-key.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';

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
  new FormIndex(FORMS.slice(0, -1).map((form) => term(formKey(form), form, '!np.clip'))),
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
        for (const { start, end, form } of recogniser.scan(text)) {
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
          const here =
            matches.find(({ start, end }) => start <= offset && offset < end) ??
            matches.find(({ end }) => end === offset);
          assert.deepEqual(recogniser.at(text, offset)[0], here);
        }
      }),
    );
  });
});
