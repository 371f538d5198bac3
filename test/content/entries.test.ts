import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { glossaryList } from '../../src/build/glossary/glossary-list.ts';
import { formatProblem } from '../../src/build/problem.ts';
import { renderCard } from '../../src/core/cards/card.ts';
import { titlesOf } from '../../src/core/cards/title.ts';
import { LOCALES } from '../../src/core/glossary/locale.ts';
import { UNDISPUTED } from '../../src/core/recognition/evidence.ts';
import { entryHtml } from '../../src/webview/entry-html.ts';
import { repository } from '../repository.ts';
import { compiled, recogniser } from './compiled.ts';

/** What an editor shows of one Markdown text before it cuts it off. */
const LONGEST_HOVER = 100_000;

describe('the glossary', () => {
  it('has no problem', () => assert.deepEqual(compiled.problems.map(formatProblem), []));

  it('holds at least 600 entries', () =>
    assert.ok(compiled.entries.length >= 600, `${compiled.entries.length} entries`));

  it('is listed in GLOSSARY.md as it is', () =>
    assert.equal(
      readFileSync(path.join(repository, 'GLOSSARY.md'), 'utf8'),
      glossaryList(compiled),
      'run npm run list:glossary',
    ));

  it('has an entry in every topic', () => {
    const used = new Set(compiled.entries.map(({ topic }) => topic));
    assert.deepEqual(
      compiled.topics.map(({ id }) => id).filter((id) => !used.has(id)),
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

  it('can be read through from the entry each topic starts with', () => {
    const neighbours = new Map<string, Set<string>>(compiled.entries.map(({ id }) => [id, new Set()]));
    for (const { id, related, confusedWith } of compiled.entries) {
      for (const other of [...related, ...confusedWith]) {
        neighbours.get(id)?.add(other);
        neighbours.get(other)?.add(id);
      }
    }
    const reached = new Set(compiled.topics.map(({ start }) => start));
    for (const id of reached) for (const next of neighbours.get(id) ?? []) reached.add(next);
    assert.deepEqual(
      compiled.entries.map(({ id }) => id).filter((id) => !reached.has(id)),
      [],
    );
  });

  it('says nothing twice: no two cards share most of their words', () => {
    const cards = compiled.entries.map(({ id, text }) => ({
      id,
      words: new Set(text.en.card.toLowerCase().match(/[a-z0-9]{4,}/g)),
    }));
    const twins: string[] = [];
    for (const [i, a] of cards.entries()) {
      for (const b of cards.slice(i + 1)) {
        const shared = [...a.words].filter((word) => b.words.has(word)).length;
        if (shared / Math.min(a.words.size, b.words.size) > 0.7) twins.push(`${a.id} and ${b.id}`);
      }
    }
    assert.deepEqual(twins, []);
  });

  for (const entry of compiled.entries) {
    describe(entry.id, () => {
      it('is recognised in every form, whole', () => {
        for (const { text, in: places } of entry.forms) {
          const place = places?.[0] ?? 'prose';
          const matches = recogniser.scan(text, { ...UNDISPUTED, place: () => place });
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
            at: { uri: 'file:///a.py', line: 0, character: 0 },
          });
          assert.ok(card.length < LONGEST_HOVER, `the card has ${card.length} characters`);
          const page = entryHtml({
            entry: { ...entry, snippets: [] },
            topic: names,
            locale,
            related: [],
            confusedWith: [],
            namedBy: [],
            topicStart: entry.id,
            snippets: [],
            canGoBack: false,
            canGoForward: false,
          });
          for (const title of titlesOf(entry, locale))
            assert.ok(page.includes(title.replaceAll('&', '&amp;')), title);
          // A formula left as TeX was not typeset, or a dollar sign was meant as one.
          assert.ok(!page.includes('class="tex"'), 'a formula is shown as TeX');
          assert.ok(!/\$[^$<]+\$/.test(page), 'a formula was not read as one');
        });
      }
    });
  }
});
