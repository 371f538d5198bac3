// name: CLIPScore: how well a picture fits its text / CLIPScore：图片与文本的匹配程度
// description: The cosine of CLIP's embeddings of a picture and a caption, scaled as in the paper; runs on your own machine / 用 CLIP 计算图片与描述的嵌入余弦，并按论文的系数缩放；在本机运行
// prefix: ai-clip-score
// terms: clip-score, clip, cross-modal-alignment, cosine-similarity, image-embedding, text-to-image
// packages: @huggingface/transformers@4.3.1, @types/node@24.19.2 (dev)
// stop 1 choice: Xenova/clip-vit-base-patch32 | Xenova/clip-vit-base-patch16 | Xenova/clip-vit-large-patch14
// stop 2 choice: fp32 | fp16 | q8 | q4
// stop 3 after WEIGHT =: 2.5
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
  type Tensor,
} from '@huggingface/transformers';

/** The paper's checkpoint is ViT-B/32. A score can be compared only with those of the same checkpoint and data type. */
const MODEL = 'Xenova/clip-vit-base-patch32';
const DTYPE = 'fp32';
/** The w and the prompt of the paper; TorchMetrics has 100 and no prompt. */
const WEIGHT = 2.5;
const PROMPT = 'A photo depicts ';
/** What CLIP reads of a text, with the tokens for start and end. */
const MAX_TOKENS = 77;
/** For each file that is downloaded. */
const TIMEOUT_MS = 600_000;

// From where the model is downloaded, and where it is kept: unless you say so, in node_modules.
env.remoteHost = process.env.HF_ENDPOINT ?? 'https://huggingface.co';
env.cacheDir = process.env.TRANSFORMERS_CACHE ?? env.cacheDir;
env.fetch = (url, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/**
 * Resolves to CLIPScore (Hessel et al. 2021, sect. 3): w · max(cos, 0), with the embeddings of a picture and its caption.
 * The picture is a path, a URL or encoded bytes. The score of a generator is the mean over its pictures and prompts.
 */
export type ClipScore = (picture: string | URL | Blob, caption: string) => Promise<number>;

/** Loads CLIP for any number of scores. The first time, it downloads it. */
export async function loadClipScore(): Promise<ClipScore> {
  const [tokenizer, processor, textModel, visionModel] = await Promise.all([
    AutoTokenizer.from_pretrained(MODEL),
    AutoProcessor.from_pretrained(MODEL),
    CLIPTextModelWithProjection.from_pretrained(MODEL, { dtype: DTYPE }),
    CLIPVisionModelWithProjection.from_pretrained(MODEL, { dtype: DTYPE }),
  ]).catch((error: Error) => {
    throw new Error(`Cannot load ${MODEL} from ${env.remoteHost}: ${error.message}`, { cause: error });
  });

  return async (picture, caption) => {
    const text = PROMPT + caption;
    // Cut to this size, a text would lose the end token, which is where CLIP takes its embedding.
    const { length } = tokenizer.encode(text);
    if (length > MAX_TOKENS)
      throw new RangeError(`CLIP reads ${MAX_TOKENS} tokens; these are ${length}: ${text}`);
    const { text_embeds } = (await textModel(tokenizer(text))) as { text_embeds: Tensor };
    const pixels: unknown = await processor(await RawImage.read(picture));
    const { image_embeds } = (await visionModel(pixels)) as { image_embeds: Tensor };
    return clipScore(cos_sim(text_embeds.tolist()[0], image_embeds.tolist()[0]));
  };
}

/** CLIPScore of a cosine. Throws a RangeError where it is not a number. */
export function clipScore(cosine: number): number {
  if (Number.isNaN(cosine)) throw new RangeError('The embeddings are not finite: try another data type');
  return WEIGHT * Math.max(cosine, 0);
}
//#endregion snippet
