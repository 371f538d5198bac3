// name: ControlNet over the ComfyUI API / 通过 ComfyUI API 使用 ControlNet
// description: Upload an edge map, queue a graph of nodes, wait for it and fetch the picture / 上传边缘图，提交节点图，等待完成并取回图片
// prefix: ai-controlnet-comfyui
// terms: controlnet, conditioning, diffusion-model, latent-diffusion
// packages: @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2: v1-5-pruned-emaonly-fp16.safetensors
// stop 3: control_v11p_sd15_canny_fp16.safetensors
// stop 4: 1.0
// stop 5: 300_000
//#region snippet
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where ComfyUI listens. */
const SERVER = process.env.COMFYUI_URL ?? 'http://127.0.0.1:8188';
const TIMEOUT_MS = 300_000;
const POLL_MS = 500;

export interface Drawing {
  readonly png: Buffer;
  /** Gives the same picture again when it is sent with the same graph. */
  readonly seed: number;
}

export interface DrawOptions {
  readonly seed?: number;
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

/** Draws a prompt along the edges in an encoded image: white lines on black. */
export async function draw(edges: Uint8Array, prompt: string, options: DrawOptions = {}): Promise<Drawing> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const seed = options.seed ?? randomInt(2 ** 32);
  const image = await upload(edges, signal);
  const id = await queue(buildGraph(image, prompt, seed), signal);
  const { filename, subfolder, type } = await waitForImage(id, signal);
  const picture = await request(`/view?${new URLSearchParams({ filename, subfolder, type })}`, { signal });
  return { png: Buffer.from(await picture.arrayBuffer()), seed };
}

/** A file on the server. */
interface StoredImage {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** Resolves to the name that LoadImage knows; the server changes it rather than replace another image. */
async function upload(edges: Uint8Array, signal: AbortSignal): Promise<string> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(edges)], { type: 'image/png' }), 'edges.png');
  const response = await request('/upload/image', { method: 'POST', body: form, signal });
  const { name, subfolder } = (await response.json()) as { name: string; subfolder: string };
  return subfolder ? `${subfolder}/${name}` : name;
}

/** Nodes by id. An input is a value, or the output of another node: [its id, the output's position]. */
function buildGraph(image: string, prompt: string, seed: number) {
  return {
    checkpoint: node('CheckpointLoaderSimple', { ckpt_name: 'v1-5-pruned-emaonly-fp16.safetensors' }),
    positive: node('CLIPTextEncode', { clip: ['checkpoint', 1], text: prompt }),
    negative: node('CLIPTextEncode', { clip: ['checkpoint', 1], text: 'lowres, blurry' }),
    edges: node('LoadImage', { image }),
    controlNet: node('ControlNetLoader', { control_net_name: 'control_v11p_sd15_canny_fp16.safetensors' }),
    conditioning: node('ControlNetApplyAdvanced', {
      positive: ['positive', 0],
      negative: ['negative', 0],
      control_net: ['controlNet', 0],
      image: ['edges', 0],
      strength: 1.0,
      start_percent: 0,
      end_percent: 1,
    }),
    noise: node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
    sampler: node('KSampler', {
      model: ['checkpoint', 0],
      positive: ['conditioning', 0],
      negative: ['conditioning', 1],
      latent_image: ['noise', 0],
      seed,
      steps: 20,
      cfg: 7,
      sampler_name: 'dpmpp_2m',
      scheduler: 'karras',
      denoise: 1,
    }),
    picture: node('VAEDecode', { samples: ['sampler', 0], vae: ['checkpoint', 2] }),
    saved: node('SaveImage', { images: ['picture', 0], filename_prefix: 'controlnet' }),
  };
}

function node(type: string, inputs: Record<string, unknown>) {
  return { class_type: type, inputs };
}

/** Resolves to the job's id. The server checks the graph first and refuses, for example, unknown models. */
async function queue(graph: ReturnType<typeof buildGraph>, signal: AbortSignal): Promise<string> {
  const response = await request('/prompt', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ prompt: graph }),
    signal,
  });
  return ((await response.json()) as { prompt_id: string }).prompt_id;
}

interface Job {
  readonly outputs: Readonly<Record<string, { readonly images?: readonly StoredImage[] }>>;
  readonly status?: { readonly status_str: string; readonly messages: readonly [string, Partial<Failure>][] };
}

interface Failure {
  readonly node_type: string;
  readonly exception_message: string;
}

/** A job moves from the queue to the history; one that is in neither will never be done. */
async function waitForImage(id: string, signal: AbortSignal): Promise<StoredImage> {
  for (;;) {
    const waiting = await isQueued(id, signal);
    const response = await request(`/history/${id}`, { signal });
    const job = ((await response.json()) as Record<string, Job>)[id];
    if (job) return savedImage(job);
    if (!waiting) throw new Error(`${SERVER} lost job ${id}. Was it deleted, or the server restarted?`);
    await sleep(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function isQueued(id: string, signal: AbortSignal): Promise<boolean> {
  const response = await request('/queue', { signal });
  const { queue_running, queue_pending } = (await response.json()) as Record<string, [number, string][]>;
  return [...(queue_running ?? []), ...(queue_pending ?? [])].some(([, queued]) => queued === id);
}

function savedImage({ outputs, status }: Job): StoredImage {
  const failure = status?.messages.find(([event]) => event === 'execution_error')?.[1];
  if (failure) throw new Error(`ComfyUI failed in ${failure.node_type}: ${failure.exception_message}`);
  const image = outputs.saved?.images?.[0];
  if (!image) throw new Error(`ComfyUI saved no image: ${status?.status_str ?? 'no status'}`);
  return image;
}

async function request(path: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  const response = await fetch(`${SERVER}${path}`, init).catch((error: unknown) => {
    init.signal.throwIfAborted();
    throw new Error(`Cannot reach ComfyUI at ${SERVER}. Does it run?`, { cause: error });
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}
//#endregion snippet
