import assert from 'node:assert/strict';
import { explainedIn } from '../unit/core/recognition/documents.ts';
import { recogniser } from './compiled.ts';

describe('words that mean something else', () => {
  for (const text of [
    'x = np.clip(x, 0, 1)',
    'torch.clip(x, min=0)',
    'x.clip(0, 1)',
    'torch.nn.utils.clip_grad_value_',
    'clip-path: circle(50%);',
    'const authToken = await login();',
    'headers: { Authorization: `Bearer ${accessToken}` }',
    'Please pay attention to the order of the steps.',
    'transform: rotate(45deg);',
    'const ids = rows.map((row) => row.id);',
    'headers["User-Agent"] = name;',
    'func (s *Stat) fid(fid uint64) error',
    'the bank teller asked for a policy number',
    'window.prompt("Name?")',
    'new TextEncoder().encode(name)',
    'the epoch is 1970-01-01T00:00:00Z, in Unix epoch seconds',
  ]) {
    it(`are left alone in a file about AI: ${text}`, () => {
      const explained = explainedIn(`import torch\n${text}`, recogniser);
      // What is explained there all the same has nothing to do with the word that looks alike.
      assert.equal(explained.replace(/\b(?:gradient-clipping|pytorch|tensor)\[[^\]]*\]/g, '').trim(), '');
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
    'the weight of each layer, a batch of features, one parameter',
  ]) {
    it(`are left alone: ${line}`, () => assert.equal(explainedIn(filler + line, recogniser), ''));
  }

  for (const line of [
    'decoder = Decoder(config)',
    'tokens = encode(text)',
    'temperature = 0.7',
    '微调之后',
  ]) {
    it(`and are explained where the text speaks of AI: ${line}`, () =>
      assert.notEqual(explainedIn(`import torch\n${filler}${line}`, recogniser), ''));
  }
});
