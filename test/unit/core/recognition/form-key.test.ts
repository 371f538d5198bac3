import assert from 'node:assert/strict';
import { formKey } from '../../../../src/core/recognition/form-key.ts';

describe('formKey', () => {
  const same: readonly (readonly string[])[] = [
    ['GPT-4', 'gpt 4', 'Gpt4', 'gpt_4', 'ＧＰＴ－４'],
    ['KV cache', 'kv_cache', 'KVCache', 'kv-cache'],
    ['Fréchet Inception Distance', 'frechet inception distance'],
    ['自注意力机制', '自注意力 机制'],
  ];
  for (const [first = '', ...others] of same) {
    for (const other of others) {
      it(`takes "${other}" for "${first}"`, () => assert.equal(formKey(other), formKey(first)));
    }
  }

  it('tells different terms apart', () => assert.notEqual(formKey('GPT-3.5'), formKey('GPT-3')));
  it('is empty where there is no letter or digit', () => assert.equal(formKey(' -_/。'), ''));
});
