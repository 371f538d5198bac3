// name: ControlNet pipeline: picture, edges, drawing / ControlNet 流水线：读图、提取边缘、生成
// description: A whole program: reads a picture, finds its Canny edges, draws along them on AUTOMATIC1111 or ComfyUI, saves the PNG / 完整程序：读取图片，提取 Canny 边缘，用 AUTOMATIC1111 或 ComfyUI 按边缘生成，保存 PNG
// prefix: ai-controlnet-pipeline
// terms: controlnet, canny-edge-detection, conditioning, stable-diffusion, text-to-image
// packages: sharp@0.35.5, @types/node@24.19.2 (dev)
// file-template: true
// stop 1 choice: 'a1111' | 'comfyui'
// stop 2: a watercolour house by the sea
// stop 3: 100
// stop 4: 200
// stop 5: 300_000
//#region snippet
import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';

// Run it: node <this file> photo.jpg drawing.png

const BACKEND: keyof typeof BACKENDS = 'a1111';
const PROMPT = 'a watercolour house by the sea';
const NEGATIVE_PROMPT = 'lowres, blurry';

/** Started with --api. */
const A1111 = process.env.A1111_URL ?? 'http://127.0.0.1:7860';
/** `user:password`, for a server started with --api-auth. */
const A1111_LOGIN = process.env.A1111_LOGIN;
const COMFYUI = process.env.COMFYUI_URL ?? 'http://127.0.0.1:8188';
const TIMEOUT_MS = 300_000;
const POLL_MS = 500;

/** Stable Diffusion 1.5 was trained on squares of this many pixels. */
const SIDE = 512;
/** Above this gradient, |dx| + |dy|, a pixel is an edge if it is connected to a strong one. */
const WEAK_EDGE = 100;
/** Above this gradient a pixel is an edge. */
const STRONG_EDGE = 200;

async function main([
  pictureFile = 'photo.jpg',
  drawingFile = 'drawing.png',
  edgeFile = 'edges.png',
]: string[]): Promise<void> {
  const edges = await encodePng(canny(await readGraySquare(pictureFile)));
  await writeFile(edgeFile, edges);
  const seed = randomInt(2 ** 32);
  await writeFile(drawingFile, await BACKENDS[BACKEND](edges, seed, AbortSignal.timeout(TIMEOUT_MS)));
  console.log(`${drawingFile}: drawn along ${edgeFile}, seed ${seed}`);
}

// Picture → edges

/** One byte a pixel, row by row. */
interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads the middle of a picture upright, with the weights OpenCV gives red, green and blue. */
async function readGraySquare(file: string): Promise<GrayImage> {
  const picture = sharp(file).autoOrient().resize(SIDE, SIDE, { fit: 'cover' });
  const rgb = await picture.flatten({ background: 'white' }).toColourspace('srgb').raw().toBuffer();
  const byte = (i: number) => rgb[i] ?? 0;
  const data = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < data.length; i++) {
    const [red, green, blue] = [byte(3 * i), byte(3 * i + 1), byte(3 * i + 2)];
    data[i] = (9798 * red + 19235 * green + 3735 * blue + 2 ** 14) >> 15;
  }
  return { width: SIDE, height: SIDE, data };
}

/** An RGB PNG: ControlNet's Canny models take white edges on black. */
function encodePng({ width, height, data }: GrayImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .png()
    .toBuffer();
}

/** Finds the edges of an image (Canny, 1986): 255 on an edge, 0 elsewhere. */
function canny(image: GrayImage): GrayImage {
  const { width, height } = image;
  const gradient = sobel(image);
  const edges = traceEdges(gradient);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * gradient.stride + 1;
    data.set(edges.subarray(row, row + width), y * width);
  }
  return { width, height, data };
}

/** How brightness changes at each pixel. A border of one pixel, where nothing changes, surrounds the image. */
interface Gradient {
  readonly stride: number;
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  readonly strength: Int16Array;
}

/** 3×3 Sobel; the outermost pixels are repeated beyond the image. */
function sobel({ width, height, data }: GrayImage): Gradient {
  const stride = width + 2;
  const size = stride * (height + 2);
  const gradient = {
    stride,
    dx: new Int16Array(size),
    dy: new Int16Array(size),
    strength: new Int16Array(size),
  };
  const gray = (x: number, y: number) => data[clamp(y, height) * width + clamp(x, width)] ?? 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = (i: number) => gray(i, y - 1) + 2 * gray(i, y) + gray(i, y + 1);
      const row = (i: number) => gray(x - 1, i) + 2 * gray(x, i) + gray(x + 1, i);
      const dx = column(x + 1) - column(x - 1);
      const dy = row(y + 1) - row(y - 1);
      const pixel = (y + 1) * stride + x + 1;
      gradient.dx[pixel] = dx;
      gradient.dy[pixel] = dy;
      gradient.strength[pixel] = Math.abs(dx) + Math.abs(dy);
    }
  }
  return gradient;
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length - 1);
}

/** Starts at every strong edge and follows the crests of the gradient as long as they are weak edges. */
function traceEdges(gradient: Gradient): Uint8Array {
  const { stride, strength } = gradient;
  const edges = new Uint8Array(strength.length);
  const crests = strength.map((value, pixel) => (value > WEAK_EDGE && isCrest(gradient, pixel) ? value : 0));
  const open: number[] = [];
  const mark = (pixel: number) => {
    edges[pixel] = 255;
    open.push(pixel);
  };
  crests.forEach((value, pixel) => {
    if (value > STRONG_EDGE) mark(pixel);
  });
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    for (const row of [pixel - stride, pixel, pixel + stride]) {
      for (const neighbour of [row - 1, row, row + 1]) {
        if (crests[neighbour] && !edges[neighbour]) mark(neighbour);
      }
    }
  }
  return edges;
}

/** tan 22.5° in the 15 bits OpenCV gives it; tan 67.5° is exactly 2 more. */
const TAN_22_5 = 13573 / 2 ** 15;
const TAN_67_5 = TAN_22_5 + 2;

/** Whether the gradient is strongest here, compared with the two neighbours in its direction. */
function isCrest({ stride, dx, dy, strength }: Gradient, pixel: number): boolean {
  const [x = 0, y = 0] = [dx[pixel], dy[pixel]];
  const here = strength[pixel] ?? 0;
  const at = (neighbour: number) => strength[neighbour] ?? 0;
  if (Math.abs(y) < Math.abs(x) * TAN_22_5) return here > at(pixel - 1) && here >= at(pixel + 1);
  if (Math.abs(y) > Math.abs(x) * TAN_67_5) return here > at(pixel - stride) && here >= at(pixel + stride);
  const diagonal = x * y < 0 ? stride - 1 : stride + 1;
  return here > at(pixel - diagonal) && here > at(pixel + diagonal);
}

// Edges → drawing

/** Resolves to the drawing's encoded bytes. */
type Draw = (edges: Buffer, seed: number, signal: AbortSignal) => Promise<Buffer>;

const drawOnA1111: Draw = async (edges, seed, signal) => {
  const unit = {
    enabled: true,
    image: edges.toString('base64'),
    module: 'none', // The image is a map of edges already.
    model: 'control_v11p_sd15_canny',
    save_detected_map: false,
  };
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (A1111_LOGIN) headers.set('Authorization', `Basic ${Buffer.from(A1111_LOGIN).toString('base64')}`);
  const response = await request(A1111, '/sdapi/v1/txt2img', {
    method: 'POST',
    headers,
    body: JSON.stringify({
      prompt: PROMPT,
      negative_prompt: NEGATIVE_PROMPT,
      steps: 20,
      cfg_scale: 7,
      width: SIDE,
      height: SIDE,
      seed,
      alwayson_scripts: { controlnet: { args: [unit] } },
    }),
    signal,
  });
  const { images, info } = (await response.json()) as { images: string[]; info: string };
  if (!images[0]) throw new Error(`${A1111} sent no picture: ${info}`);
  return Buffer.from(images[0], 'base64');
};

const drawOnComfyUI: Draw = async (edges, seed, signal) => {
  const id = await queue(buildGraph(await upload(edges, signal), seed), signal);
  const { filename, subfolder, type } = await waitForImage(id, signal);
  const query = new URLSearchParams({ filename, subfolder, type });
  const picture = await request(COMFYUI, `/view?${query}`, { signal });
  return Buffer.from(await picture.arrayBuffer());
};

const BACKENDS = { a1111: drawOnA1111, comfyui: drawOnComfyUI };

/** A file on the server. */
interface StoredImage {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** Resolves to the name that LoadImage knows; the server changes it rather than replace another image. */
async function upload(edges: Buffer, signal: AbortSignal): Promise<string> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(edges)], { type: 'image/png' }), 'edges.png');
  const response = await request(COMFYUI, '/upload/image', { method: 'POST', body: form, signal });
  const { name, subfolder } = (await response.json()) as { name: string; subfolder: string };
  return subfolder ? `${subfolder}/${name}` : name;
}

/** Nodes by id. An input is a value, or the output of another node: [its id, the output's position]. */
function buildGraph(image: string, seed: number) {
  return {
    checkpoint: node('CheckpointLoaderSimple', { ckpt_name: 'v1-5-pruned-emaonly-fp16.safetensors' }),
    positive: node('CLIPTextEncode', { clip: ['checkpoint', 1], text: PROMPT }),
    negative: node('CLIPTextEncode', { clip: ['checkpoint', 1], text: NEGATIVE_PROMPT }),
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
    noise: node('EmptyLatentImage', { width: SIDE, height: SIDE, batch_size: 1 }),
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
  const response = await request(COMFYUI, '/prompt', {
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
    const response = await request(COMFYUI, `/history/${id}`, { signal });
    const job = ((await response.json()) as Record<string, Job>)[id];
    if (job) return savedImage(job);
    if (!waiting) throw new Error(`${COMFYUI} lost job ${id}. Was it deleted, or the server restarted?`);
    await sleep(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function isQueued(id: string, signal: AbortSignal): Promise<boolean> {
  const response = await request(COMFYUI, '/queue', { signal });
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

async function request(
  server: string,
  path: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(`${server}${path}`, init).catch((error: unknown) => {
    init.signal.throwIfAborted();
    throw new Error(`Cannot reach ${server}. Does it run, AUTOMATIC1111 with --api?`, { cause: error });
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
//#endregion snippet
