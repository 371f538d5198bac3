import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { edges, picture, type DrawingSnippet } from './drawing.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startComfyUI, type ComfyUI } from './servers/comfyui.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

describe('ai-controlnet-comfyui', function () {
  this.timeout(10_000);
  let folder: string;
  let running: TestServer | undefined;
  const use = async <Server extends TestServer>(server: Server, options: Use = {}) => {
    running = server;
    const env = { COMFYUI_URL: server.url };
    return { server, ...(await load<DrawingSnippet>(folder, 'ai-controlnet-comfyui', { ...options, env })) };
  };
  const nodeOf = (server: ComfyUI, type: string) =>
    Object.values(server.graphs[0] ?? {}).find(({ class_type }) => class_type === type)?.inputs;

  before(() => {
    folder = createFolder();
  });
  afterEach(() => running?.close());
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`uploads, queues, waits and fetches (${format})`, async () => {
      const { server, draw } = await use(await startComfyUI({ picture, busyFor: 2 }), { format });
      const { png, seed } = await draw(edges, 'a lighthouse', { seed: 7 });
      assert.deepEqual(png, picture);
      assert.equal(seed, 7);

      const asked = server.received.map(
        ({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, '<id>')}`,
      );
      const poll = ['GET /queue', 'GET /history/<id>'];
      assert.deepEqual(asked, [
        'POST /upload/image',
        'POST /prompt',
        ...poll,
        ...poll,
        ...poll,
        'GET /view?filename=controlnet+00001_.png&subfolder=a%26b&type=output',
      ]);
      assert.match(server.received[0]?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
      assert.match(server.received[1]?.headers['content-type'] ?? '', /^application\/json/);
    });
  }

  it('draws along the uploaded image, under the name the server gave it', async () => {
    const { server, draw } = await use(await startComfyUI({ picture }));
    await draw(edges, 'a lighthouse', { seed: 7 });
    const { image } = nodeOf(server, 'LoadImage') ?? {};
    assert.equal(image, 'edges (1).png');
    assert.deepEqual(server.uploads.get('edges (1).png'), edges);
    assert.deepEqual(server.uploads.get('edges.png'), Buffer.from('of someone else'));
    assert.equal(nodeOf(server, 'KSampler')?.['seed'], 7);
    assert.equal(nodeOf(server, 'CLIPTextEncode')?.['text'], 'a lighthouse');
  });

  it('conditions both prompts: positive first, negative second', async () => {
    const { server, draw } = await use(await startComfyUI({ picture }));
    await draw(edges, 'a lighthouse');
    const graph = server.graphs[0] ?? {};
    const linked = (link: unknown) => graph[(link as [string, number])[0]];
    const sampler = nodeOf(server, 'KSampler');
    const positive = sampler?.['positive'] as [string, number];
    const negative = sampler?.['negative'] as [string, number];
    assert.equal(linked(positive)?.class_type, 'ControlNetApplyAdvanced');
    assert.deepEqual([positive[0], positive[1], negative[1]], [negative[0], 0, 1]);
    const apply = nodeOf(server, 'ControlNetApplyAdvanced');
    assert.equal(linked(apply?.['positive'])?.inputs['text'], 'a lighthouse');
    assert.equal(linked(apply?.['negative'])?.inputs['text'], 'lowres, blurry');
  });

  it('chooses another seed each time', async () => {
    const { draw } = await use(await startComfyUI({ picture }));
    assert.notEqual((await draw(edges, 'x')).seed, (await draw(edges, 'x')).seed);
  });

  it('draws from file to file, with what was filled in', async () => {
    const { server, drawFile } = await use(await startComfyUI({ picture }), {
      values: { 1: 'a red barn', 4: '0.6' },
    });
    const files = [path.join(folder, 'edges.png'), path.join(folder, 'picture.png')] as const;
    await writeFile(files[0], edges);
    await drawFile(...files);
    assert.deepEqual(await readFile(files[1]), picture);
    assert.equal(nodeOf(server, 'CLIPTextEncode')?.['text'], 'a red barn');
    assert.equal(nodeOf(server, 'ControlNetApplyAdvanced')?.['strength'], 0.6);
  });

  for (const [stop, input] of [
    [2, 'ckpt_name'],
    [3, 'control_net_name'],
  ] as const) {
    it(`reports a graph the server refuses: unknown ${input}`, async () => {
      const { draw } = await use(await startComfyUI({ picture }), {
        values: { [stop]: 'missing.safetensors' },
      });
      await assert.rejects(draw(edges, 'x'), {
        message: new RegExp(`^/prompt answered 400: .*Value not in list: ${input}: 'missing.safetensors'`),
      });
    });
  }

  it('reports a job that failed', async () => {
    const { draw } = await use(await startComfyUI({ picture, ending: 'error' }));
    await assert.rejects(draw(edges, 'x'), { message: 'ComfyUI failed in KSampler: Allocation on device' });
  });

  it('reports a job that saved nothing', async () => {
    const { draw } = await use(await startComfyUI({ picture, ending: 'nothing saved' }));
    await assert.rejects(draw(edges, 'x'), { message: 'ComfyUI saved no image: success' });
  });

  it('does not wait for a job the server has lost', async () => {
    const { server, draw } = await use(await startComfyUI({ picture, busyFor: 1, ending: 'lost' }));
    await assert.rejects(draw(edges, 'x'), {
      message: new RegExp(`^${server.url} lost job [0-9a-f-]{36}\\.`),
    });
  });

  it('says what to do when nothing listens', async () => {
    const url = await findDeadUrl();
    const { draw } = await load<DrawingSnippet>(folder, 'ai-controlnet-comfyui', {
      env: { COMFYUI_URL: url },
    });
    await assert.rejects(draw(edges, 'x'), { message: `Cannot reach ComfyUI at ${url}. Does it run?` });
  });

  it('gives up after the time that was filled in, in a request', async () => {
    const { draw } = await use(await startSilentServer(), { values: { 5: '50' } });
    await assert.rejects(draw(edges, 'x'), { name: 'TimeoutError' });
    const { signal } = new AbortController();
    await assert.rejects(draw(edges, 'x', { signal }), { name: 'TimeoutError' });
  });

  it('gives up after the time that was filled in, between requests', async () => {
    const { draw } = await use(await startComfyUI({ picture, busyFor: Infinity }), { values: { 5: '300' } });
    await assert.rejects(draw(edges, 'x'), { name: 'TimeoutError' });
  });

  it('stops when it is told to', async () => {
    const { draw } = await use(await startComfyUI({ picture, busyFor: Infinity }));
    const controller = new AbortController();
    const drawing = draw(edges, 'x', { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await assert.rejects(drawing, { name: 'AbortError' });
  });
});
