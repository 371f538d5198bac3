import assert from 'node:assert/strict';
import { speaksOfAi } from '../../../../src/core/recognition/evidence.ts';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';

const recogniser = new Recogniser(
  new FormIndex([
    term('token', 'token|plain', '词元'),
    term('clip', 'CLIP'),
    term('rlhf', 'RLHF|any'),
    term('reward-model', 'reward model', '奖励模型'),
    term('decoder', 'decoder|plain'),
  ]),
);

/** A text too long to be given the benefit of the doubt, with a line in it. */
const long = (line: string) => `${'for each item in the list, print its name.\n'.repeat(20)}${line}\n`;

describe('speaksOfAi', () => {
  for (const line of [
    'import torch',
    'from transformers import AutoModel',
    "import OpenAI from 'openai';",
    'require("@huggingface/inference")',
    'A study of deep learning.',
    '本文介绍深度学习。',
    'RLHF needs a reward model.',
    'RLHF 训练奖励模型',
  ]) {
    it(`hears it in: ${line}`, () => assert.equal(speaksOfAi(long(line), recogniser), true));
  }

  for (const line of [
    'the decoder reads one token',
    'clip_data(mesh); clip_path(mesh)',
    'RLHF',
    'storch and torchlight',
    'the jaxon parser',
    'to accelerate the delivery, light the torch',
    'the transformers of the power grid',
    "import { mathjax } from 'mathjax/jax/output'",
    'token token decoder decoder',
  ]) {
    it(`does not hear it in: ${line}`, () => assert.equal(speaksOfAi(long(line), recogniser), false));
  }

  it('gives a short text the benefit of the doubt', () =>
    assert.equal(speaksOfAi('one token', recogniser), true));

  it('reads a bounded part of a text', () => {
    assert.equal(speaksOfAi(`${'x '.repeat(40_000)}import torch`, recogniser), false);
  });
});
