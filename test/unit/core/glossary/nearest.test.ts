import assert from 'node:assert/strict';
import { nearestTerms } from '../../../../src/core/glossary/nearest.ts';
import { listed } from '../terms.ts';

const terms = [
  listed('rlhf', 'RLHF'),
  listed('controlnet', 'ControlNet'),
  listed('diffusion-model', 'Diffusion model', '扩散模型'),
  listed('knowledge-distillation', 'Knowledge distillation', '知识蒸馏'),
  listed('kv-cache', 'KV cache'),
];

describe('nearestTerms', () => {
  for (const [typed, id] of [
    ['RHLF', 'rlhf'],
    ['controlnte', 'controlnet'],
    ['dufusion model', 'diffusion-model'],
    ['扩散', 'diffusion-model'],
    ['知识蒸溜', 'knowledge-distillation'],
    ['kv', 'kv-cache'],
    ['distil', 'knowledge-distillation'],
  ] as const) {
    it(`thinks of ${id} for "${typed}"`, () => assert.equal(nearestTerms(terms, typed)[0]?.id, id));
  }

  it('offers nothing for what is quite unlike every term, or no word', () => {
    assert.deepEqual(nearestTerms(terms, 'zzzzqqqq'), []);
    assert.deepEqual(nearestTerms(terms, ' -- '), []);
  });

  it('offers no more than it is asked for', () => assert.equal(nearestTerms(terms, 'dif', 1).length, 1));
});
