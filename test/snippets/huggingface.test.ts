import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { edges, picture, type DrawingSnippet } from './drawing.ts';
import { encodeJpeg, paint } from './image.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { findDeadUrl, startSilentServer, startServer, type TestServer } from './servers/server.ts';
import { startEndpoint, startHub, type Hub } from './servers/huggingface.ts';

const jpeg = await encodeJpeg(
  paint(16, 16, (x, y) => x + y),
  1,
);
/** One pixel. */
const webp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');

/** What a StableDiffusionControlNetPipeline takes besides the image, and `seed`, which the handler takes. */
const CONTROLNET = [
  'prompt',
  'negative_prompt',
  'num_inference_steps',
  'guidance_scale',
  'controlnet_conditioning_scale',
  'seed',
];

let folder: string;
let server: TestServer | undefined;
before(() => {
  folder = createFolder();
});
after(() => removeFolder(folder));

/** Loads a snippet for an endpoint, or for the Hub where none is given. */
async function use<Snippet>(id: string, endpoint?: TestServer, options: Use = {}): Promise<Snippet> {
  server = endpoint;
  const env = { ...(endpoint && { HF_ENDPOINT_URL: endpoint.url }), ...options.env };
  return load<Snippet>(folder, id, { ...options, env });
}

function bodyOf(request?: { readonly body: Buffer }) {
  return JSON.parse(String(request?.body)) as {
    inputs: string;
    parameters: Record<string, unknown>;
    [name: string]: unknown;
  };
}

describe('ai-controlnet-huggingface', () => {
  const load = (endpoint: TestServer, options?: Use) =>
    use<DrawingSnippet>('ai-controlnet-huggingface', endpoint, options);
  const start = (options: Partial<Parameters<typeof startEndpoint>[0]> = {}) =>
    startEndpoint({ picture, keywords: CONTROLNET, ...options });

  afterEach(() => server?.close());

  for (const format of ['module', 'commonjs'] as const) {
    it(`sends the image and its parameters and takes the picture (${format})`, async () => {
      const endpoint = await start();
      const { draw } = await load(endpoint, { format });
      assert.deepEqual(await draw(edges, 'a lighthouse', { seed: 7 }), { png: picture, seed: 7 });
      const [request, ...others] = endpoint.received;
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.equal(request?.headers.accept, 'image/png');
      assert.equal(request?.headers['x-scale-up-timeout'], '300');
      assert.equal(request?.headers.authorization, undefined);
      assert.deepEqual(bodyOf(request), {
        inputs: edges.toString('base64'),
        parameters: {
          prompt: 'a lighthouse',
          negative_prompt: 'lowres, blurry',
          num_inference_steps: 20,
          guidance_scale: 7,
          controlnet_conditioning_scale: 1,
          seed: 7,
        },
      });
    });
  }

  it('takes another seed each time', async () => {
    const endpoint = await start();
    const { draw } = await load(endpoint);
    const seeds = [(await draw(edges, 'x')).seed, (await draw(edges, 'x')).seed];
    assert.notEqual(seeds[0], seeds[1]);
    assert.deepEqual(
      endpoint.received.map((request) => bodyOf(request).parameters['seed']),
      seeds,
    );
  });

  it('draws from file to file, with what was filled in', async () => {
    const endpoint = await start();
    const { drawFile } = await load(endpoint, { values: { 1: 'a red barn', 2: '0.6' } });
    const files = [path.join(folder, 'edges.png'), path.join(folder, 'picture.png')] as const;
    await writeFile(files[0], edges);
    await drawFile(...files);
    assert.deepEqual(await readFile(files[1]), picture);
    const { prompt, controlnet_conditioning_scale } = bodyOf(endpoint.received[0]).parameters;
    assert.deepEqual([prompt, controlnet_conditioning_scale], ['a red barn', 0.6]);
  });

  it('shows its token, and reports a refused one with what the server said', async () => {
    const endpoint = await start({ token: 'hf_secret' });
    const env = { HF_TOKEN: 'hf_secret' };
    assert.deepEqual((await (await load(endpoint, { env })).draw(edges, 'x')).png, picture);
    await assert.rejects((await load(endpoint)).draw(edges, 'x'), {
      message: `${endpoint.url} answered 401: <p>Unauthorized</p>`,
    });
  });

  it('waits for an endpoint that sleeps', async () => {
    const { draw } = await load(await start({ asleep: true }));
    assert.deepEqual((await draw(edges, 'x')).png, picture);
  });

  it('reports a busy endpoint instead of asking again and again', async () => {
    const endpoint = await startServer((_, response) => void response.writeHead(503).end('busy'));
    const { draw } = await load(endpoint);
    await assert.rejects(draw(edges, 'x'), { message: `${endpoint.url} answered 503: busy` });
    assert.equal(endpoint.received.length, 1);
  });

  it('reports what the handler refuses', async () => {
    const endpoint = await start({ keywords: ['prompt'] });
    const { draw } = await load(endpoint);
    await assert.rejects(draw(edges, 'x'), {
      message: `${endpoint.url} answered 400: {"error":"__call__() got an unexpected keyword argument 'negative_prompt'"}`,
    });
  });

  for (const type of ['image/jpeg', 'application/json']) {
    it(`reports ${type} where a PNG was asked for`, async () => {
      const endpoint = await start({ sends: type });
      const { draw } = await load(endpoint);
      await assert.rejects(draw(edges, 'x'), {
        message: `${endpoint.url} sent ${type} where a PNG was asked for.`,
      });
    });
  }

  it('says what to do when nothing listens', async () => {
    const url = await findDeadUrl();
    const env = { HF_ENDPOINT_URL: url };
    const { draw } = await use<DrawingSnippet>('ai-controlnet-huggingface', undefined, { env });
    await assert.rejects(draw(edges, 'x'), { message: `Cannot reach ${url}. Does the endpoint run?` });
  });

  it('gives up after the time that was filled in', async () => {
    const { draw } = await load(await startSilentServer(), { values: { 3: '50' } });
    await assert.rejects(draw(edges, 'x'), { name: 'TimeoutError' });
    const { signal } = new AbortController();
    await assert.rejects(draw(edges, 'x', { signal }), { name: 'TimeoutError' });
  });

  it('stops when it is told to', async () => {
    const { draw } = await load(await startSilentServer());
    const controller = new AbortController();
    const drawing = draw(edges, 'x', { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(drawing, { name: 'AbortError' });
  });
});

interface TextToImageSnippet {
  paint(
    prompt: string,
    options?: { parameters?: Record<string, unknown>; signal?: AbortSignal },
  ): Promise<{ data: Buffer; format: string }>;
  paintFile(name: string, prompt?: string): Promise<string>;
}

describe('ai-text-to-image', () => {
  /** The numbers of the stops. */
  const [PROMPT, MODEL, PROVIDER, TIMEOUT] = [1, 2, 3, 4];
  const MODEL_ID = 'black-forest-labs/FLUX.1-schnell';
  const load = (endpoint?: TestServer, options?: Use) =>
    use<TextToImageSnippet>('ai-text-to-image', endpoint, options);
  const start = (options: Partial<Parameters<typeof startEndpoint>[0]> = {}) =>
    startEndpoint({ picture, keywords: ['width', 'height', 'seed'], ...options });
  let restore: (() => void) | undefined;
  /** The client remembers which providers have a model, so each test has a model of its own. */
  let models = 0;
  const { log } = console;

  /** Loads the snippet for a model that the Hub knows to be with `providers`. */
  async function useHub(
    providers: Parameters<typeof startHub>[1],
    options: { hub?: Parameters<typeof startHub>[2]; use?: Use } = {},
  ): Promise<TextToImageSnippet & { hub: Hub }> {
    const model = `someone/model-${models++}`;
    const hub = await startHub(model, providers, options.hub);
    restore = hub.reroute();
    const values = { [MODEL]: model, ...options.use?.values };
    const snippet = await load(undefined, { ...options.use, values });
    server = hub;
    return { hub, ...snippet };
  }

  beforeEach(() => {
    console.log = () => {}; // The client tells which provider it takes.
  });
  afterEach(() => {
    console.log = log;
    restore?.();
    restore = undefined;
    server?.close();
    server = undefined;
  });

  for (const format of ['module', 'commonjs'] as const) {
    it(`asks an endpoint of one's own (${format})`, async () => {
      const endpoint = await start();
      const { paint } = await load(endpoint, { format });
      const parameters = { width: 512, height: 512, seed: 7 };
      assert.deepEqual(await paint('a lighthouse', { parameters }), { data: picture, format: 'png' });
      const [request, ...others] = endpoint.received;
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.equal(request?.headers.accept, 'image/png');
      assert.equal(request?.headers['x-scale-up-timeout'], '300');
      assert.deepEqual(bodyOf(request), { inputs: 'a lighthouse', parameters });
    });

    it(`asks the first provider that has the model (${format})`, async () => {
      const { hub, paint } = await useHub(
        { together: { picture: jpeg, providerId: 'flux' }, 'hf-inference': { picture, providerId: 'x/y' } },
        { hub: { token: 'hf_secret' }, use: { format, env: { HF_TOKEN: 'hf_secret' } } },
      );
      assert.deepEqual(await paint('a lighthouse'), { data: jpeg, format: 'jpg' });
      const { received } = hub;
      assert.match(
        received[0]?.path ?? '',
        /^\/huggingface\.co\/api\/models\/someone\/model-\d+\?expand\[\]=/,
      );
      assert.equal(received.length, 2);
      assert.equal(received[1]?.path, '/router.huggingface.co/together/v1/images/generations');
      assert.notEqual(received[1]?.headers.accept, 'image/png');
      const { prompt, model } = bodyOf(received[1]);
      assert.deepEqual([prompt, model], ['a lighthouse', 'flux']);
    });
  }

  it('asks the provider that was chosen', async () => {
    const { hub, paint } = await useHub(
      { together: { picture: jpeg, providerId: 'flux' }, 'hf-inference': { picture, providerId: 'x/y' } },
      { use: { values: { [PROVIDER]: "'hf-inference'" } } },
    );
    assert.deepEqual(await paint('a lighthouse', { parameters: { seed: 7 } }), {
      data: picture,
      format: 'png',
    });
    const request = hub.received.at(-1);
    assert.equal(request?.path, '/router.huggingface.co/hf-inference/models/x/y');
    assert.deepEqual(bodyOf(request), { inputs: 'a lighthouse', parameters: { seed: 7 } });
  });

  it('waits in a queue', async () => {
    const { hub, paint } = await useHub(
      { 'fal-ai': { picture: webp, providerId: 'fal-ai/flux/schnell' } },
      { use: { values: { [PROVIDER]: "'fal-ai'" } } },
    );
    assert.deepEqual(await paint('x', { parameters: { seed: 7 } }), { data: webp, format: 'webp' });
    const request = hub.received.find(({ method }) => method === 'POST');
    assert.deepEqual(bodyOf(request), { seed: 7, prompt: 'x' });
  });

  it('does not wait in a queue for longer than was filled in', async () => {
    const { paint } = await useHub(
      { 'fal-ai': { picture, providerId: 'fal-ai/flux' } },
      { hub: { neverDone: true }, use: { values: { [TIMEOUT]: '200' } } },
    );
    await assert.rejects(paint('x'), { name: 'TimeoutError' });
  });

  it('knows a PNG that the client calls a JPEG', async () => {
    const { paint } = await useHub(
      { nscale: { picture, providerId: 'flux' } },
      { use: { values: { [PROVIDER]: "'nscale'" } } },
    );
    assert.deepEqual(await paint('x'), { data: picture, format: 'png' });
  });

  it('names the file by the format, with what was filled in', async () => {
    const { hub, paintFile } = await useHub(
      { together: { picture: jpeg, providerId: 'flux' } },
      { use: { values: { [PROMPT]: 'a red barn' } } },
    );
    const name = path.join(folder, 'barn');
    assert.equal(await paintFile(name), `${name}.jpg`);
    assert.deepEqual(await readFile(`${name}.jpg`), jpeg);
    assert.equal(bodyOf(hub.received.at(-1))['prompt'], 'a red barn');
  });

  it('asks for FLUX.1 [schnell] unless another model is filled in', async () => {
    const hub = await startHub(MODEL_ID, { together: { picture: jpeg, providerId: 'flux' } });
    restore = hub.reroute();
    const { paint } = await load();
    server = hub;
    assert.equal((await paint('x')).format, 'jpg');
  });

  it('does not take an error for a picture', async () => {
    const { paint } = await useHub(
      { 'fal-ai': { picture, providerId: 'fal-ai/flux' } },
      { hub: { pictureIsGone: true } },
    );
    await assert.rejects(paint('x'), {
      message: 'The answer is neither PNG, JPEG nor WebP: <p>No such file</p>',
    });
  });

  it('shows an endpoint its token, and waits for one that sleeps', async () => {
    const endpoint = await start({ token: 'hf_secret', asleep: true });
    const { paint } = await load(endpoint, { env: { HF_TOKEN: 'hf_secret' } });
    assert.deepEqual((await paint('x')).data, picture);
  });

  it('reports what the endpoint refuses', async () => {
    const endpoint = await start();
    const { paint } = await load(endpoint);
    await assert.rejects(paint('x', { parameters: { style: 'cubist' } }), {
      message: `${endpoint.url} answered 400: {"error":"__call__() got an unexpected keyword argument 'style'"}`,
    });
  });

  it('reports a refused token with what the router said', async () => {
    const { paint } = await useHub({ nscale: { picture, providerId: 'x' } }, { hub: { token: 'hf_secret' } });
    await assert.rejects(paint('x'), {
      message: /\/v1\/images\/generations answered 401: {"error":"Invalid username or password\."}$/,
    });
  });

  it('reports a model that the Hub does not know', async () => {
    const { hub, paint } = await useHub({}, { use: { values: { [MODEL]: 'no/model' } } });
    await assert.rejects(paint('x'), {
      message:
        /^https:\/\/huggingface\.co\/api\/models\/no\/model\?.* answered 404: {"error":"Repository not found"}$/,
    });
    assert.equal(hub.received.length, 1);
  });

  it('reports a busy provider instead of asking again and again', async () => {
    const { hub, paint } = await useHub({ nscale: { picture, providerId: 'x' } }, { hub: { busy: true } });
    await assert.rejects(paint('x'), { message: / answered 503: {"error":"Model too busy"}$/ });
    assert.equal(hub.received.length, 2);
  });

  it('says what it cannot reach', async () => {
    const url = await findDeadUrl();
    const { paint } = await load(undefined, { env: { HF_ENDPOINT_URL: url } });
    await assert.rejects(paint('x'), { message: `Cannot reach ${url}` });
  });

  it('gives up after the time that was filled in', async () => {
    const { paint } = await load(await startSilentServer(), { values: { [TIMEOUT]: '50' } });
    await assert.rejects(paint('x'), { name: 'TimeoutError' });
    const { signal } = new AbortController();
    await assert.rejects(paint('x', { signal }), { name: 'TimeoutError' });
  });

  it('stops when it is told to, even while it looks for a provider', async () => {
    const silent = await startSilentServer();
    const { paint } = await load(undefined, { values: { [MODEL]: 'someone/unknown-to-the-client' } });
    server = silent;
    const { fetch } = globalThis;
    globalThis.fetch = (_, init) => fetch(silent.url, init);
    restore = () => (globalThis.fetch = fetch);
    const controller = new AbortController();
    const painting = paint('x', { signal: controller.signal });
    while (silent.received.length === 0) await sleep(5);
    controller.abort();
    await assert.rejects(painting, { name: 'AbortError' });
    assert.deepEqual(
      silent.received.map(({ method }) => method),
      ['GET'],
    );
  });
});
