import assert from 'node:assert/strict';
import { splitWords } from '../../../../src/core/recognition/word.ts';

describe('splitWords', () => {
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
      assert.deepEqual(
        splitWords(text).map(({ start, end }) => text.slice(start, end)),
        words,
      );
    });
  }

  it('reads only the part it is given, with offsets of the whole', () => {
    assert.deepEqual(splitWords('one two three', 4, 7), [{ start: 4, end: 7, kind: 'letters' }]);
  });
});
