import type { Entry } from '../../../src/core/glossary/entry.ts';

/** A whole entry, as compiled; tests change what they are about. */
export const RLHF: Entry = {
  id: 'rlhf',
  topic: 'training',
  name: { en: 'Reinforcement learning from human feedback', 'zh-CN': '人类反馈强化学习' },
  abbreviation: 'RLHF',
  forms: [
    { text: 'RLHF', case: 'any' },
    { text: 'Reinforcement learning from human feedback', case: 'any' },
    { text: '人类反馈强化学习', case: 'any' },
    { text: '基于人类反馈的强化学习', case: 'any' },
  ],
  exclusions: [],
  formula: {
    tex: '\\max_\\phi r',
    svg: '<svg xmlns="http://www.w3.org/2000/svg" width="10ex" height="2ex"><g fill="currentColor"></g></svg>',
    width: 10,
    height: 2,
    depth: 0.5,
  },
  related: ['reward-model', 'ppo'],
  confusedWith: ['dpo'],
  snippets: [],
  sources: [
    {
      title: 'Training language models to follow instructions with human feedback',
      authors: ['Long Ouyang', 'Jeff Wu', 'et al.'],
      year: 2022,
      url: 'https://arxiv.org/abs/2203.02155',
    },
  ],
  text: {
    en: {
      card: 'Training a model toward what people prefer.',
      pitfalls: ['The reward model is a proxy.', 'PPO is one optimiser.'],
      body: '### How it works\nThe weight $\\beta$.\n\n### Pitfalls\n- The reward model is a proxy.\n- PPO is one optimiser.',
    },
    'zh-CN': {
      card: '让模型向人的偏好靠拢。',
      pitfalls: ['奖励模型只是代理指标。', 'PPO 只是一种优化算法。'],
      body: '### 工作原理\n权重 $\\beta$。\n\n### 常见误区\n- 奖励模型只是代理指标。\n- PPO 只是一种优化算法。',
    },
  },
  formulas: {
    '\\beta': {
      tex: '\\beta',
      svg: '<svg width="1ex" height="1ex"></svg>',
      width: 1,
      height: 1,
      depth: 0.25,
    },
  },
};
