import assert from 'node:assert/strict';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { decodeFormIndex, encodeFormIndex } from '../../../../src/core/recognition/form-index-file.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';

const TERMS = [
  term('clip', 'CLIP|compound', '!np.clip', '+import clip', '&clip-score'),
  term('clip-score', 'CLIP score', 'CLIPScore|exact|shared|weak|in:code'),
  term('llama', 'Llama', '*', '~animal'),
  term('github', 'GitHub|plain', '°'),
];

describe('FormIndex', () => {
  const index = FormIndex.of(TERMS, ['pytorch']);
  const keys = Array.from({ length: index.trie.size }, (_, i) => index.trie.key(i));
  const claims = (key: string) => {
    const { forms, phrases } = index.claims(keys.indexOf(key));
    return [...forms, ...phrases];
  };

  it('keeps the rules of every form', () => {
    const [score] = claims('clipscore').filter(({ text }) => text === 'CLIPScore');
    assert.deepEqual(
      [score?.kind, score?.case, score?.needs, score?.shared, score?.in, score?.term?.id],
      ['form', 'exact', 'company', true, ['code'], 'clip-score'],
    );
    assert.equal(claims('github')[0]?.needs, 'field');
    assert.equal(claims('npclip').length, 0);
    assert.deepEqual(claims('clip')[0]?.exclusions[0]?.before, 'np');
    assert.equal(claims('importclip')[0]?.kind, 'with');
    assert.equal(claims('animal')[0]?.kind, 'against');
  });

  it('keeps phrases of the field, which are of no term', () => {
    assert.deepEqual([claims('pytorch')[0]?.kind, claims('pytorch')[0]?.term], ['field', undefined]);
  });

  it('makes neighbours of terms either of which names the other', () => {
    assert.deepEqual([...(claims('clipscore')[0]?.term?.neighbours ?? [])], ['clip']);
    assert.deepEqual([...(claims('clip')[0]?.term?.neighbours ?? [])], ['clip-score']);
  });

  it('is the same after it was written and read, from any address', () => {
    const { header, bytes } = encodeFormIndex(index.data);
    const text = JSON.parse(JSON.stringify(header)) as typeof header;
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    for (const file of [bytes, shifted.subarray(1)]) {
      const read = new FormIndex(decodeFormIndex(text, file));
      assert.deepEqual(read.data, index.data);
      assert.deepEqual(new Recogniser(read).scan('CLIPScore of Llama-2')[0]?.terms, ['clip-score']);
    }
  });
});

describe('two indexes', () => {
  const built = FormIndex.of([
    term('lr', 'LR|exact', 'learning rate'),
    term('map', 'mean average precision'),
  ]);
  const own = FormIndex.of([term('logistic', 'LR|exact'), term('ours', 'learning rate finder', '学习率')]);
  const found = (text: string) =>
    new Recogniser(own, built)
      .scan(text)
      .map(({ terms, start, end }) => `${terms.join('|')}[${text.slice(start, end)}]`);

  it('are read as one: the longest form counts, whichever holds it', () => {
    assert.deepEqual(found('learning rate finder, learningRate, mean average precision'), [
      'ours[learning rate finder]',
      'lr[learningRate]',
      'map[mean average precision]',
    ]);
  });

  it('share forms, those of the first before those of the second', () => {
    assert.deepEqual(found('LR'), ['logistic|lr[LR]']);
  });

  it('give the same ranges as one that holds both', () => {
    const terms = [term('a', 'GPT-4', '注意力'), term('b', 'reward model', '自注意力机制')];
    const one = new Recogniser(FormIndex.of(terms));
    const [first, second] = terms.map((each) => FormIndex.of([each])) as [FormIndex, FormIndex];
    const two = new Recogniser(first, second);
    for (const text of ['gpt_4 rewardModel', '自注意力机制与注意力', 'GPT-4o'])
      assert.deepEqual(
        two.scan(text).map(({ start, end }) => [start, end]),
        one.scan(text).map(({ start, end }) => [start, end]),
      );
  });
});
