// name: ControlNet over Replicate / 通过 Replicate 使用 ControlNet
// description: Draw along the edges of a picture with a pinned model version, poll until it is done and download it; giving up cancels it / 使用固定版本的模型，沿图片边缘生成新图，轮询至完成后下载；放弃等待时会取消任务
// prefix: ai-controlnet-replicate
// terms: controlnet, replicate, stable-diffusion-3, conditioning
// packages: replicate@1.4.0, @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2: 1512680a528ba127ad49e92e36780974e5aa12c7d717af83c4a98a9253adf2c6
// stop 3 choice: canny | pose | tile
// stop 4: 0.7
// stop 5: 300_000
//#region snippet
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import Replicate, { type Prediction } from 'replicate';

/** zsxkib/sd3-controlnet. Pinned: the names of the inputs change between versions, even of one model. */
const VERSION = '1512680a528ba127ad49e92e36780974e5aa12c7d717af83c4a98a9253adf2c6';
const TIMEOUT_MS = 300_000;
const CANCEL_TIMEOUT_MS = 5_000;
const POLL_MS = 500;

/** Takes the token from REPLICATE_API_TOKEN. */
const replicate = new Replicate({
  baseUrl: process.env.REPLICATE_URL ?? 'https://api.replicate.com/v1',
  fetch: request,
});

export interface Drawing {
  readonly png: Buffer;
  /** Gives the same picture again when it is sent with the same request. */
  readonly seed: number;
}

export interface DrawOptions {
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** Draws a prompt along the edges of the picture in a file and writes the new picture to another. */
export async function drawFile(
  sourceFile: string,
  pictureFile: string,
  prompt = 'a watercolour house by the sea',
): Promise<void> {
  const { png } = await draw(await readFile(sourceFile), prompt);
  await writeFile(pictureFile, png);
}

/** Draws a prompt along the edges of a picture, a PNG below 1 MB. The model finds the edges: send no map of them. */
export async function draw(source: Uint8Array, prompt: string, options: DrawOptions = {}): Promise<Drawing> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const seed = options.seed ?? randomInt(2 ** 31);
  const input = {
    prompt,
    negative_prompt: 'lowres, blurry',
    input_image: `data:image/png;base64,${Buffer.from(source).toString('base64')}`,
    structure: 'canny',
    control_weight: 0.7,
    aspect_ratio: '1:1',
    output_format: 'png',
    seed,
  };
  const prediction = await replicate.predictions.create({ version: VERSION, input, signal });
  const url = pictureUrl(await waitForEnd(prediction, signal));
  return { png: await download(url, signal), seed };
}

/** Looks until a prediction has ended. It would go on, and cost, without us: giving up cancels it. */
async function waitForEnd(prediction: Prediction, signal: AbortSignal): Promise<Prediction> {
  const { id } = prediction;
  try {
    while (prediction.status === 'starting' || prediction.status === 'processing') {
      await sleep(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
      prediction = await replicate.predictions.get(id, { signal });
    }
    return prediction;
  } catch (error) {
    if (signal.aborted) await cancel(id);
    throw error;
  }
}

/** Never rejects: the prediction may have ended already. */
async function cancel(id: string): Promise<void> {
  const signal = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
  await replicate.predictions.cancel(id, { signal }).catch(() => undefined);
}

function pictureUrl({ id, status, error, output }: Prediction): string {
  if (status !== 'succeeded')
    throw new Error(`Prediction ${id} ${status}: ${String(error ?? 'no reason given')}`);
  const [url] = (output ?? []) as string[];
  if (!url) throw new Error(`Prediction ${id} has no picture`);
  return url;
}

async function download(url: string, signal: AbortSignal): Promise<Buffer> {
  const response = await request(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
}

async function request(url: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
  return fetch(url, init).catch((error: unknown) => {
    init?.signal?.throwIfAborted();
    throw new Error(`Cannot reach ${String(url)}`, { cause: error });
  });
}
//#endregion snippet
