// name: ControlNet over the AUTOMATIC1111 API / 通过 AUTOMATIC1111 API 使用 ControlNet
// description: Text to image along an edge map, on a Stable Diffusion web UI started with --api / 调用以 --api 启动的 Stable Diffusion web UI，按边缘图生成图片
// prefix: ai-controlnet-a1111
// terms: controlnet, conditioning, stable-diffusion, text-to-image
// packages: @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2 choice: control_v11p_sd15_canny | control_v11p_sd15_lineart | control_v11p_sd15_scribble | control_v11f1p_sd15_depth | control_v11p_sd15_openpose
// stop 3: 1.0
// stop 4 choice: Balanced | My prompt is more important | ControlNet is more important
// stop 5: 300_000
//#region snippet
import { readFile, writeFile } from 'node:fs/promises';

/** Where the web UI listens. It has the API only when it was started with --api. */
const SERVER = process.env.A1111_URL ?? 'http://127.0.0.1:7860';
/** `user:password`, for a server started with --api-auth. */
const LOGIN = process.env.A1111_LOGIN;
const TIMEOUT_MS = 300_000;

export interface Drawing {
  readonly png: Buffer;
  /** Gives the same picture again when it is sent with the same request. */
  readonly seed: number;
}

export interface DrawOptions {
  /** Left out, the server chooses one. */
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
  const request = {
    prompt,
    negative_prompt: 'lowres, blurry',
    steps: 20,
    cfg_scale: 7,
    width: 512,
    height: 512,
    seed: options.seed ?? -1,
    alwayson_scripts: { controlnet: { args: [controlNetUnit(edges)] } },
  };
  const { images, info } = await post<TextToImageAnswer>('/sdapi/v1/txt2img', request, options.signal);
  const [picture] = images;
  if (!picture) throw new Error(`${SERVER} sent no picture: ${info}`);
  const { seed } = JSON.parse(info) as { seed: number };
  return { png: Buffer.from(picture, 'base64'), seed };
}

interface TextToImageAnswer {
  /** Base64; the maps that ControlNet saves come after the pictures. */
  readonly images: readonly string[];
  /** JSON in a string. */
  readonly info: string;
}

/** What the ControlNet extension reads; it ignores keys it does not know. */
function controlNetUnit(edges: Uint8Array) {
  return {
    enabled: true,
    image: Buffer.from(edges).toString('base64'),
    module: 'none', // The image is a map of edges already.
    model: 'control_v11p_sd15_canny',
    weight: 1.0,
    control_mode: 'Balanced',
    resize_mode: 'Crop and Resize',
    save_detected_map: false,
  };
}

async function post<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (LOGIN) headers.set('Authorization', `Basic ${Buffer.from(LOGIN).toString('base64')}`);
  const request = { method: 'POST', headers, body: JSON.stringify(body), signal: stop };
  const response = await fetch(`${SERVER}${path}`, request).catch((error: unknown) => {
    stop.throwIfAborted();
    throw new Error(`Cannot reach ${SERVER}. Does the web UI run, with --api?`, { cause: error });
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
//#endregion snippet
