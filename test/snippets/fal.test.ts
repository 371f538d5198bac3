import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { edges, picture, type DrawingSnippet } from './drawing.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startFal, type Fal, type Look } from './servers/fal.ts';
import { findDeadUrl, startSilentServer, startServer, type TestServer } from './servers/server.ts';

interface Drawing extends DrawingSnippet {
  draw(
    edges: Uint8Array,
    prompt: string,
    options?: { seed?: number; signal?: AbortSignal; onProgress?: (status: Look) => void },
  ): Promise<{ png: Buffer; seed: number }>;
}

interface Filming {
  generateVideo(
    prompt: string,
    options?: { seed?: number; signal?: AbortSignal; onProgress?: (progress: string) => void },
  ): Promise<{ mp4: Buffer; seed: number }>;
  generateVideoFile(videoFile: string, prompt?: string): Promise<void>;
}

const KEY = 'id:secret';
/** The seed when none was asked for. */
const CHOSEN_SEED = 1234;
const QUEUED: readonly Look[] = [
  { status: 'IN_QUEUE', queue_position: 2 },
  { status: 'IN_QUEUE', queue_position: 0 },
  { status: 'IN_PROGRESS', logs: [] },
  { status: 'IN_PROGRESS', logs: [' 10%|█', ' 20%|██'] },
  { status: 'IN_PROGRESS', logs: [' 10%|█', ' 20%|██'] },
  { status: 'COMPLETED' },
];
const FOREVER: readonly Look[] = [{ status: 'IN_QUEUE', queue_position: 7 }];
const video = Buffer.from('....ftypisom, and so on');

let folder: string;
const running: TestServer[] = [];
const { setTimeout: setRealTimeout } = globalThis;

const asked = (server: TestServer) => server.received.map(({ method, path }) => `${method} ${path}`);

/** How long the client wanted to wait, in milliseconds, one after the other. */
let waits: number[] = [];

/** The client waits from half a second to many; a hundredth of it is enough here. Others wait as long as they say. */
function setHastyTimeout(task: () => void, ms = 0, ...rest: unknown[]) {
  const isClient = new Error().stack?.includes('@fal-ai');
  if (isClient) waits.push(ms);
  return setRealTimeout(task, isClient ? ms / 100 : ms, ...(rest as []));
}

type StartOptions = Partial<Parameters<typeof startFal>[0]>;
type Ask = (signal?: AbortSignal) => Promise<unknown>;

/** What both snippets promise, for one that `prepare` loads and that then asks `start`'s server. */
function itUsesTheQueue(
  timeoutStop: number,
  start: (options?: StartOptions) => Promise<Fal>,
  prepare: (options: Use) => Promise<Ask>,
): void {
  const use = (server: TestServer, options: Use = {}) => {
    running.push(server);
    return prepare({ env: { FAL_URL: server.url, FAL_KEY: KEY }, ...options });
  };

  it('reports a refused key with what fal said', async () => {
    const server = await start();
    const ask = await use(server, { env: { FAL_URL: server.url, FAL_KEY: '' } });
    await assert.rejects(ask(), {
      message: 'fal answered 401: {"detail":"Authentication is required to access this application."}',
    });
    assert.equal(server.received.length, 1);
    assert.equal(server.received[0]?.headers.authorization, undefined);
  });

  it('reports what the model refuses', async () => {
    const body = { detail: [{ loc: ['body', 'prompt'], msg: 'flagged', type: 'content_policy_violation' }] };
    const server = await start({ failure: { status: 422, body } });
    const ask = await use(server);
    await assert.rejects(ask(), { message: `fal answered 422: ${JSON.stringify(body)}` });
    assert.deepEqual(server.cancelled, []);
  });

  it('reports an error without JSON', async () => {
    const server = await startServer((_, response) => void response.writeHead(500, 'Oops').end('<html>'));
    const ask = await use(server);
    await assert.rejects(ask(), { message: 'fal answered 500: "HTTP 500: Oops"' });
  });

  it('reports a file that cannot be downloaded', async () => {
    const server = await start({ lostFile: true });
    const ask = await use(server);
    await assert.rejects(ask(), {
      message: `${server.url}/files/result answered 404: no such file`,
    });
  });

  it('tries again when fal is busy', async () => {
    const server = await start({ busyFor: 2 });
    const ask = await use(server);
    await ask();
    assert.equal(server.inputs.length, 1);
    assert.equal(asked(server).filter((line) => line.startsWith('POST')).length, 3);
  });

  it('says so when nothing listens', async () => {
    const url = await findDeadUrl();
    const ask = await prepare({ env: { FAL_URL: url, FAL_KEY: KEY } });
    await assert.rejects(ask(), (error: Error) => {
      assert.ok(error.message.startsWith(`Cannot reach ${url}/fal-ai/`));
      assert.match(String((error.cause as Error).cause), /ECONNREFUSED/);
      return true;
    });
  });

  it('gives up a submission after the time that was filled in', async () => {
    const ask = await use(await startSilentServer(), { values: { [timeoutStop]: '50' } });
    await assert.rejects(ask(), { name: 'TimeoutError' });
    await assert.rejects(ask(new AbortController().signal), { name: 'TimeoutError' });
  });

  it('gives up the wait after the time that was filled in, and cancels the request', async () => {
    const server = await start({ looks: FOREVER });
    const ask = await use(server, { values: { [timeoutStop]: '200' } });
    await assert.rejects(ask(), { name: 'TimeoutError' });
    assert.deepEqual(server.cancelled, [server.requestId]);
  });

  it('stops when it is told to, and cancels the request', async () => {
    const server = await start({ looks: FOREVER });
    const controller = new AbortController();
    const ask = await use(server);
    const asking = ask(controller.signal);
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(asking, { name: 'AbortError' });
    assert.deepEqual(server.cancelled, [server.requestId]);
    const { method, headers } = server.received.at(-1) ?? {};
    assert.equal(method, 'PUT');
    assert.equal(headers?.authorization, `Key ${KEY}`);
    const count = server.received.length;
    await sleep(60);
    assert.equal(server.received.length, count, 'it goes on asking');
  });

  it('stops in the same way when there is nothing to cancel any more', async () => {
    const server = await start({ looks: FOREVER, endsBeforeCancel: true });
    const ask = await use(server, { values: { [timeoutStop]: '100' } });
    await assert.rejects(ask(), { name: 'TimeoutError' });
    assert.deepEqual(server.cancelled, [server.requestId]);
  });

  it('stops a download when it is told to', async () => {
    const files = await startSilentServer();
    running.push(files);
    const server = await start({ answer: () => answerWith(`${files.url}/result`) });
    const controller = new AbortController();
    const ask = await use(server);
    const asking = ask(controller.signal);
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(asking, { name: 'AbortError' });
    assert.deepEqual(asked(files), ['GET /result']);
  });
}

/** Both models' answers in one: each snippet takes its own. */
function answerWith(url: string, seed: unknown = CHOSEN_SEED) {
  const file = { url, content_type: 'application/octet-stream', file_name: 'result', file_size: 1 };
  return { images: [file], has_nsfw_concepts: [false], video: file, prompt: '', timings: {}, seed };
}

describe('the snippets over fal', () => {
  before(() => {
    folder = createFolder();
    globalThis.setTimeout = setHastyTimeout as typeof setTimeout;
  });
  afterEach(() => running.splice(0).forEach((server) => server.close()));
  after(() => {
    globalThis.setTimeout = setRealTimeout;
    removeFolder(folder);
  });

  describe('ai-controlnet-fal', () => {
    const ENDPOINT = 'fal-ai/sdxl-controlnet-union';
    const start = async (options: StartOptions = {}) => {
      const server = await startFal({
        endpoint: ENDPOINT,
        key: KEY,
        file: picture,
        answer: (url) => answerWith(url, server.inputs.at(-1)?.['seed']),
        ...options,
      });
      running.push(server);
      return server;
    };
    const use = (server: Fal, options: Use = {}) =>
      load<Drawing>(folder, 'ai-controlnet-fal', { ...options, env: { FAL_URL: server.url, FAL_KEY: KEY } });

    for (const format of ['module', 'commonjs'] as const) {
      it(`submits, follows the queue, and downloads (${format})`, async () => {
        const server = await start({ looks: QUEUED });
        const { draw } = await use(server, { format });
        const progress: string[] = [];
        const onProgress = (look: Look) =>
          void progress.push(look.status + ('queue_position' in look ? ` ${look.queue_position}` : ''));
        assert.deepEqual(await draw(edges, 'a lighthouse', { seed: 7, onProgress }), {
          png: picture,
          seed: 7,
        });
        assert.deepEqual(progress, [
          'IN_QUEUE 2',
          'IN_QUEUE 0',
          'IN_PROGRESS',
          'IN_PROGRESS',
          'IN_PROGRESS',
          'COMPLETED',
        ]);

        const request = `/fal-ai/sdxl-controlnet-union/requests/${server.requestId}`;
        assert.deepEqual(asked(server), [
          'POST /fal-ai/sdxl-controlnet-union',
          ...QUEUED.map(() => `GET ${request}/status?logs=0`),
          `GET ${request}`,
          'GET /files/result',
        ]);
        const [submission] = server.received;
        assert.equal(submission?.headers.authorization, `Key ${KEY}`);
        assert.equal(server.received.at(-1)?.headers.authorization, undefined);
        assert.deepEqual(server.inputs, [
          {
            prompt: 'a lighthouse',
            negative_prompt: 'lowres, blurry',
            canny_image_url: `data:image/png;base64,${edges.toString('base64')}`,
            canny_preprocess: false,
            controlnet_conditioning_scale: 0.5,
            format: 'png',
            seed: 7,
          },
        ]);
      });
    }

    it('leaves the seed to fal', async () => {
      const server = await start({ answer: (url) => answerWith(url) });
      assert.equal((await (await use(server)).draw(edges, 'x')).seed, CHOSEN_SEED);
      assert.equal('seed' in (server.inputs[0] ?? {}), false);
    });

    it('sends the seed 0 too', async () => {
      const server = await start();
      assert.equal((await (await use(server)).draw(edges, 'x', { seed: 0 })).seed, 0);
    });

    it('draws from file to file, with what was filled in', async () => {
      const server = await start();
      const { drawFile } = await use(server, { values: { 1: 'a red barn', 2: 'people', 3: '0.9' } });
      const files = [path.join(folder, 'edges.png'), path.join(folder, 'picture.png')] as const;
      await writeFile(files[0], edges);
      await drawFile(...files);
      assert.deepEqual(await readFile(files[1]), picture);
      const [input] = server.inputs;
      assert.equal(input?.['prompt'], 'a red barn');
      assert.equal(input['negative_prompt'], 'people');
      assert.equal(input['controlnet_conditioning_scale'], 0.9);
    });

    it('reports an answer without a picture', async () => {
      const server = await start({ answer: () => ({ ...answerWith(''), images: [] }) });
      await assert.rejects((await use(server)).draw(edges, 'x'), {
        message: `fal sent no picture for request ${server.requestId}`,
      });
    });

    it('reports a picture that the safety checker refused: it would be black', async () => {
      const server = await start({ answer: (url) => ({ ...answerWith(url), has_nsfw_concepts: [true] }) });
      await assert.rejects((await use(server)).draw(edges, 'x'), {
        message: 'The safety checker refused the picture',
      });
    });

    itUsesTheQueue(4, start, async (options) => {
      const { draw } = await load<Drawing>(folder, 'ai-controlnet-fal', options);
      return (signal) => draw(edges, 'x', signal && { signal });
    });
  });

  describe('ai-text-to-video', () => {
    const WAN = 'fal-ai/wan/v2.2-5b/text-to-video';
    const start = async (options: StartOptions = {}) => {
      const server = await startFal({
        endpoint: WAN,
        key: KEY,
        file: video,
        answer: (url) => answerWith(url, server.inputs.at(-1)?.['seed']),
        ...options,
      });
      running.push(server);
      return server;
    };
    const use = (server: Fal, options: Use = {}) =>
      load<Filming>(folder, 'ai-text-to-video', { ...options, env: { FAL_URL: server.url, FAL_KEY: KEY } });

    for (const format of ['module', 'commonjs'] as const) {
      it(`submits, tells each step once, and downloads (${format})`, async () => {
        const server = await start({ looks: QUEUED });
        const { generateVideo } = await use(server, { format });
        const told: string[] = [];
        const onProgress = (progress: string) => void told.push(progress);
        const made = await generateVideo('rain', { seed: 7, onProgress });
        assert.deepEqual(made, { mp4: video, seed: 7 });
        assert.deepEqual(told, [
          'in the queue, 2 ahead',
          'in the queue, 0 ahead',
          'in progress',
          ' 20%|██',
          'done',
        ]);

        const request = `/fal-ai/wan/requests/${server.requestId}`;
        assert.deepEqual(asked(server), [
          `POST /${WAN}`,
          ...QUEUED.map(() => `GET ${request}/status?logs=1`),
          `GET ${request}`,
          'GET /files/result',
        ]);
        assert.equal(server.received[0]?.headers.authorization, `Key ${KEY}`);
        assert.equal(server.received.at(-1)?.headers.authorization, undefined);
        assert.deepEqual(server.inputs, [{ prompt: 'rain', num_frames: 81, aspect_ratio: '16:9', seed: 7 }]);
      });
    }

    it('looks every two seconds', async () => {
      const server = await start({ looks: QUEUED });
      const { generateVideo } = await use(server);
      waits = [];
      await generateVideo('rain');
      assert.deepEqual(waits, [2000, 2000, 2000, 2000, 2000]);
    });

    it('leaves the seed to fal, and sends the seed 0', async () => {
      const server = await start({ answer: (url) => answerWith(url, 99) });
      const { generateVideo } = await use(server);
      assert.equal((await generateVideo('rain')).seed, 99);
      await generateVideo('rain', { seed: 0 });
      assert.deepEqual(
        server.inputs.map(({ seed }) => seed),
        [undefined, 0],
      );
    });

    it('prints the progress and writes a file, with what was filled in', async () => {
      const endpoint = 'fal-ai/hunyuan-video-v1.5/text-to-video';
      const server = await start({ endpoint, looks: QUEUED });
      const { generateVideoFile } = await use(server, {
        values: { 1: 'a red kite', 2: endpoint, 3: '49', 4: '9:16' },
      });
      const file = path.join(folder, 'video.mp4');
      const printed: unknown[] = [];
      const { log } = console;
      console.log = (...line: unknown[]) => void printed.push(...line);
      try {
        await generateVideoFile(file);
      } finally {
        console.log = log;
      }
      assert.deepEqual(printed.slice(0, 1), ['in the queue, 2 ahead']);
      assert.deepEqual(printed.at(-1), 'done');
      assert.deepEqual(await readFile(file), video);
      assert.deepEqual(server.inputs, [{ prompt: 'a red kite', num_frames: 49, aspect_ratio: '9:16' }]);
      assert.equal(
        asked(server)[1],
        `GET /fal-ai/hunyuan-video-v1.5/requests/${server.requestId}/status?logs=1`,
      );
    });

    itUsesTheQueue(5, start, async (options) => {
      const { generateVideo } = await load<Filming>(folder, 'ai-text-to-video', options);
      return (signal) => generateVideo('rain', signal && { signal });
    });
  });
});
