// name: ControlNet over fal / 通过 fal 使用 ControlNet
// description: Queue a drawing along an edge map on fal's GPUs, follow its progress and download it; giving up cancels it / 在 fal 的 GPU 队列上按边缘图生成图片，跟踪进度并下载结果；放弃等待时会取消任务
// prefix: ai-controlnet-fal
// terms: controlnet, fal, controlnet-union, conditioning
// packages: @fal-ai/client@1.10.1, @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2: lowres, blurry
// stop 3: 0.5
// stop 4: 300_000
//#region snippet
import { readFile, writeFile } from 'node:fs/promises';
import { ApiError, createFalClient, type QueueStatus } from '@fal-ai/client';

const FAL = 'https://queue.fal.run';
/** Where the queue is: fal's, or a server of your own before it. */
const SERVER = process.env.FAL_URL ?? FAL;
const ENDPOINT = 'fal-ai/sdxl-controlnet-union';
const TIMEOUT_MS = 300_000;
const CANCEL_TIMEOUT_MS = 5_000;

/** Tries again by itself, some seconds later, when fal is busy or cannot be reached. */
const fal = createFalClient({
  credentials: process.env.FAL_KEY,
  requestMiddleware: (call) => Promise.resolve({ ...call, url: call.url.replace(FAL, SERVER) }),
  fetch: request,
});

export interface Drawing {
  readonly png: Buffer;
  /** Gives the same picture again when it is sent with the same request. */
  readonly seed: number;
}

export interface DrawOptions {
  /** Left out, fal chooses one. */
  readonly seed?: number;
  /** Called at every look at the queue, twice a second. */
  readonly onProgress?: (status: QueueStatus) => void;
  readonly signal?: AbortSignal;
}

/** Draws a prompt along the edges in a file and writes the picture to another. */
export async function drawFile(
  edgeFile: string,
  pictureFile: string,
  prompt = 'a watercolour house by the sea',
): Promise<void> {
  const { png } = await draw(await readFile(edgeFile), prompt);
  await writeFile(pictureFile, png);
}

/** Draws a prompt along the edges in a PNG, white lines on black; the picture has about its size. */
export async function draw(edges: Uint8Array, prompt: string, options: DrawOptions = {}): Promise<Drawing> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const submission = fal.queue.submit(ENDPOINT, {
    input: {
      prompt,
      negative_prompt: 'lowres, blurry',
      canny_image_url: `data:image/png;base64,${Buffer.from(edges).toString('base64')}`,
      canny_preprocess: false, // The image is a map of edges already.
      controlnet_conditioning_scale: 0.5,
      format: 'png',
      ...(options.seed !== undefined && { seed: options.seed }),
    },
    abortSignal: signal,
  });
  const { request_id } = await submission.catch(explain);
  const result = await waitForResult(request_id, signal, options.onProgress).catch(explain);
  const [picture] = result.images;
  if (!picture) throw new Error(`fal sent no picture for request ${request_id}`);
  if (result.has_nsfw_concepts[0]) throw new Error('The safety checker refused the picture');
  return { png: await download(picture.url, signal), seed: result.seed };
}

/** Looks at the queue until the request is done. It would go on, and cost, without us: giving up cancels it. */
async function waitForResult(requestId: string, signal: AbortSignal, onProgress?: DrawOptions['onProgress']) {
  const wait = { requestId, abortSignal: signal };
  try {
    await fal.queue.subscribeToStatus(ENDPOINT, { ...wait, onQueueUpdate: (status) => onProgress?.(status) });
    return (await fal.queue.result(ENDPOINT, wait)).data;
  } catch (error) {
    if (signal.aborted) await cancel(requestId);
    throw error;
  }
}

/** Never rejects: the request may be done already. */
async function cancel(requestId: string): Promise<void> {
  const abortSignal = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
  await fal.queue.cancel(ENDPOINT, { requestId, abortSignal }).catch(() => undefined);
}

/** The client's error has the reason in its body, not in its message. */
function explain(error: unknown): never {
  if (!(error instanceof ApiError)) throw error;
  const reason = JSON.stringify(error.body ?? error.message);
  throw new Error(`fal answered ${error.status}: ${reason}`, { cause: error });
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
