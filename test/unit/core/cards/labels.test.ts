import assert from 'node:assert/strict';
import { labelsFor } from '../../../../src/core/cards/labels.ts';

describe('labels', () => {
  const cases: readonly [authors: readonly string[], en: string, zh: string][] = [
    [['OpenAI'], 'OpenAI', 'OpenAI'],
    [['A', 'B'], 'A & B', 'A、B'],
    [['A', 'et al.'], 'A et al.', 'A 等'],
    [['A', 'B', 'C'], 'A et al.', 'A 等'],
  ];
  for (const [authors, en, zh] of cases) {
    it(`shortens ${authors.join(', ')}`, () => {
      assert.equal(labelsFor('en').authorsInBrief(authors), en);
      assert.equal(labelsFor('zh-CN').authorsInBrief(authors), zh);
    });
  }

  it('lists authors in full', () => {
    assert.equal(labelsFor('en').authors(['A', 'B', 'et al.']), 'A, B, et al.');
    assert.equal(labelsFor('zh-CN').authors(['A', 'B', 'et al.']), 'A, B 等');
  });
});
