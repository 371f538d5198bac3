// name: Text to video over fal / 通过 fal 文生视频
// description: Queue a prompt for an open video model on fal's GPUs, print its progress and save the video; giving up cancels it / 在 fal 的 GPU 队列上运行开源视频模型，打印进度并保存视频；放弃等待时会取消任务
// prefix: ai-text-to-video
// terms: text-to-video, wan, hunyuanvideo, temporal-coherence, fal
// packages: @fal-ai/client@1.10.1, @types/node@24.19.2 (dev)
// stop 1: a paper boat drifts down a rainy street
// stop 2 choice: fal-ai/wan/v2.2-5b/text-to-video | fal-ai/wan/v2.2-a14b/text-to-video | fal-ai/hunyuan-video-v1.5/text-to-video | fal-ai/longcat-video/distilled/text-to-video/720p
// stop 3: 81
// stop 4 choice: 16:9 | 9:16
// stop 5: 900_000
//#region snippet
import { writeFile } from 'node:fs/promises';
import { ApiError, createFalClient, type QueueStatus } from '@fal-ai/client';

const FAL = 'https://queue.fal.run';
/** Where the queue is: fal's, or a server of your own before it. */
const SERVER = process.env.FAL_URL ?? FAL;
const ENDPOINT = 'fal-ai/wan/v2.2-5b/text-to-video';
const TIMEOUT_MS = 900_000;
const CANCEL_TIMEOUT_MS = 5_000;
const POLL_MS = 2_000;

/** Tries again by itself, some seconds later, when fal is busy or cannot be reached. */
const fal = createFalClient({
  credentials: process.env.FAL_KEY,
  requestMiddleware: (call) => Promise.resolve({ ...call, url: call.url.replace(FAL, SERVER) }),
  fetch: request,
});

export interface Video {
  readonly mp4: Buffer;
  /** Gives the same video again when it is sent with the same request. */
  readonly seed: number;
}

export interface VideoOptions {
  /** Left out, fal chooses one. */
  readonly seed?: number;
  /** Told the place in the queue, then each new line of the model's log. */
  readonly onProgress?: (progress: string) => void;
  readonly signal?: AbortSignal;
}

/** Makes a video of a prompt, which takes minutes, prints the progress and writes the video to a file. */
export async function generateVideoFile(
  videoFile: string,
  prompt = 'a paper boat drifts down a rainy street',
): Promise<void> {
  const { mp4 } = await generateVideo(prompt, { onProgress: (progress) => console.log(progress) });
  await writeFile(videoFile, mp4);
}

/** Makes a video of a prompt. What fal refuses becomes an error with its reason. */
export async function generateVideo(prompt: string, options: VideoOptions = {}): Promise<Video> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const submission = fal.queue.submit(ENDPOINT, {
    input: {
      prompt,
      num_frames: 81, // It lasts as many seconds as this divided by the model's frame rate.
      aspect_ratio: '16:9',
      ...(options.seed !== undefined && { seed: options.seed }),
    },
    abortSignal: signal,
  });
  const { request_id } = await submission.catch(explain);
  const { video, seed } = await waitForResult(request_id, signal, options.onProgress).catch(explain);
  return { mp4: await download(video.url, signal), seed };
}

/** Looks at the queue until the request is done. It would go on, and cost, without us: giving up cancels it. */
async function waitForResult(
  requestId: string,
  signal: AbortSignal,
  onProgress?: VideoOptions['onProgress'],
) {
  const wait = { requestId, abortSignal: signal };
  let last = '';
  const onQueueUpdate = (status: QueueStatus) => {
    const progress = describe(status);
    if (progress !== last) onProgress?.(progress);
    last = progress;
  };
  try {
    const looks = { pollInterval: POLL_MS, logs: true, onQueueUpdate };
    await fal.queue.subscribeToStatus(ENDPOINT, { ...wait, ...looks });
    return (await fal.queue.result(ENDPOINT, wait)).data;
  } catch (error) {
    if (signal.aborted) await cancel(requestId);
    throw error;
  }
}

function describe(status: QueueStatus): string {
  if (status.status === 'IN_QUEUE') return `in the queue, ${status.queue_position} ahead`;
  if (status.status === 'COMPLETED') return 'done';
  return status.logs.at(-1)?.message ?? 'in progress';
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
