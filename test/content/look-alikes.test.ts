import assert from 'node:assert/strict';
import { speaksOfAi } from '../../src/core/recognition/evidence.ts';
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

describe('everyday words in code that has nothing to do with AI', () => {
  const filler = 'result = compute(order, customer, invoice)  # plain business code\n'.repeat(20);
  for (const line of [
    'decoder := json.NewDecoder(request.Body)',
    'var encoder Encoder',
    'if token == next.token { return token }',
    'temperature = sensor.read()  # in degrees Celsius',
    '.. attention:: This class is abstract.',
    'the diffusion of heat through the plate',
    'def confirm(prompt):',
    'await measure(latency, throughput)',
    '按钮位置需要微调，温度过高时报警',
    'clip_data(mesh)',
    '客服电话的响应延迟',
  ]) {
    it(`are left alone: ${line}`, () => {
      const text = filler + line;
      assert.deepEqual(
        recogniser
          .scan(text, () => speaksOfAi(text, recogniser))
          .map(({ start, end, terms }) => `${text.slice(start, end)} as ${terms.join(', ')}`),
        [],
      );
    });
    it(`and are explained where the text speaks of AI: ${line}`, () => {
      const text = `import torch\n${filler}${line}`;
      assert.ok(recogniser.scan(text, () => speaksOfAi(text, recogniser)).length > 0);
    });
  }
});
