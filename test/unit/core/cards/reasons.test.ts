import assert from 'node:assert/strict';
import { reasonFor } from '../../../../src/core/cards/reasons.ts';
import { LOCALES, type Locale } from '../../../../src/core/glossary/locale.ts';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { contextIn } from '../recognition/documents.ts';
import { term } from '../terms.ts';

const terms = [
  term('rlhf', 'RLHF|any'),
  term('token', 'token|plain'),
  term('vae', 'VAE'),
  term('clip', 'CLIP|compound', '!np.clip', '+open_clip'),
  term('policy', 'policy|weak', '&rlhf'),
  term('temperature', 'temperature|plain', '~celsius'),
  term('steps', 'num_steps|in:code'),
];
const recogniser = new Recogniser(FormIndex.of(terms, ['pytorch']));
const filler = 'plain words of business\n'.repeat(40);

/** Why the first word of a form in the last line of a text is explained, or why not. */
function reason(text: string, word: string, locale: Locale = 'en', reader = {}): string {
  const line = text.split('\n').at(-1) ?? '';
  const context = contextIn(text, recogniser, reader);
  const [judgement] = recogniser.judge(line, line.indexOf(word), context);
  assert.ok(judgement, `"${word}" is spelled nowhere`);
  return reasonFor(judgement, locale, (id) => terms.find((each) => each.id === id));
}

describe('reasonFor', () => {
  const cases: readonly [text: string, word: string, en: RegExp, zh: RegExp, reader?: object][] = [
    ['RLHF', 'RLHF', /“RLHF” means this term wherever it stands/, /无论出现在哪里/],
    ['one token', 'token', /everyday word; the file is too short/, /文件太短/],
    [
      `pytorch\n${filler}a token`,
      'token',
      /speaks of AI: “pytorch” \(line 1\)/,
      /谈的是 AI：“pytorch”（第 1 行）/,
    ],
    [`${filler}a token`, 'token', /nothing in the file speaks of AI/, /没有谈到 AI/],
    [`pytorch\n${filler}a vae`, 'vae', /Other letters than “VAE”/, /大小写与“VAE”不同/],
    ['about RLHF\nthe policy', 'policy', /but “RLHF” \(line 1\) stands nearby/, /附近有“RLHF”（.*第 1 行）/],
    [`pytorch\n${filler}the policy`, 'policy', /nothing near vouches/, /附近没有内容/],
    ['in celsius\ntemperature', 'temperature', /“celsius” \(line 1\) nearby speaks/, /另有所指/],
    ['np.clip(x)', 'clip', /In “np\.clip” it means something else/, /在“np\.clip”里/],
    ['clip', 'clip', /only in these letters: “CLIP”/, /区分大小写/],
    ['open_clip', 'clip', /“open_clip” means this term/, /指的就是这个术语/],
    ['RLHF', 'RLHF', /You have muted “RLHF”/, /不再解释“RLHF”/, { isMuted: () => true }],
    ['num_steps', 'num', /counts only in code/, /这些位置才算：code/, { place: () => 'prose' }],
    ['RLHF', 'RLHF', /no cards in such places/, /不显示卡片/, { isWanted: () => false }],
  ];
  for (const [text, word, en, zh, reader] of cases) {
    it(`says why of “${word}” in ${JSON.stringify(text.slice(-40))}: ${en.source}`, () => {
      assert.match(reason(text, word, 'en', reader), en);
      assert.match(reason(text, word, 'zh-CN', reader), zh);
    });
  }

  it('names the path where that speaks of AI', () => {
    for (const locale of LOCALES) {
      const said = reason(`${filler}a token`, 'token', locale, { path: 'pytorch/a.py' });
      assert.match(said, locale === 'en' ? /the file’s path/ : /文件路径/);
    }
  });
});
