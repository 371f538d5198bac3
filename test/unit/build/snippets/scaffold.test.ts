import assert from 'node:assert/strict';
import { formatProblem } from '../../../../src/build/problem.ts';
import { compileSources } from '../../../../src/build/snippets/compile.ts';
import { scaffold } from '../../../../src/build/snippets/scaffold.ts';

describe('scaffold', () => {
  it('gives a snippet without a problem, and a test of it', async () => {
    const [[path, text] = ['', ''], [testPath, test] = ['', '']] = [...scaffold('ai-some-thing')];
    const { snippets, problems } = await compileSources([{ path, text }], new Map());
    assert.deepEqual(problems.map(formatProblem), []);
    assert.equal(snippets[0]?.id, 'ai-some-thing');
    assert.equal(testPath, 'test/snippets/some-thing.test.ts');
    assert.match(test, /'ai-some-thing'/);
  });
});
