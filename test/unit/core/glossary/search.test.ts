import assert from 'node:assert/strict';
import { searchTerms } from '../../../../src/core/glossary/search.ts';
import { listed } from '../terms.ts';

const terms = [
  listed('clip-score', 'CLIP score'),
  listed('openclip', 'OpenCLIP'),
  listed('clip', 'CLIP'),
  listed('reward-model', 'Reward model', '奖励模型'),
];
const found = (typed: string) => searchTerms(terms, typed).map(({ id }) => id);

describe('searchTerms', () => {
  it('puts what was typed first, then what begins with it, then what holds it', () => {
    assert.deepEqual(found('clip'), ['clip', 'clip-score', 'openclip']);
  });

  for (const typed of ['reward_model', 'rewardModel', 'reward-mod', '奖励', 'ＲＥＷＡＲＤ']) {
    it(`finds the reward model for "${typed}"`, () => assert.deepEqual(found(typed), ['reward-model']));
  }

  it('finds nothing for what no form holds, and for no letters', () => {
    assert.deepEqual(found('contorlnet'), []);
    assert.deepEqual(found(' -- '), []);
  });
});
