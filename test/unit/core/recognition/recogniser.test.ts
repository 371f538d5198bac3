import assert from 'node:assert/strict';
import type { Place } from '../../../../src/core/glossary/form.ts';
import type { Context } from '../../../../src/core/recognition/evidence.ts';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';
import { contextIn } from './documents.ts';

const recogniser = new Recogniser(
  FormIndex.of([
    term('stable-diffusion', 'Stable Diffusion'),
    term('controlnet', 'ControlNet'),
    term('clip', 'CLIP|compound', '!np.clip', '!torch.clip', '!clip grad', '!PPO clip'),
    term('clip-score', 'CLIPScore', 'CLIP score'),
    term('lora', 'LoRA'),
    term('large-language-model', 'large language model', 'LLM|compound', '大语言模型', '大模型'),
    term('language-model', '语言模型'),
    term('rlhf', 'reinforcement learning from human feedback', 'RLHF|any'),
    term('reward-model', 'reward model', '奖励模型'),
    term('gpt-3', 'GPT-3'),
    term('gpt-3-5-turbo', 'GPT-3.5 Turbo', 'GPT-3.5'),
    term('gpt-4', 'GPT-4'),
    term('t5', 'T5'),
    term('kl-penalty', 'KL penalty', 'KL coef'),
    term('kl-divergence', 'KL'),
    term('u-net', 'U-Net'),
    term('3d-convolution', '3D convolution', 'Conv3d', '3D 卷积'),
    term('int4', 'int4'),
    term('vae', 'VAE|compound', 'variational autoencoder'),
    term('knowledge-distillation', 'distillation', '蒸馏', '知识蒸馏'),
    term('knn-cache', 'KNN 缓存'),
    term('policy', 'policy'),
    term('token', 'token', '!auth token', '!github token'),
    term('attention', 'attention', '!pay attention'),
    term('self-attention', 'self-attention', '自注意力机制'),
    term('fid', 'FID|compound', 'Fréchet Inception Distance', '!FID_T'),
    term('ppo', 'PPO'),
    term('github', 'GitHub'),
    term('ab-testing', 'A/B testing', 'AB test'),
    term('sam', 'SAM|exact'),
  ]),
);

/** What is found in a text: `id[surface]` from left to right. */
function found(text: string): string {
  return recogniser
    .scan(text)
    .map(({ terms, start, end }) => `${terms.join('|')}[${text.slice(start, end)}]`)
    .join(' ');
}

/** Runs each `[text, what is found]` as a test. */
function finds(cases: readonly (readonly [text: string, expected: string])[]): void {
  for (const [text, expected] of cases) {
    it(`${JSON.stringify(text)} → ${expected || 'nothing'}`, () => assert.equal(found(text), expected));
  }
}

describe('Recogniser.scan', () => {
  describe('identifiers', () => {
    finds([
      ['StableDiffusionControlNetPipeline', 'stable-diffusion[StableDiffusion] controlnet[ControlNet]'],
      ['rewardModel', 'reward-model[rewardModel]'],
      ['reward_model', 'reward-model[reward_model]'],
      ['REWARD_MODEL', 'reward-model[REWARD_MODEL]'],
      ['reward-model', 'reward-model[reward-model]'],
      ['clipLoss', 'clip[clip]'],
      ['clip_model', 'clip[clip]'],
      ['kl_coef', 'kl-penalty[kl_coef]'],
      ['rlhf_trainer', 'rlhf[rlhf]'],
      ['UNet2DConditionModel', 'u-net[UNet]'],
      ['nn.Conv3d(3, 64)', '3d-convolution[Conv3d]'],
      ['transformers.CLIPModel', 'clip[CLIP]'],
      ['CLIPScore', 'clip-score[CLIPScore]'],
      ['load_in_int4', 'int4[int4]'],
      ['lora_alpha', 'lora[lora]'],
      ['CLIPv2', 'clip[CLIP]'],
      ['vae2', ''],
    ]);
  });

  describe('prose', () => {
    finds([
      ['a large language model', 'large-language-model[large language model]'],
      ['large-language models', 'large-language-model[large-language models]'],
      ['LLMs and VAEs', 'large-language-model[LLMs] vae[VAEs]'],
      ['policies', 'policy[policies]'],
      ["the LLM's answer", 'large-language-model[LLM]'],
      ['Frechet inception distance', 'fid[Frechet inception distance]'],
      ['**RLHF**/`LoRA`', 'rlhf[RLHF] lora[LoRA]'],
      ['A/B testing', 'ab-testing[A/B testing]'],
      ['A/B-tests', 'ab-testing[A/B-tests]'],
      ['large, language model', ''],
      ['large\tlanguage model', ''],
    ]);
  });

  describe('case', () => {
    finds([
      ['CLIP', 'clip[CLIP]'],
      ['clip', ''],
      ['Clip', ''],
      ['the fid of a file', ''],
      ['rlhf', 'rlhf[rlhf]'],
      ['Lora', 'lora[Lora]'],
      ['SAM', 'sam[SAM]'],
      ['sam_model', ''],
      ['llms', ''],
      ['使用clip', ''],
    ]);
  });

  describe('words that mean something else', () => {
    finds([
      ['np.clip(x, 0, 1)', ''],
      ['torch.clip(x)', ''],
      ['torch.nn.utils.clip_grad_norm_', ''],
      ['authToken', ''],
      ['the auth tokens', ''],
      ['a token', 'token[token]'],
      ['pay attention to self-attention', 'self-attention[self-attention]'],
      ['struct fid_t', ''],
      ['PPO clip range', 'ppo[PPO]'],
      ['githubToken', 'github[github]'],
      ['auth token and token', 'token[token]'],
    ]);
  });

  describe('versions and words that only contain a term', () => {
    finds([
      ['GPT-4', 'gpt-4[GPT-4]'],
      ['GPT4', 'gpt-4[GPT4]'],
      ['gpt-4-turbo', 'gpt-4[gpt-4]'],
      ['GPT-4o', ''],
      ['GPT-4.1', ''],
      ['GPT-3.5-turbo', 'gpt-3-5-turbo[GPT-3.5-turbo]'],
      ['GPT-3.5', 'gpt-3-5-turbo[GPT-3.5]'],
      ['GPT-3.', 'gpt-3[GPT-3]'],
      ['QLoRA', ''],
      ['mT5', ''],
      ['T5X', ''],
      ['T50', ''],
      ['eclipse CLIPPING clipboard', ''],
      ['collision', ''],
    ]);
  });

  describe('signs', () => {
    const signed = new Recogniser(
      FormIndex.of([
        term('llama-cpp', 'llama.cpp'),
        term('pass-at-k', 'pass@k'),
        term('wandb', 'Weights & Biases', 'W&B'),
        term('dall-e', 'DALL·E'),
        term('cnn-dm', 'CNN/DailyMail'),
        term('reward-model', 'reward model', '+torch.nn'),
      ]),
    );
    for (const [text, expected] of [
      ['llama.cpp and llama-cpp', 'llama.cpp, llama-cpp'],
      ['pass@k, pass @ k', 'pass@k'],
      ['Weights & Biases, W&B', 'Weights & Biases, W&B'],
      ['DALL·E', 'DALL·E'],
      ['CNN/DailyMail', 'CNN/DailyMail'],
      ['reward.model reward/model reward & model reward@model', ''],
      ['weights, biases; weights.biases', ''],
    ] as const) {
      it(`${text} → ${expected || 'nothing'}`, () =>
        assert.equal(
          signed
            .scan(text)
            .map(({ start, end }) => text.slice(start, end))
            .join(', '),
          expected,
        ));
    }
  });

  describe('versions of a family', () => {
    const families = new Recogniser(
      FormIndex.of([
        term('llama', 'Llama', '*'),
        term('llama-2', 'Llama 2', '*'),
        term('gpt', 'GPT', '*'),
        term('mixtral', 'Mixtral', '*'),
      ]),
    );
    for (const [text, expected] of [
      ['Llama-3.1-8B-Instruct', 'Llama-3.1'],
      ['Llama3_2ForCausalLM', 'Llama3_2'],
      ['LLaMA2-7B', 'LLaMA2-7B'],
      ['Llama 13B', 'Llama 13B'],
      ['Llama-13B-chat', 'Llama'],
      ['llama', 'llama'],
      ['Llama 3', 'Llama 3'],
      ['Llama3Model', 'Llama3'],
      ['GPT-4o', 'GPT-4o'],
      ['gpt-4.1-mini', 'gpt-4.1'],
      ['llama3_1_config', 'llama3_1'],
      ['gpt-4-1-2025-04-14', 'gpt-4-1'],
      ['gpt-4-0613', 'gpt-4'],
      ['Llama-2-7b-chat', 'Llama-2'],
      ['Llama 2 7B', 'Llama 2'],
      ['Mixtral-8x22B', 'Mixtral'],
      ['Mixtral 8x7B', 'Mixtral'],
    ] as const) {
      it(`${text} → ${expected}`, () => {
        const [match] = families.scan(text);
        assert.equal(match && text.slice(match.start, match.end), expected);
      });
    }
  });

  describe('Chinese', () => {
    finds([
      ['使用LoRA微调大语言模型', 'lora[LoRA] large-language-model[大语言模型]'],
      ['知识蒸馏与蒸馏', 'knowledge-distillation[知识蒸馏] knowledge-distillation[蒸馏]'],
      ['通过自注意力机制（Self-Attention）', 'self-attention[自注意力机制] self-attention[Self-Attention]'],
      ['建立KNN缓存机制', 'knn-cache[KNN缓存]'],
      ['建立 KNN 缓存机制', 'knn-cache[KNN 缓存]'],
      ['3D卷积', '3d-convolution[3D卷积]'],
      ['ＬＬＭ，ＲＬＨＦ', 'large-language-model[ＬＬＭ] rlhf[ＲＬＨＦ]'],
      ['LoRAをインストール', 'lora[LoRA]'],
      ['LoRA로 학습', 'lora[LoRA]'],
      ['奖励模型、语言模型', 'reward-model[奖励模型] language-model[语言模型]'],
    ]);
  });

  it('asks what is around only when it meets an everyday word', () => {
    const fail = () => assert.fail('asked');
    const context: Context = {
      sensitivity: 'balanced',
      spellsNothing: () => false,
      speaksOfAi: fail,
      company: fail,
      voucher: fail,
      opposition: fail,
      relevance: fail,
      place: () => 'prose',
      isWanted: () => true,
      isMuted: () => false,
    };
    assert.equal(recogniser.scan('RLHF and LoRA', context).length, 2);
  });

  it('never joins words across a path or a call', () => {
    assert.equal(found('reward/model reward.model reward::model reward(model'), '');
    assert.equal(found('奖励/模型'), '');
  });

  it('takes an identifier said with blanks in prose, and no two words of code', () => {
    const linear = new Recogniser(FormIndex.of([term('linear-layer', 'in_features')]));
    const idsIn = (text: string, place: Place) =>
      linear.scan(text, contextIn(text, linear, { place: () => place })).flatMap(({ terms }) => terms);
    assert.deepEqual(idsIn('the layer has 4 in features', 'prose'), ['linear-layer']);
    assert.deepEqual(idsIn('assert name in features', 'code'), []);
    assert.deepEqual(idsIn('Linear(in_features=4)', 'code'), ['linear-layer']);
  });

  it('takes no other word for a plural in es, and no hash for a name', () => {
    const terms = new Recogniser(
      FormIndex.of([term('pag', 'PAG'), term('box', 'anchor box'), term('tpu', 'TPU')]),
    );
    const idsIn = (text: string) => terms.scan(text).flatMap(({ terms: ids }) => ids);
    assert.deepEqual(idsIn('RegularPAGES'), []);
    assert.deepEqual(idsIn('anchor boxes and TPUs'), ['box', 'tpu']);
    assert.deepEqual(idsIn('sha512-TwEZ+X+yCJmYfL7TPUOcvBZ4QfoT5YenQiJuX'), []);
  });

  it('takes a phrase no longer than the form for a voucher as it is written only', () => {
    const models = new Recogniser(FormIndex.of([term('llama', 'Llama|weak', '+LLaMA')]));
    const idsIn = (text: string) => models.scan(text, contextIn(text, models)).flatMap(({ terms }) => terms);
    assert.deepEqual(idsIn('a llama'), []);
    assert.deepEqual(idsIn('LLaMA'), ['llama']);
  });

  it('takes the beginning of a longer name for no voucher', () => {
    const tools = new Recogniser(FormIndex.of([term('ray', 'Ray|weak', '+import ray')]));
    const idsIn = (text: string) => tools.scan(text, contextIn(text, tools)).flatMap(({ terms }) => terms);
    assert.deepEqual(idsIn('from cameras import RayBundle'), []);
    assert.deepEqual(idsIn('import ray'), ['ray']);
  });

  it('takes no two words for a name in camelCase', () => {
    const sdk = new Recogniser(
      FormIndex.of([term('vercel-ai-sdk', 'useChat'), term('clip-score', 'CLIPScore')]),
    );
    const idsIn = (text: string) => sdk.scan(text).flatMap(({ terms }) => terms);
    assert.deepEqual(idsIn('we use chat templates'), []);
    assert.deepEqual(idsIn('const { messages } = useChat();'), ['vercel-ai-sdk']);
    assert.deepEqual(idsIn('the CLIP score'), ['clip-score']);
  });

  it('gives every term that claims a shared form', () => {
    const shared = new Recogniser(FormIndex.of([term('a', 'LR'), term('b', 'LR')]));
    assert.deepEqual(
      shared.scan('LR').map(({ terms }) => terms),
      [['a', 'b']],
    );
  });
});

describe('Recogniser.at', () => {
  const at = (text: string, offset: number) =>
    recogniser.at(text, offset).map(({ terms, start, end }) => `${terms.join('|')}[${start},${end}]`);

  it('puts the term under the offset first and the others of its identifier after it', () => {
    const text = '  x = StableDiffusionControlNetPipeline()';
    assert.deepEqual(at(text, 8), ['stable-diffusion[6,21]', 'controlnet[21,31]']);
    assert.deepEqual(at(text, 25), ['controlnet[21,31]', 'stable-diffusion[6,21]']);
  });

  it('gives nothing on the part of an identifier that is no term', () => {
    assert.deepEqual(at('StableDiffusionPipeline', 18), []);
  });

  it('leaves out terms of other words of the line', () => {
    assert.deepEqual(at('CLIP and LoRA', 1), ['clip[0,4]']);
  });

  it('gives nothing right behind a term: the next letter is under the pointer', () => {
    assert.deepEqual(at('CLIP ', 4), []);
    assert.deepEqual(at('蒸馏后', 2), []);
  });

  it('counts a cursor right behind a term as on it, unless another term begins there', () => {
    const atCursor = (text: string, offset: number) =>
      recogniser.atCursor(text, offset).map(({ terms, start, end }) => `${terms.join('|')}[${start},${end}]`);
    assert.deepEqual(atCursor('CLIP ', 4), ['clip[0,4]']);
    assert.deepEqual(atCursor('StableDiffusionControlNet', 15), [
      'controlnet[15,25]',
      'stable-diffusion[0,15]',
    ]);
    assert.deepEqual(atCursor(' CLIP', 0), []);
  });

  it('finds the second occurrence in a Chinese line', () => {
    assert.deepEqual(at('蒸馏后的模型再蒸馏一次', 7), ['knowledge-distillation[7,9]']);
  });

  it('gives nothing in an empty text, outside the text and between terms', () => {
    assert.deepEqual(at('', 0), []);
    assert.deepEqual(at('CLIP', 99), []);
    assert.deepEqual(at('CLIP  LoRA', 5), []);
  });

  it('passes over lone surrogates and control characters', () => {
    assert.deepEqual(at('\ud83d CLIP \udc00\u0000', 3), ['clip[2,6]']);
  });

  it('reads a bounded part of a megabyte line and still finds the term', () => {
    const text = `${'x '.repeat(500_000)}large language model${' y'.repeat(500_000)}`;
    assert.deepEqual(at(text, 1_000_005), ['large-language-model[1000000,1000020]']);
  });

  it('agrees with scan about a term anywhere on a long line', () => {
    const text = 'the RLHF of a large language model, a GPT-3.5-turbo and a clipLoss; '.repeat(40);
    for (const { start, end, terms } of recogniser.scan(text)) {
      assert.deepEqual(recogniser.at(text, start)[0], recogniser.at(text, end - 1)[0]);
      assert.deepEqual(at(text, start)[0], `${terms.join('|')}[${start},${end}]`);
    }
  });
});
