import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileSnippets } from '../../../../src/build/snippets/compile.ts';
import { LISTS, withSnippetList } from '../../../../src/build/snippets/snippet-list.ts';
import { repository } from '../../../repository.ts';

describe('withSnippetList', () => {
  for (const [name, locale] of LISTS) {
    it(`finds the list of ${name} as it is (npm run list:snippets)`, async () => {
      const { snippets } = await compileSnippets(repository);
      const document = readFileSync(path.join(repository, name), 'utf8');
      assert.equal(document, withSnippetList(document, snippets, locale));
      for (const { id } of snippets) assert.ok(document.includes(`| \`${id}\``), id);
    });
  }

  it('refuses a document without a place for the list', () => {
    assert.throws(() => withSnippetList('# Title\n', [], 'en'), /no <!-- snippets/);
  });
});
