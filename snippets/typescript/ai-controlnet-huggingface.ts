// name: ControlNet on a Hugging Face endpoint / 在 Hugging Face 推理端点上使用 ControlNet
// description: Image to image along an edge map, on your own Inference Endpoint or its container / 调用自己的 Inference Endpoint（或其容器），按边缘图生成图片
// prefix: ai-controlnet-huggingface
// terms: controlnet, hugging-face, conditioning, image-to-image
// packages: @huggingface/inference@4.13.30, @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2: 1.0
// stop 3: 300_000
//#region snippet
import { InferenceClient } from '@huggingface/inference';
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

// The endpoint's handler.py, without its imports:
//
//   class EndpointHandler:
//       def __init__(self, path):
//           self.pipe = StableDiffusionControlNetPipeline.from_pretrained(path).to("cuda")
//
//       def __call__(self, data):
//           edges = Image.open(BytesIO(b64decode(data["inputs"])))
//           parameters = data["parameters"]
//           generator = torch.manual_seed(parameters.pop("seed"))
//           return self.pipe(image=edges, generator=generator, **parameters).images[0]

/** The endpoint; unless another is named, its container on this computer. */
const ENDPOINT = process.env.HF_ENDPOINT_URL ?? 'http://127.0.0.1:5000';
/** For an endpoint that is not public. */
const TOKEN = process.env.HF_TOKEN;
const TIMEOUT_MS = 300_000;

export interface Drawing {
  readonly png: Buffer;
  /** Gives the same picture again when it is sent with the same request. */
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

/** Draws a prompt along the edges in an encoded image, white lines on black; the picture is as large as that. */
export async function draw(edges: Uint8Array, prompt: string, options: DrawOptions = {}): Promise<Drawing> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const seed = options.seed ?? randomInt(2 ** 32);
  const client = new InferenceClient(TOKEN, { endpointUrl: ENDPOINT, fetch: fetchPng, signal });
  const picture = await client.imageToImage({
    inputs: new Blob([new Uint8Array(edges)]),
    parameters: {
      prompt,
      negative_prompt: 'lowres, blurry',
      num_inference_steps: 20,
      guidance_scale: 7,
      controlnet_conditioning_scale: 1.0,
      seed,
    },
  });
  return { png: Buffer.from(await picture.arrayBuffer()), seed };
}

/** The client itself asks for no format, repeats a 503 at once and drops bodies of errors. */
const fetchPng: typeof fetch = async (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('Accept', 'image/png'); // Otherwise the picture comes as text in JSON.
  headers.set('X-Scale-Up-Timeout', String(TIMEOUT_MS / 1000)); // An endpoint that sleeps is waited for.
  const response = await fetch(url, { ...init, headers }).catch((error: unknown) => {
    init?.signal?.throwIfAborted();
    throw new Error(`Cannot reach ${ENDPOINT}. Does the endpoint run?`, { cause: error });
  });
  if (!response.ok) throw new Error(`${ENDPOINT} answered ${response.status}: ${await response.text()}`);
  const type = response.headers.get('Content-Type');
  if (type !== 'image/png') throw new Error(`${ENDPOINT} sent ${type} where a PNG was asked for.`);
  return response;
};
//#endregion snippet
