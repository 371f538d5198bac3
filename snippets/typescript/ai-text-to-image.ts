// name: Text to image on Hugging Face / Hugging Face 文生图
// description: A prompt to a picture in a file, by an Inference Provider or your own endpoint / 输入提示词，由 Inference Providers 或自己的端点生成图片，并保存为文件
// prefix: ai-text-to-image
// terms: text-to-image, hugging-face, latent-diffusion, diffusion-model
// packages: @huggingface/inference@4.13.30, @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2: black-forest-labs/FLUX.1-schnell
// stop 3 choice: 'auto' | 'hf-inference' | 'fal-ai' | 'together' | 'replicate' | 'nscale' | 'wavespeed'
// stop 4: 300_000
//#region snippet
import {
  InferenceClient,
  type InferenceProviderOrPolicy,
  type TextToImageArgs,
} from '@huggingface/inference';
import { writeFile } from 'node:fs/promises';

/** Your own endpoint. Unless one is named, a provider runs the model. */
const ENDPOINT = process.env.HF_ENDPOINT_URL;
/** A token of Hugging Face, or a key of the chosen provider. */
const TOKEN = process.env.HF_TOKEN;
const MODEL = 'black-forest-labs/FLUX.1-schnell';
/** `auto` takes the first provider that has the model. */
const PROVIDER: InferenceProviderOrPolicy = 'auto';
const TIMEOUT_MS = 300_000;

export interface Picture {
  readonly data: Buffer;
  readonly format: 'png' | 'jpg' | 'webp';
}

export interface PaintOptions {
  /** What the model takes of width and height (pixels), num_inference_steps, guidance_scale, seed and others. */
  readonly parameters?: NonNullable<TextToImageArgs['parameters']>;
  readonly signal?: AbortSignal;
}

/** Paints a prompt into a file and resolves to the file's name: `name` with the format after a dot. */
export async function paintFile(name: string, prompt = 'a watercolour house by the sea'): Promise<string> {
  const { data, format } = await paint(prompt);
  const file = `${name}.${format}`;
  await writeFile(file, data);
  return file;
}

/** Paints a prompt. The provider chooses the format. */
export async function paint(prompt: string, options: PaintOptions = {}): Promise<Picture> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const client = new InferenceClient(TOKEN, { fetch: createFetch(signal), signal });
  const place = ENDPOINT ? { endpointUrl: ENDPOINT } : { model: MODEL, provider: PROVIDER };
  const parameters = options.parameters ?? {};
  // Without an outputType a Blob comes, but its type is string.
  const image = await client.textToImage({ ...place, inputs: prompt, parameters }, { outputType: 'blob' });
  const data = Buffer.from(await image.arrayBuffer());
  return { data, format: formatOf(data) };
}

/** The client itself looks for a provider without the signal, repeats a 503 at once and drops bodies of errors. */
function createFetch(signal: AbortSignal): typeof fetch {
  return async (url, init) => {
    const headers = new Headers(init?.headers);
    if (ENDPOINT) {
      headers.set('Accept', 'image/png'); // Otherwise the picture comes as text in JSON.
      headers.set('X-Scale-Up-Timeout', String(TIMEOUT_MS / 1000)); // An endpoint that sleeps is waited for.
    }
    const response = await fetch(url, { ...init, headers, signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(`Cannot reach ${String(url)}`, { cause: error });
    });
    if (!response.ok) throw new Error(`${String(url)} answered ${response.status}: ${await response.text()}`);
    return response;
  };
}

/** By the first bytes: the client calls every picture that came as base64 a JPEG. */
function formatOf(data: Buffer): Picture['format'] {
  const start = data.toString('latin1', 0, 12);
  if (start.startsWith('\x89PNG')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpg';
  if (start.slice(8) === 'WEBP') return 'webp';
  throw new Error(`The answer is neither PNG, JPEG nor WebP: ${data.toString('utf8', 0, 200)}`);
}
//#endregion snippet
