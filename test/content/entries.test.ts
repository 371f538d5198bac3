import assert from 'node:assert/strict';
import { formatProblem } from '../../src/build/problem.ts';
import { renderCard } from '../../src/core/cards/card.ts';
import { titlesOf } from '../../src/core/cards/title.ts';
import { LOCALES } from '../../src/core/glossary/locale.ts';
import { entryHtml } from '../../src/webview/entry-html.ts';
import { compiled, recogniser } from './compiled.ts';

/** What an editor shows of one Markdown text before it cuts it off. */
const LONGEST_HOVER = 100_000;

describe('the glossary', () => {
  it('has no problem', () => assert.deepEqual(compiled.problems.map(formatProblem), []));

  it('holds at least 70 entries', () =>
    assert.ok(compiled.entries.length >= 70, `${compiled.entries.length} entries`));

  it('has an entry in every topic', () => {
    const used = new Set(compiled.entries.map(({ topic }) => topic));
    assert.deepEqual(
      compiled.index.topics.map(({ id }) => id).filter((id) => !used.has(id)),
      [],
    );
  });

  it('leaves no entry without another that leads to it', () => {
    const reached = new Set(
      compiled.entries.flatMap(({ related, confusedWith }) => [...related, ...confusedWith]),
    );
    assert.deepEqual(
      compiled.entries.map(({ id }) => id).filter((id) => !reached.has(id)),
      [],
    );
  });

  for (const entry of compiled.entries) {
    describe(entry.id, () => {
      it('is recognised in every form, whole', () => {
        for (const { text } of entry.forms) {
          const matches = recogniser.scan(text);
          assert.deepEqual(
            matches.map(({ start, end }) => text.slice(start, end)),
            [text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')],
            `"${text}" is taken apart, or silenced by an exclusion`,
          );
          assert.ok(matches[0]?.terms.includes(entry.id), `"${text}" is taken for ${matches[0]?.terms}`);
        }
      });

      for (const locale of LOCALES) {
        it(`has a card and a page in ${locale}`, () => {
          const names = { en: 'Topic', 'zh-CN': '主题' };
          const card = renderCard({
            entry: { ...entry, snippets: [] },
            topic: names,
            locale,
            colour: '#cccccc',
            related: [],
            otherSenses: [],
            alsoHere: [],
          });
          assert.ok(card.length < LONGEST_HOVER, `the card has ${card.length} characters`);
          const page = entryHtml({
            entry: { ...entry, snippets: [] },
            topic: names,
            locale,
            related: [],
            confusedWith: [],
            snippets: [],
            canGoBack: false,
            canGoForward: false,
          });
          for (const title of titlesOf(entry, locale))
            assert.ok(page.includes(title.replaceAll('&', '&amp;')), title);
          // A formula left as TeX was not typeset, or a dollar sign was meant as one.
          assert.ok(!/<code>[^<]*\\[a-z]+[^<]*<\/code>/.test(page), 'a formula is shown as TeX');
          assert.ok(!/\$[^$<]+\$/.test(page), 'a formula was not read as one');
        });
      }
    });
  }
});
