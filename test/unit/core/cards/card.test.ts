import assert from 'node:assert/strict';
import { CARD_COMMANDS, renderCard, type CardContent } from '../../../../src/core/cards/card.ts';
import { RLHF } from '../entry.ts';
import { term } from '../terms.ts';

const content: CardContent = {
  entry: RLHF,
  topic: { en: 'Training & alignment', 'zh-CN': '训练与对齐' },
  locale: 'en',
  colour: '#cccccc',
  related: [term('reward-model', 'Reward model'), term('ppo', 'PPO')],
  otherSenses: [],
  alsoHere: [],
  at: { uri: 'file:///a.py', line: 3, character: 7 },
};

/** The first argument of every link to a command. */
function linkArguments(card: string, command: string): readonly unknown[] {
  return [...card.matchAll(new RegExp(`command:${command}\\?([^ )]+)`, 'g'))].map(
    (match) => (JSON.parse(decodeURIComponent(match[1] ?? '')) as unknown[])[0],
  );
}

describe('renderCard', () => {
  it('has the names in both languages and the abbreviation in its first line, the reader’s first', () => {
    const firstLine = (locale: CardContent['locale']) =>
      renderCard({ ...content, locale })
        .split('\n')[0]
        ?.trim();
    assert.equal(firstLine('en'), '**Reinforcement learning from human feedback** · 人类反馈强化学习 · RLHF');
    assert.equal(
      firstLine('zh-CN'),
      '**人类反馈强化学习** · Reinforcement learning from human feedback · RLHF',
    );
  });

  it('says what the term is, one pitfall and the primary source in the reader’s language', () => {
    const english = renderCard(content);
    assert.match(english, /\*Training & alignment\*|\*Training \\& alignment\*/);
    assert.match(english, /^Training a model toward what people prefer\.$/m);
    assert.match(english, /\$\(warning\) The reward model is a proxy\.$/m);
    assert.ok(!english.includes('PPO is one optimiser'));
    assert.match(english, /\]\(https:\/\/arxiv\.org\/abs\/2203\.02155\) · Long Ouyang et al\\\. · 2022/);
    const chinese = renderCard({ ...content, locale: 'zh-CN' });
    assert.match(chinese, /^让模型向人的偏好靠拢。$/m);
    assert.match(chinese, /Long Ouyang 等 · 2022/);
    assert.match(chinese, /相关：/);
  });

  it('shows the formula as a picture in the colour it is given', () => {
    const [, svg = ''] = /!\[[^\]]+\]\(data:image\/svg\+xml,([^)]+)\)/.exec(renderCard(content)) ?? [];
    const picture = decodeURIComponent(svg);
    assert.match(picture, /fill="#cccccc"/);
    assert.match(picture, /width="75\.0px" height="15\.0px"/);
    assert.ok(!picture.includes('currentColor'));
  });

  it('has no picture where there is no formula', () => {
    const { formula, ...entry } = RLHF;
    assert.ok(formula);
    assert.ok(!renderCard({ ...content, entry }).includes('data:image'));
  });

  it('links to its entry and to the related ones by id', () => {
    assert.deepEqual(linkArguments(renderCard(content), 'aiTerms.explainTerm'), [
      'rlhf',
      'reward-model',
      'ppo',
    ]);
  });

  it('offers other senses and the other terms of the identifier before anything else', () => {
    const card = renderCard({
      ...content,
      otherSenses: [term('a', 'Sense A')],
      alsoHere: [term('b', 'Term B')],
    });
    assert.deepEqual(linkArguments(card, 'aiTerms.explainTerm').slice(0, 3), ['rlhf', 'a', 'b']);
    assert.ok(card.indexOf('Term B') < card.indexOf('Training a model'));
  });

  it('offers to insert a snippet only where there is one', () => {
    assert.deepEqual(linkArguments(renderCard(content), 'aiTerms.insertSnippet'), []);
    const card = renderCard({ ...content, entry: { ...RLHF, snippets: ['ai-canny'] } });
    assert.deepEqual(linkArguments(card, 'aiTerms.insertSnippet'), [{ term: 'rlhf' }]);
  });

  it('links to no command but those it may run', () => {
    const card = renderCard({ ...content, entry: { ...RLHF, snippets: ['ai-canny'] } });
    const commands = new Set([...card.matchAll(/command:([\w.]+)/g)].map(([, command]) => command));
    assert.deepEqual([...commands].sort(), [...CARD_COMMANDS].sort());
  });

  it('shows names as they are, whatever Markdown they hold', () => {
    const entry = { ...RLHF, name: { en: 'A [link](x) *and* `code`', 'zh-CN': '<b>粗</b>' } };
    const [first = ''] = renderCard({ ...content, entry }).split('\n');
    assert.match(first, /\\\[link\\\]\\\(x\\\) \\\*and\\\* \\`code\\`/);
    assert.match(first, /\\<b\\>/);
  });
});
