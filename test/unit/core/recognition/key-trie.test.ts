import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyTrie } from '../../../../src/core/recognition/key-trie.ts';

/** The number of a key in a trie; -1 when it is not there. */
function numberOf(trie: KeyTrie, key: string): number {
  const node = trie.walk(key, 0, key.length, 0, 0);
  return node < 0 || trie.size === 0 ? -1 : trie.keyAt(node, key.length);
}

describe('KeyTrie', () => {
  it('finds the keys it was built of, each under its number, and no other', () => {
    const letter = fc.constantFrom(...'abcde12模型注');
    const key = fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 60 }),
        fc.array(key, { maxLength: 60 }),
        (keys, others) => {
          const trie = KeyTrie.of(keys);
          assert.equal(trie.size, keys.length);
          for (const known of keys) assert.equal(trie.key(numberOf(trie, known)), known);
          for (const other of others) assert.equal(numberOf(trie, other) >= 0, keys.includes(other));
        },
      ),
    );
  });

  it('folds the letters of the text it is walked with', () => {
    const trie = KeyTrie.of(['clip', 'clipscore', 'attention']);
    assert.equal(trie.key(numberOf(trie, 'CLIP')), 'clip');
    assert.equal(trie.key(numberOf(trie, 'ＣＬＩＰ')), 'clip');
  });

  it('tells where no key goes on, and goes on from a node', () => {
    const trie = KeyTrie.of(['clip', 'clipscore', 'attention']);
    assert.equal(trie.walk('clap', 0, 4, 0, 0), ~2);
    assert.equal(trie.walk('attentive', 0, 9, 0, 0), ~7);
    const clip = trie.walk('clip', 0, 4, 0, 0);
    assert.equal(trie.key(trie.keyAt(trie.walk('Score', 0, 5, clip, 4), 9)), 'clipscore');
  });

  it('knows no key when it is empty', () => assert.equal(numberOf(KeyTrie.of([]), 'a'), -1));
});
