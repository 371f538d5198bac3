import assert from 'node:assert/strict';
import { localeFor, otherLocale } from '../../../../src/core/glossary/locale.ts';

describe('locale', () => {
  for (const [tag, locale] of [
    ['en', 'en'],
    ['de', 'en'],
    ['zh-cn', 'zh-CN'],
    ['zh-tw', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zha', 'en'],
  ] as const) {
    it(`reads ${locale} in an editor in ${tag}`, () => assert.equal(localeFor(tag), locale));
  }

  it('knows the other language', () => {
    assert.equal(otherLocale('en'), 'zh-CN');
    assert.equal(otherLocale('zh-CN'), 'en');
  });
});
