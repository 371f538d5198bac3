import assert from 'node:assert/strict';
import { glossaryList } from '../../../../src/build/glossary/glossary-list.ts';
import { RLHF } from '../../core/entry.ts';

describe('glossaryList', () => {
  it('lists entries by topic with their names in both languages, and links that lead to them', () => {
    const topics = [
      { id: 'training', name: { en: 'Training & alignment', 'zh-CN': '训练与对齐' }, start: 'rlhf' },
    ];
    const list = glossaryList({
      topics,
      entries: [RLHF, { ...RLHF, id: 'lora', name: { en: 'LoRA', 'zh-CN': 'LoRA' } }],
    });
    assert.match(
      list,
      /^- \[Training & alignment · 训练与对齐\]\(#training--alignment--训练与对齐\) \(2\)$/m,
    );
    assert.match(
      list,
      /^- \[Reinforcement learning from human feedback\]\(glossary\/training\/rlhf\.md\) · RLHF · 人类反馈强化学习$/m,
    );
    assert.match(list, /^- \[LoRA\]\(glossary\/training\/lora\.md\) · RLHF$/m);
  });
});
