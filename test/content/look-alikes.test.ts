import assert from 'node:assert/strict';
import { recogniser } from './compiled.ts';

describe('words that mean something else', () => {
  for (const text of [
    'x = np.clip(x, 0, 1)',
    'torch.clip(x, min=0)',
    'torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)',
    'clip-path: circle(50%);',
    'const authToken = await login();',
    'headers: { Authorization: `Bearer ${accessToken}` }',
    'Please pay attention to the order of the steps.',
    'transform: rotate(45deg);',
    'const parameter = url.searchParams.get("q");',
    'func (s *Stat) fid(fid uint64) error',
    'the bank teller asked for a policy number',
    'window.prompt("Name?")',
    'new TextEncoder().encode(name)',
  ]) {
    it(`are left alone: ${text}`, () => {
      assert.deepEqual(
        recogniser.scan(text).map(({ start, end, terms }) => `${text.slice(start, end)} as ${terms}`),
        [],
      );
    });
  }
});
