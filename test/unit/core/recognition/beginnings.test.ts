import assert from 'node:assert/strict';
import { Beginnings } from '../../../../src/core/recognition/beginnings.ts';

const beginnings = Beginnings.of([
  { key: 'policy', stops: [6] },
  { key: 'gan', stops: [3] },
  { key: 'bias', stops: [4] },
  { key: 'largelanguagemodel', stops: [5, 13, 18] },
  { key: 'qkv', stops: [1, 2, 3] },
  { key: '自注意力', stops: [4] },
  { key: 'topk', stops: [3, 4] },
]);

/** Whether a word that some text follows may begin a key. */
const may = (word: string, following = ' ') => !beginnings.exclude(word + following, 0, word.length);

describe('Beginnings', () => {
  it('let pass what keys hold before a gap, in any case and width', () => {
    for (const word of ['policy', 'large', 'largelanguage', 'GAN', 'ＧＡＮ', 'top', 'topK', 'Q'])
      assert.ok(may(word), word);
  });

  it('let plurals pass, with and without a gap behind', () => {
    for (const word of ['policies', 'GANs', 'biases', 'gans']) assert.ok(may(word), word);
    assert.ok(may('GANs', 'Are'));
  });

  it('let pass what goes on as a key does', () => {
    assert.ok(may('large', 'Language'));
    assert.ok(may('gan', '_'));
    assert.ok(may('自', '注意力'));
    assert.ok(may('q', 'kv'));
  });

  it('exclude the beginnings of keys that a gap may not follow, and other words', () => {
    for (const word of ['lar', 'pol', 'the', 'toxic', '模']) assert.ok(!may(word), word);
    assert.ok(!may('自', '行车'));
    assert.ok(!may('house', 'Hold'));
  });
});
