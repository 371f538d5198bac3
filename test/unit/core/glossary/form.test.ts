import assert from 'node:assert/strict';
import { defaultCase } from '../../../../src/core/glossary/form.ts';

describe('defaultCase', () => {
  for (const text of ['RLHF', 'CLIP', 'U-NET', 'GPT-4', 'VAE', 'I3D', 'LLMs']) {
    it(`wants a text about AI for the acronym ${text} in other letters`, () =>
      assert.equal(defaultCase(text), 'acronym'));
  }
  for (const text of ['KL', 'BN', 'SD']) {
    it(`holds ${text}, too short, to its case when it stands alone`, () =>
      assert.equal(defaultCase(text), 'compound'));
  }
  for (const text of [
    'ControlNet',
    'reward model',
    'LoRA',
    'T5',
    '知识蒸馏',
    'Q/K/V',
    'KV cache',
    'int4',
    '3D convolution',
  ]) {
    it(`lets ${text} count in any case`, () => assert.equal(defaultCase(text), 'any'));
  }
});
