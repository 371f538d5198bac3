import assert from 'node:assert/strict';
import { titlesOf } from '../../../../src/core/cards/title.ts';

describe('titlesOf', () => {
  it('names nothing twice', () => {
    assert.deepEqual(titlesOf({ name: { en: 'LoRA', 'zh-CN': 'LoRA' }, abbreviation: 'LoRA' }, 'en'), [
      'LoRA',
    ]);
    assert.deepEqual(titlesOf({ name: { en: 'Token', 'zh-CN': 'token' } }, 'zh-CN'), ['token']);
  });

  it('puts the reader’s name first', () => {
    const rlhf = { name: { en: 'Knowledge distillation', 'zh-CN': '知识蒸馏' }, abbreviation: 'KD' };
    assert.deepEqual(titlesOf(rlhf, 'zh-CN'), ['知识蒸馏', 'Knowledge distillation', 'KD']);
    assert.deepEqual(titlesOf(rlhf, 'en'), ['Knowledge distillation', '知识蒸馏', 'KD']);
  });
});
