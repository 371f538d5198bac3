// name: Zero-shot image classification with CLIP / 用 CLIP 做零样本图像分类
// description: Sorts pictures into labels of your own without any training; the labels are embedded once for all pictures; runs on your own machine / 不经训练，用自定义标签给图片分类；标签只编码一次，供所有图片使用；在本机运行
// prefix: ai-zero-shot-image
// terms: zero-shot-classification, zero-shot-learning, clip, image-classification, contrastive-learning, image-embedding
// packages: @huggingface/transformers@4.3.1, @types/node@24.19.2 (dev)
// stop 1 choice: Xenova/clip-vit-base-patch32 | Xenova/clip-vit-base-patch16 | Xenova/clip-vit-large-patch14
// stop 2 choice: fp32 | fp16 | q8 | q4
// stop 3: a photo of a
// stop 4: 600_000
//#region snippet
import {
  AutoProcessor,
  AutoTokenizer,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  cos_sim,
  env,
  RawImage,
  softmax,
  type PreTrainedTokenizer,
  type Tensor,
} from '@huggingface/transformers';

const MODEL = 'Xenova/clip-vit-base-patch32';
const DTYPE = 'fp32';
/** CLIP has learned from captions: in a sentence, a label is understood better than alone. */
const describe = (label: string) => `a photo of a ${label}.`;
/** What the cosines are multiplied by: 1 / temperature, which CLIP learned and which is capped at 100. */
const LOGIT_SCALE = 100;
/** What CLIP reads of a text, with the tokens for start and end. */
const MAX_TOKENS = 77;
/** For each file that is downloaded. */
const TIMEOUT_MS = 600_000;

// From where the model is downloaded, and where it is kept: unless you say so, in node_modules.
env.remoteHost = process.env.HF_ENDPOINT ?? 'https://huggingface.co';
env.cacheDir = process.env.TRANSFORMERS_CACHE ?? env.cacheDir;
env.fetch = (url, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

export interface Guess {
  readonly label: string;
  /** Among the labels: they sum to 1 even where none is right. */
  readonly probability: number;
}

/** Resolves to the labels for a picture (a path, a URL or encoded bytes), the most probable first. */
export type Classify = (picture: string | URL | Blob) => Promise<Guess[]>;

/**
 * Loads CLIP and makes a classifier of two labels or more (Radford et al. 2021, sect. 3.1.2): the softmax of the scaled
 * cosines between the picture's embedding and those of the labels. The first time, it downloads the model.
 */
export async function loadZeroShotClassifier(labels: readonly string[]): Promise<Classify> {
  if (labels.length < 2) throw new RangeError(`There is nothing to choose from ${labels.length} labels`);
  const [tokenizer, processor, textModel, visionModel] = await Promise.all([
    AutoTokenizer.from_pretrained(MODEL),
    AutoProcessor.from_pretrained(MODEL),
    CLIPTextModelWithProjection.from_pretrained(MODEL, { dtype: DTYPE }),
    CLIPVisionModelWithProjection.from_pretrained(MODEL, { dtype: DTYPE }),
  ]).catch((error: Error) => {
    throw new Error(`Cannot load ${MODEL} from ${env.remoteHost}: ${error.message}`, { cause: error });
  });
  const tokens = tokenize(tokenizer, labels.map(describe));
  const { text_embeds } = (await textModel(tokens)) as { text_embeds: Tensor };
  const labelVectors = text_embeds.tolist() as number[][];

  return async (picture) => {
    const pixels: unknown = await processor(await RawImage.read(picture));
    const { image_embeds } = (await visionModel(pixels)) as { image_embeds: Tensor };
    const logits = labelVectors.map((vector) => LOGIT_SCALE * cos_sim(image_embeds.tolist()[0], vector));
    if (logits.some(Number.isNaN))
      throw new RangeError('The embeddings are not finite: try another data type');
    const probabilities = softmax(logits);
    const guesses = labels.map((label, i) => ({ label, probability: probabilities[i] ?? NaN }));
    return guesses.sort((a, b) => b.probability - a.probability);
  };
}

function tokenize(tokenizer: PreTrainedTokenizer, texts: string[]) {
  for (const text of texts) {
    // Cut to this size, a text would lose the end token, which is where CLIP takes its embedding.
    const { length } = tokenizer.encode(text);
    if (length > MAX_TOKENS)
      throw new RangeError(`CLIP reads ${MAX_TOKENS} tokens; these are ${length}: ${text}`);
  }
  return tokenizer(texts, { padding: true });
}
//#endregion snippet
