// name: ControlNet in a Gradio app / 调用 Gradio 应用中的 ControlNet
// description: Upload an edge map to a Gradio app with a diffusers pipeline, wait in its queue and fetch the PNG / 把边缘图上传到运行 diffusers 流水线的 Gradio 应用，排队等待并取回 PNG
// prefix: ai-controlnet-gradio
// terms: gradio, controlnet, diffusers, conditioning
// packages: @gradio/client@2.7.0, @types/node@24.19.2 (dev)
// stop 1: a watercolour house by the sea
// stop 2: '/draw'
// stop 3: 1.0
// stop 4: 300_000
//#region snippet
import { Client, prepare_files } from '@gradio/client';
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

// The app, without its imports; `pipe` is a StableDiffusionControlNetPipeline:
//
//   def draw(edges, prompt, scale, seed):
//       generator = torch.manual_seed(int(seed))
//       return pipe(prompt, edges, controlnet_conditioning_scale=scale, generator=generator).images[0]
//
//   inputs = [gr.Image(type="pil"), "text", "number", "number"]
//   gr.Interface(draw, inputs, gr.Image(format="png"), api_name="draw").launch(show_error=True)

/** Where the app listens. */
const SERVER = process.env.GRADIO_URL ?? 'http://127.0.0.1:7860';
/** Its api_name. */
const ENDPOINT = '/draw';
const TIMEOUT_MS = 300_000;

export interface Drawing {
  readonly png: Buffer;
  /** Gives the same picture again when it is sent with the same inputs. */
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
  const client = await connect(signal);
  const heartbeat = client.abort_controller;
  try {
    const picture = await untilAborted(signal, () => run(client, edges, { prompt, scale: 1.0, seed }));
    return { png: await download(picture, signal), seed };
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`${ENDPOINT} of ${SERVER} failed: ${messageOf(error)}`, { cause: error });
  } finally {
    if (client.stream_instance) client.stream_instance.onerror = null; // It would log that it was closed.
    client.close(); // The app then takes a job that waits out of its queue.
    heartbeat?.abort(); // An app with state has one, and close() forgets it.
  }
}

/** Reads what the app offers. */
async function connect(signal: AbortSignal): Promise<Client> {
  try {
    return await untilAborted<Client>(signal, () => Client.connect(SERVER));
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`Cannot connect to ${SERVER}. Does the app run? ${messageOf(error)}`, { cause: error });
  }
}

/** The work's result, but a rejection as soon as the signal aborts: the client takes no signal. */
async function untilAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work().then(resolve, reject);
  });
}

/** Uploads the edges, queues a job for them and resolves to the address of its picture. */
async function run(client: Client, edges: Uint8Array, inputs: Record<string, unknown>): Promise<string> {
  const file = new File([new Uint8Array(edges)], 'edges.png', { type: 'image/png' });
  // Not left to predict, which goes on without a file that could not be uploaded.
  const uploaded = await client.upload(await prepare_files([file]), client.config?.root ?? SERVER);
  const { data } = await client.predict(ENDPOINT, { edges: uploaded?.[0], ...inputs });
  const [picture] = data as readonly [{ readonly url: string } | null];
  if (!picture) throw new Error('no picture came');
  return picture.url;
}

async function download(url: string, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  const type = response.headers.get('Content-Type');
  if (type !== 'image/png') throw new Error(`${String(type)} came. Is its output gr.Image(format="png")?`);
  return Buffer.from(await response.arrayBuffer());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
//#endregion snippet
