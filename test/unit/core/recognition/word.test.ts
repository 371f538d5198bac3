import assert from 'node:assert/strict';
import { DIGITS, HAN_CHARACTER, LETTERS, Words } from '../../../../src/core/recognition/word.ts';

const wordsOf = (text: string, from?: number, to?: number) => {
  const words = new Words().read(text, from, to);
  return Array.from({ length: words.count }, (_, i) => text.slice(words.start(i), words.end(i)));
};

describe('Words', () => {
  const cases: readonly [text: string, words: readonly string[]][] = [
    ['', []],
    [' -_.', []],
    ['StableDiffusionControlNetPipeline', ['Stable', 'Diffusion', 'Control', 'Net', 'Pipeline']],
    ['reward_model', ['reward', 'model']],
    ['kebab-case-name', ['kebab', 'case', 'name']],
    ['clipLoss', ['clip', 'Loss']],
    ['HTMLParser', ['HTML', 'Parser']],
    ['CLIPTextModelWithProjection', ['CLIP', 'Text', 'Model', 'With', 'Projection']],
    ['LLMs', ['LLMs']],
    ['LLMsAreModels', ['LLMs', 'Are', 'Models']],
    ['VAEs, GANs', ['VAEs', 'GANs']],
    ['UNet2DConditionModel', ['U', 'Net', '2', 'D', 'Condition', 'Model']],
    ['GPT-4o', ['GPT', '4', 'o']],
    ['"a\\nLLM\\tRLHF\\rtoken\\n"', ['a', 'LLM', 'RLHF', 'rtoken']],
    ['\\tanh \\rho', ['tanh', 'rho']],
    ['int4', ['int', '4']],
    ['conv3d', ['conv', '3', 'd']],
    ['使用LoRA微调', ['使', '用', 'Lo', 'RA', '微', '调']],
    ['ＬＬＭ模型', ['ＬＬＭ', '模', '型']],
    ['Fréchet', ['Fréchet']],
    ['β-VAE', ['β', 'VAE']],
    ['модельДанных', ['модель', 'Данных']],
    ['SCREAMING_SNAKE', ['SCREAMING', 'SNAKE']],
    ['a\ud800b', ['a', 'b']],
  ];
  for (const [text, words] of cases) {
    it(`splits ${JSON.stringify(text)}`, () => {
      assert.deepEqual(wordsOf(text), words);
    });
  }

  it('tells letters, digits and Han characters apart', () => {
    const words = new Words().read('ab12模');
    assert.deepEqual([...words.kinds.slice(0, words.count)], [LETTERS, DIGITS, HAN_CHARACTER]);
  });

  it('reads only the part it is given, and forgets what it read before', () => {
    const words = new Words().read('one two three');
    assert.equal(words.read('one two three', 4, 7).count, 1);
    assert.deepEqual([words.start(0), words.end(0)], [4, 7]);
  });

  it('reads more words than it had room for', () => {
    assert.equal(new Words().read('a '.repeat(1000)).count, 1000);
  });
});
