import assert from 'node:assert/strict';
import { formatProblem } from '../../../../src/build/problem.ts';
import type { Library, Rule } from '../../../../src/build/glossary/rule.ts';
import { card } from '../../../../src/build/glossary/rules/card.ts';
import { forms } from '../../../../src/build/glossary/rules/forms.ts';
import { formulas } from '../../../../src/build/glossary/rules/formulas.ts';
import { CONTENT_RULES, SHAPE_RULES } from '../../../../src/build/glossary/rules/index.ts';
import { keys } from '../../../../src/build/glossary/rules/keys.ts';
import { markup } from '../../../../src/build/glossary/rules/markup.ts';
import { pitfalls } from '../../../../src/build/glossary/rules/pitfalls.ts';
import { place } from '../../../../src/build/glossary/rules/place.ts';
import { relations } from '../../../../src/build/glossary/rules/relations.ts';
import { sections } from '../../../../src/build/glossary/rules/sections.ts';
import { sources } from '../../../../src/build/glossary/rules/sources.ts';
import { readSourceFile } from '../../../../src/build/glossary/source-file.ts';

const PATH = 'glossary/training/reward-model.md';

const SOUND = `---
name: { en: Reward model, zh-CN: 奖励模型 }
abbreviation: RM
aliases: [reward function model]
formula: r_\\theta(x, y)
related: [rlhf]
sources:
  - title: Training language models to follow instructions with human feedback
    authors: [Long Ouyang, et al.]
    year: 2022
    url: https://arxiv.org/abs/2203.02155
---

## en
A model that scores an answer as a person would; reinforcement learning then raises the score. You meet it in every
RLHF pipeline.

### How it works
It reads a prompt and an answer, and gives the number $r_\\theta$; see [RLHF](#rlhf).

### Pitfalls
- It is a proxy for what people want.

## zh-CN
给回答打分的模型，分数模仿人的偏好；随后用强化学习提高这个分数。凡是做 RLHF，都离不开它。

### 工作原理
读入提示和回答，输出分数 $r_\\theta$，见 [RLHF](#rlhf)。

### 常见误区
- 它只是人类偏好的代理。
`;

const NEIGHBOUR = SOUND.replaceAll('Reward model', 'RLHF')
  .replace('奖励模型', '人类反馈强化学习')
  .replace('abbreviation: RM\n', '')
  .replace('reward function model', 'rlhf training')
  .replace('[rlhf]', '[reward-model]');

/** What a rule says about the sound entry after a change, as `line: message → remedy`. */
function judge(rule: Rule, from: string, to: string, path = PATH): readonly string[] {
  assert.ok(from === '' || SOUND.includes(from), `the fixture has no "${from}"`);
  const read = readSourceFile(
    path,
    SOUND.replace(from, () => to),
  );
  assert.ok(read.file, read.problems.map(formatProblem).join('\n'));
  const neighbour = readSourceFile('glossary/training/rlhf.md', NEIGHBOUR).file;
  assert.ok(neighbour);
  const library: Library = {
    files: new Map([
      ['rlhf', neighbour],
      ...(read.file.id === 'rlhf' ? [] : ([[read.file.id, read.file]] as const)),
    ]),
    topics: new Set(['training', 'evaluation']),
  };
  return [...rule(read.file, library)].map(({ line, message, remedy }) => `${line}: ${message} → ${remedy}`);
}

describe('the rules of an entry', () => {
  it('have nothing against a sound one', () => {
    assert.deepEqual(
      [...SHAPE_RULES, ...CONTENT_RULES].flatMap((rule) => judge(rule, '', '')),
      [],
    );
  });

  const failing: readonly [rule: Rule, what: string, from: string, to: string, said: RegExp][] = [
    [keys, 'an unknown key', 'related:', 'releted:', /^6: unknown key "releted" → use one of /],
    [
      keys,
      'a missing name',
      'name: { en: Reward model, zh-CN: 奖励模型 }\n',
      '',
      /the key "name" is missing → add it/,
    ],
    [
      keys,
      'a name in one language',
      ', zh-CN: 奖励模型',
      '',
      /^2: "name" has the wrong shape → make it a map with the key "zh-CN"/,
    ],
    [
      keys,
      'a list that is a text',
      'related: [rlhf]',
      'related: rlhf',
      /^6|7: "related" has the wrong shape → make it a list/,
    ],
    [
      keys,
      'an unknown case',
      'related:',
      'forms: [{ text: RM, case: upper }]\nrelated:',
      /"forms" has the wrong shape .*one of any, acronym, compound, exact/,
    ],
    [
      keys,
      'a year that is none',
      'year: 2022',
      'year: twenty',
      /"sources" has the wrong shape .*"year" is a year/,
    ],
    [
      sources,
      'no source',
      /sources:[\s\S]*?---/.exec(SOUND)?.[0] ?? '',
      'sources: []\n---',
      /no source → name the primary source first/,
    ],
    [sources, 'an undated source', '    year: 2022\n', '', /^8: a source without a date → add year, or /],
    [
      sources,
      'a source without authors',
      '[Long Ouyang, et al.]',
      '[]',
      /^9: a source without authors → name/,
    ],
    [
      sources,
      'an http link',
      'https://arxiv.org/abs/2203.02155',
      'http://example.org',
      /^11: "http:\/\/example.org" is no https link/,
    ],
    [
      sources,
      'a PDF of arXiv',
      'abs/2203.02155',
      'pdf/2203.02155',
      /is no arXiv abstract → write https:\/\/arxiv.org\/abs/,
    ],
    [sources, 'a version of an arXiv paper', '2203.02155\n', '2203.02155v2\n', /is no arXiv abstract/],
    [sources, 'a DOI that is none', 'https://arxiv.org/abs/2203.02155', 'https://doi.org/abc', /is no DOI/],
    [
      sections,
      'a missing language',
      SOUND.slice(SOUND.indexOf('## zh-CN')),
      '',
      /the section ## zh-CN is missing → write the entry in both/,
    ],
    [
      sections,
      'a missing heading',
      '### 工作原理\n',
      '',
      /^27: the two languages differ from block 2 on: heading h3 against paragraph/,
    ],
    [
      sections,
      'one pitfall more',
      '- 它只是人类偏好的代理。\n',
      '- 一。\n- 二。\n',
      /differ from block .*: nothing against list item/,
    ],
    [
      card,
      'a section without a card',
      'A model that scores an answer',
      '### A model that scores',
      /^14: ## en does not begin with a paragraph/,
    ],
    [
      card,
      'a long card',
      'You meet it',
      `You meet it ${'again and '.repeat(30)}`,
      /^15: the card has \d+ characters → cut it to 300/,
    ],
    [
      card,
      'a short card',
      '给回答打分的模型，分数模仿人的偏好；随后用强化学习提高这个分数。凡是做 RLHF，都离不开它。',
      '打分的模型。',
      /the card has only 6 characters/,
    ],
    [
      card,
      'a formula in the card',
      'scores an answer',
      'scores an answer $r$',
      /^15: a formula in the card paragraph/,
    ],
    [
      card,
      'a link in the card',
      'scores an answer',
      'scores an [answer](#rlhf)',
      /^15: a link in the card paragraph/,
    ],
    [
      pitfalls,
      'no pitfalls',
      '### Pitfalls',
      '### Warnings',
      /^14: ## en names no pitfall → end with "### Pitfalls" and a list/,
    ],
    [
      pitfalls,
      'a formula in a pitfall',
      '- It is a proxy',
      '- It $x$ is a proxy',
      /^22: a formula in a pitfall/,
    ],
    [markup, 'raw HTML', 'It reads a prompt', 'It <b>reads</b> a prompt', /^19: raw HTML → write Markdown/],
    [
      markup,
      'a heading of another level',
      '### How it works',
      '#### How it works',
      /^18: a heading of level 4 → use ###/,
    ],
    [markup, 'a picture', 'It reads', '![x](https://a.b/c.png) It reads', /^19: a picture/],
    [
      markup,
      'a link to a page that is not https',
      '(#rlhf)',
      '(http://a.b)',
      /^19: a link to "http:\/\/a.b" → link to https/,
    ],
    [markup, 'a link to no entry', '(#rlhf)', '(#rhlf)', /^19: a link to "#rhlf", which is no entry/],
    [formulas, 'Chinese in TeX', 'r_\\theta(x, y)', '\\text{奖励}', /^6|5: Chinese in the formula/],
    [
      formulas,
      'a formula in one language',
      'It reads a prompt',
      '$$r$$\n\nIt reads a prompt',
      /^19: ## zh-CN does not show this formula/,
    ],
    [relations, 'no related term', 'related: [rlhf]\n', '', /no related term → name the terms/],
    [relations, 'a dead relation', '[rlhf]', '[rhlf]', /^6|7: "rhlf" is no entry/],
    [relations, 'itself', '[rlhf]', '[reward-model]', /the entry names itself/],
    [
      relations,
      'a relation twice',
      'related: [rlhf]',
      'related: [rlhf]\nconfused-with: [rlhf]',
      /"rlhf" stands twice/,
    ],
    [
      forms,
      'a form of another entry',
      'reward function model',
      'rlhf-training',
      /the form "rlhf-training" belongs to glossary\/training\/rlhf.md too/,
    ],
    [forms, 'a form without letters', 'reward function model', "'…'", /the form "…" holds no letter/],
    [
      forms,
      'a plain word that is no form',
      'related:',
      'plain: [reward]\nrelated:',
      /"reward" is no form of this entry/,
    ],
    [
      forms,
      'an exclusion without letters',
      'related:',
      "not: ['--']\nrelated:",
      /the phrase "--" holds no letter/,
    ],
  ];
  for (const [rule, what, from, to, said] of failing) {
    it(`find ${what}`, () => {
      const problems = judge(rule, from, to);
      assert.ok(
        problems.some((problem) => said.test(problem)),
        `${said} is not in:\n${problems.join('\n')}`,
      );
    });
  }

  it('find a file in a folder that is no topic, or with a name that is no id', () => {
    assert.match(judge(place, '', '', 'glossary/misc/reward-model.md')[0] ?? '', /"misc" is no topic/);
    assert.match(
      judge(place, '', '', 'glossary/training/Reward_Model.md')[0] ?? '',
      /"Reward_Model" is no id/,
    );
  });

  it('find two files with one id', () => {
    assert.match(
      judge(place, '', '', 'glossary/evaluation/rlhf.md')[0] ?? '',
      /glossary\/training\/rlhf.md has the same id/,
    );
  });

  it('let two entries share a form that both declare shared', () => {
    const shared = 'forms: [{ text: RLHF, shared: true }]\nrelated:';
    const reads = [
      readSourceFile(PATH, SOUND.replace('related:', shared)),
      readSourceFile('glossary/training/rlhf.md', NEIGHBOUR.replace('related:', shared)),
    ];
    const [mine, other] = reads.map(({ file }) => file);
    assert.ok(mine && other);
    const library = {
      files: new Map([mine, other].map((file) => [file.id, file])),
      topics: new Set(['training']),
    };
    assert.deepEqual([...forms(mine, library), ...forms(other, library)], []);
  });
});

describe('readSourceFile', () => {
  const wrong: readonly [what: string, text: string, said: RegExp][] = [
    [
      'no front matter',
      '# RLHF\n',
      /^glossary\/training\/x.md:1: the file has no front matter → begin with a line ---/,
    ],
    [
      'YAML that is none',
      '---\nname: { en: A\n---\n',
      /^glossary\/training\/x.md:\d: the front matter is not YAML: /,
    ],
    ['front matter that is a list', '---\n- a\n---\n', /no map of keys/],
    [
      'text before the first language',
      '---\na: b\n---\nHello\n\n## en\n',
      /:4: text stands before the first language/,
    ],
    ['a language it does not know', '---\na: b\n---\n\n## fr\nBonjour\n', /:5: "## fr" is no language/],
    ['a language twice', '---\na: b\n---\n## en\nA\n\n## en\nB\n', /:7: "## en" stands twice/],
  ];
  for (const [what, text, said] of wrong) {
    it(`says where it finds ${what}`, () => {
      const [problem] = readSourceFile('glossary/training/x.md', text).problems;
      assert.match(problem ? formatProblem(problem) : '', said);
    });
  }

  it('does not take a heading in a code block for a language', () => {
    const text = SOUND.replace('It reads', '```md\n## de\n```\n\nIt reads');
    assert.deepEqual(readSourceFile(PATH, text).problems, []);
  });
});
