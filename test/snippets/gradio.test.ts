import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { edges, picture, type DrawingSnippet } from './drawing.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startGradio } from './servers/gradio.ts';
import { findDeadUrl, startSilentServer, startServer, type TestServer } from './servers/server.ts';

/** The numbers of the stops. */
const [PROMPT, ENDPOINT, SCALE, TIMEOUT] = [1, 2, 3, 4];

describe('ai-controlnet-gradio', function () {
  this.timeout(10_000);
  let folder: string;
  let running: TestServer | undefined;
  const use = async <Server extends TestServer>(server: Server, options: Use = {}) => {
    running = server;
    const env = { GRADIO_URL: server.url };
    return { server, ...(await load<DrawingSnippet>(folder, 'ai-controlnet-gradio', { ...options, env })) };
  };

  const { error: report } = console;
  let complaints: unknown[] = [];

  before(() => {
    folder = createFolder();
  });
  beforeEach(() => {
    complaints = [];
    console.error = (...words) => complaints.push(words);
  });
  afterEach(() => {
    console.error = report;
    running?.close();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`uploads, queues, listens and fetches (${format})`, async () => {
      const { server, draw } = await use(await startGradio({ picture }), { format });
      const { png, seed } = await draw(edges, 'a lighthouse', { seed: 7 });
      assert.deepEqual(png, picture);
      assert.equal(seed, 7);
      const asked = server.received.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
      assert.deepEqual(
        asked.filter((request, i) => asked.indexOf(request) === i),
        [
          'GET /config',
          'GET /gradio_api/info',
          'POST /gradio_api/upload',
          'POST /gradio_api/queue/join',
          'GET /gradio_api/queue/data',
          'GET /gradio_api/file=/tmp/gradio/0a1b/image.png',
        ],
      );
      assert.equal(server.jobs.length, 1);
      const [uploaded, ...others] = [...server.uploads];
      assert.deepEqual(others, []);
      assert.match(uploaded?.[0] ?? '', /\/edges\.png$/);
      assert.deepEqual(uploaded?.[1], edges);
      const { edges: file, ...inputs } = server.jobs[0] as { edges: Record<string, unknown> };
      assert.deepEqual(inputs, { prompt: 'a lighthouse', scale: 1, seed: 7 });
      assert.deepEqual([file['path'], file['orig_name']], [uploaded?.[0], 'edges.png']);
    });
  }

  it('takes another seed each time', async () => {
    const { server, draw } = await use(await startGradio({ picture }));
    const seeds = [(await draw(edges, 'x')).seed, (await draw(edges, 'x')).seed];
    assert.notEqual(seeds[0], seeds[1]);
    assert.deepEqual(
      server.jobs.map(({ seed }) => seed),
      seeds,
    );
  });

  it('draws from file to file, with what was filled in', async () => {
    const { server, drawFile } = await use(await startGradio({ picture, name: 'sketch' }), {
      values: { [PROMPT]: 'a red barn', [ENDPOINT]: "'/sketch'", [SCALE]: '0.6' },
    });
    const files = [path.join(folder, 'edges.png'), path.join(folder, 'picture.png')] as const;
    await writeFile(files[0], edges);
    await drawFile(...files);
    assert.deepEqual(await readFile(files[1]), picture);
    assert.equal(server.jobs[0]?.['prompt'], 'a red barn');
    assert.equal(server.jobs[0]['scale'], 0.6);
  });

  it('leaves no stream open and logs nothing', async () => {
    const { server, draw } = await use(await startGradio({ picture, withState: true }));
    await draw(edges, 'x');
    assert.ok(server.received.some(({ path }) => path.startsWith('/gradio_api/heartbeat/')));
    await waitFor(() => server.streams() === 0);
    assert.deepEqual(complaints, []);
  });

  const refusals: readonly [string, Omit<Parameters<typeof startGradio>[0], 'picture'>, RegExp][] = [
    ['a job that failed', { ending: 'error' }, /: CUDA out of memory$/],
    ['a job without a picture', { ending: 'nothing' }, /: no picture came$/],
    ['a connection that broke', { ending: 'cut' }, /: Connection errored out\. $/],
    ['a full queue', { queueIsFull: true }, /: This application is currently busy\. Please try again\. $/],
    [
      'an image that is too large',
      { maxFileSize: 10 },
      /: HTTP 413: File size exceeded maximum allowed size$/,
    ],
    [
      'a picture that is gone',
      { fileIsGone: true },
      /image\.png answered 403: {"detail":"File not allowed: .*"}$/,
    ],
    [
      'a picture of another format',
      { format: 'webp' },
      /: image\/webp came\. .* gr\.Image\(format="png"\)\?$/,
    ],
    [
      'another name of the function',
      { name: 'predict' },
      /No endpoint matching "\/draw" .* are: "\/predict"/,
    ],
    ['another name of a parameter', { parameter: 'strength' }, /required parameter: strength$/],
  ];
  for (const [name, options, message] of refusals) {
    it(`reports ${name}`, async () => {
      const { server, draw } = await use(await startGradio({ picture, ...options }));
      await assert.rejects(draw(edges, 'x'), (error: Error) => {
        assert.ok(error.message.startsWith(`/draw of ${server.url} failed: `), error.message);
        assert.match(error.message, message);
        return true;
      });
      await waitFor(() => server.streams() === 0);
    });
  }

  it('queues nothing without the image', async () => {
    const { server, draw } = await use(await startGradio({ picture, maxFileSize: 10 }));
    await assert.rejects(draw(edges, 'x'));
    assert.deepEqual(server.jobs, []);
  });

  it('reports a server that is no Gradio app', async () => {
    const { server, draw } = await use(
      await startServer((_, response) => void response.writeHead(404).end('Not Found')),
    );
    await assert.rejects(draw(edges, 'x'), {
      message: new RegExp(`^Cannot connect to ${server.url}\\. Does the app run\\? .*received status 404`),
    });
  });

  it('says what to do when nothing listens', async () => {
    const url = await findDeadUrl();
    const { draw } = await load<DrawingSnippet>(folder, 'ai-controlnet-gradio', { env: { GRADIO_URL: url } });
    await assert.rejects(draw(edges, 'x'), {
      message: `Cannot connect to ${url}. Does the app run? fetch failed`,
    });
  });

  it('gives up after the time that was filled in, before there is a job', async () => {
    const { draw } = await use(await startSilentServer(), { values: { [TIMEOUT]: '50' } });
    await assert.rejects(draw(edges, 'x'), { name: 'TimeoutError' });
    const { signal } = new AbortController();
    await assert.rejects(draw(edges, 'x', { signal }), { name: 'TimeoutError' });
  });

  it('gives up after the time that was filled in, and hangs up so that the job is dropped', async () => {
    const { server, draw } = await use(await startGradio({ picture, ending: 'never' }), {
      values: { [TIMEOUT]: '300' },
    });
    const drawing = draw(edges, 'x');
    await waitFor(() => server.streams() === 1);
    await assert.rejects(drawing, { name: 'TimeoutError' });
    await waitFor(() => server.streams() === 0);
    assert.deepEqual(complaints, []);
  });

  it('stops when it is told to, even before it starts', async () => {
    const { server, draw } = await use(await startGradio({ picture, ending: 'never' }));
    const controller = new AbortController();
    const drawing = draw(edges, 'x', { signal: controller.signal });
    await waitFor(() => server.streams() === 1);
    controller.abort();
    await assert.rejects(drawing, { name: 'AbortError' });
    await waitFor(() => server.streams() === 0);
    const before = server.received.length;
    await assert.rejects(draw(edges, 'x', { signal: controller.signal }), { name: 'AbortError' });
    assert.equal(server.received.length, before);
  });

  it('stops a download', async () => {
    const { server, draw } = await use(await startGradio({ picture, fileHangs: true }));
    const controller = new AbortController();
    const drawing = draw(edges, 'x', { signal: controller.signal });
    await waitFor(() => server.received.some(({ path }) => path.includes('/file=')));
    controller.abort();
    await assert.rejects(drawing, { name: 'AbortError' });
  });
});

/** Resolves once the condition holds; a test in which it never does fails with a time-out. */
async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}
