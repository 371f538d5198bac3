import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assertSameBytes, cropMiddle, decode, encodePng, paint, paintScene } from './image.ts';
import { createFolder, load, removeFolder, runProgram, type Use } from './run.ts';
import { startA1111 } from './servers/a1111.ts';
import { startComfyUI } from './servers/comfyui.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

interface CannySnippet {
  writeEdgeMap(pictureFile: string, edgeFile: string): Promise<void>;
}

interface Unit {
  readonly enabled: boolean;
  readonly module: string;
  readonly image: string;
}

describe('ai-controlnet-pipeline', function () {
  this.timeout(30_000);
  let folder: string;
  let drawing: Buffer;
  let expectedEdges: Uint8Array;
  let running: TestServer | undefined;
  const run = (env: Record<string, string>, use: Use = {}, args = ['scene.png', 'out.png', 'map.png']) =>
    runProgram(folder, 'ai-controlnet-pipeline', args, { ...use, env });
  const inFolder = (name: string) => path.join(folder, name);

  before(async () => {
    folder = createFolder();
    drawing = await encodePng(paint(64, 64, (x, y) => x * y));
    await writeFile(inFolder('scene.png'), await encodePng(paintScene(512, 512, 11)));
    const { writeEdgeMap } = await load<CannySnippet>(folder, 'ai-canny');
    await writeEdgeMap(inFolder('scene.png'), inFolder('expected.png'));
    expectedEdges = (await decode(inFolder('expected.png'))).data;
    assert.ok(expectedEdges.filter(Boolean).length > 1000);
  });
  afterEach(() => running?.close());
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`sends AUTOMATIC1111 the edges ai-canny finds, and saves the drawing (${format})`, async () => {
      const server = (running = await startA1111({ picture: drawing }));
      const finished = await run({ A1111_URL: server.url }, { format });
      assert.equal(finished.stderr, '');
      assert.equal(finished.code, 0);
      assert.match(finished.stdout, /^out\.png: drawn along map\.png, seed \d+\n$/);
      assert.deepEqual(await readFile(inFolder('out.png')), drawing);

      const body = JSON.parse(String(server.received[0]?.body)) as {
        prompt: string;
        seed: number;
        alwayson_scripts: { controlnet: { args: Unit[] } };
      };
      assert.equal(body.prompt, 'a watercolour house by the sea');
      assert.match(finished.stdout, new RegExp(`seed ${body.seed}\n`));
      const [unit] = body.alwayson_scripts.controlnet.args;
      assert.ok(unit);
      assert.deepEqual([unit.enabled, unit.module], [true, 'none']);
      const sent = Buffer.from(unit.image, 'base64');
      assertSameBytes(sent, await readFile(inFolder('map.png')));
      const { data, channels, width, height } = await decode(sent);
      assert.deepEqual([channels, width, height], [3, 512, 512]);
      assertSameBytes(data, expectedEdges);
    });
  }

  it('sends ComfyUI the same edges', async () => {
    const server = await startComfyUI({ picture: drawing, busyFor: 1 });
    running = server;
    const finished = await run({ COMFYUI_URL: server.url }, { values: { 1: "'comfyui'", 2: 'a red barn' } });
    assert.equal(finished.stderr, '');
    assert.equal(finished.code, 0);
    assert.deepEqual(await readFile(inFolder('out.png')), drawing);
    const sent = server.uploads.get('edges (1).png');
    assert.ok(sent);
    assertSameBytes((await decode(sent)).data, expectedEdges);
    const texts = Object.values(server.graphs[0] ?? {}).map(({ inputs }) => inputs['text']);
    assert.ok(texts.includes('a red barn'));
  });

  it('takes the middle of a picture of another shape', async () => {
    const wide = paintScene(1024, 512, 5);
    await writeFile(inFolder('wide.png'), await encodePng(wide));
    await writeFile(inFolder('middle.png'), await encodePng(cropMiddle(wide)));
    const { writeEdgeMap } = await load<CannySnippet>(folder, 'ai-canny');
    await writeEdgeMap(inFolder('middle.png'), inFolder('expected-middle.png'));
    running = await startA1111({ picture: drawing });
    const { code } = await run({ A1111_URL: running.url }, {}, ['wide.png']);
    assert.equal(code, 0);
    const found = await decode(inFolder('edges.png'));
    assert.deepEqual([found.width, found.height], [512, 512]);
    assertSameBytes(found.data, (await decode(inFolder('expected-middle.png'))).data);
    assert.deepEqual(await readFile(inFolder('drawing.png')), drawing);
  });

  it('reports a refusal with what the server said', async () => {
    running = await startA1111({ picture: drawing, withoutControlNet: true });
    const { code, stderr } = await run({ A1111_URL: running.url });
    assert.equal(code, 1);
    assert.match(stderr, /^\/sdapi\/v1\/txt2img answered 422: .*always on script controlnet not found/);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });

  it('says what to do when nothing listens', async () => {
    const url = await findDeadUrl();
    const { code, stderr } = await run({ A1111_URL: url });
    assert.equal(code, 1);
    assert.equal(stderr, `Cannot reach ${url}. Does it run, AUTOMATIC1111 with --api?\n`);
  });

  it('gives up after the time that was filled in', async () => {
    running = await startSilentServer();
    const { code, stderr } = await run({ A1111_URL: running.url }, { values: { 5: '50' } });
    assert.equal(code, 1);
    assert.match(stderr, /timeout/);
  });

  it('names a picture that is missing', async () => {
    const { code, stderr } = await run({}, {}, ['no-such.png']);
    assert.equal(code, 1);
    assert.match(stderr, /no-such\.png/);
  });
});
