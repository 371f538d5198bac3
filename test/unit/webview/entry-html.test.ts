import assert from 'node:assert/strict';
import type { EntryPage } from '../../../src/core/cards/entry-page.ts';
import { entryHtml } from '../../../src/webview/entry-html.ts';
import { RLHF } from '../core/entry.ts';
import { term } from '../core/terms.ts';

const page: EntryPage = {
  entry: RLHF,
  topic: { en: 'Training', 'zh-CN': '训练' },
  locale: 'en',
  related: [term('reward-model', 'Reward model')],
  confusedWith: [],
  namedBy: [],
  topicStart: 'rlhf',
  snippets: [],
  canGoBack: false,
  canGoForward: true,
};

describe('entryHtml', () => {
  it('shows the entry in the page’s language', () => {
    const english = entryHtml(page);
    assert.match(english, /<h1>Reinforcement learning from human feedback<\/h1>/);
    assert.match(english, /Training a model toward what people prefer\./);
    assert.match(english, /<h3>Pitfalls<\/h3>/);
    assert.match(english, /Long Ouyang, Jeff Wu, et al\. · 2022/);
    const chinese = entryHtml({ ...page, locale: 'zh-CN' });
    assert.match(chinese, /<h1>人类反馈强化学习<\/h1>/);
    assert.match(chinese, /Long Ouyang, Jeff Wu 等 · 2022/);
  });

  it('typesets the formula on its own and inside the text', () => {
    const html = entryHtml(page);
    assert.match(
      html,
      /<p class="formula"><span role="img" aria-label="\\max_\\phi r" data-depth="0.5"><svg/,
    );
    assert.match(html, /The weight <span role="img" aria-label="\\beta" data-depth="0.25"><svg/);
  });

  it('shows the TeX of a formula that was not typeset', () => {
    assert.match(
      entryHtml({ ...page, entry: { ...RLHF, formulas: {} } }),
      /The weight <code class="tex">\\beta<\/code>/,
    );
  });

  it('links to related terms, and leaves out empty lists', () => {
    const html = entryHtml(page);
    assert.match(html, /<a href="#reward-model"/);
    assert.ok(!html.includes('Not to be confused with'));
    assert.ok(!html.includes('data-snippet'));
    assert.match(
      entryHtml({ ...page, snippets: [{ id: 'ai-canny', name: { en: 'Canny', 'zh-CN': '边缘' } }] }),
      /<button type="button" data-snippet="ai-canny">Canny<\/button>/,
    );
  });

  it('says which way the history goes', () => {
    const html = entryHtml(page);
    assert.match(html, /data-action="back"[^>]* disabled/);
    assert.ok(!/data-action="forward"[^>]* disabled/.test(html));
  });

  it('lists only the forms that the header does not show', () => {
    const forms = /<ul class="forms">(.*?)<\/ul>/.exec(entryHtml(page))?.[1];
    assert.equal(forms, '<li>基于人类反馈的强化学习</li>');
  });

  it('shows hostile Markdown as text', () => {
    const body =
      '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](http://a.b) ![z](https://a.b/c.png "t")';
    const entry = {
      ...RLHF,
      name: { en: '<i>"x"</i>', 'zh-CN': 'x' },
      text: { ...RLHF.text, en: { ...RLHF.text.en, body } },
    };
    const html = entryHtml({ ...page, entry });
    assert.ok(!/<script|<img src=x|href="javascript|href="http:/.test(html));
    assert.match(html, /<h1>&lt;i&gt;&quot;x&quot;&lt;\/i&gt;<\/h1>/);
  });
});
