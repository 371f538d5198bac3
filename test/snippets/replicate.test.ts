import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { edges as source, picture, type DrawingSnippet } from './drawing.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startReplicate } from './servers/replicate.ts';
import { findDeadUrl, startSilentServer, startServer, type TestServer } from './servers/server.ts';

const VERSION = '1512680a528ba127ad49e92e36780974e5aa12c7d717af83c4a98a9253adf2c6';
const TOKEN = 'r8_secret';
const DONE = { statuses: ['succeeded'] } as const;

describe('ai-controlnet-replicate', function () {
  this.timeout(10_000);
  let folder: string;
  const running: TestServer[] = [];
  const start = async (options: Partial<Parameters<typeof startReplicate>[0]> = {}) => {
    const server = await startReplicate({ version: VERSION, token: TOKEN, picture, ...options });
    running.push(server);
    return server;
  };
  const use = (server: TestServer, options: Use = {}) => {
    running.push(server);
    const env = { REPLICATE_URL: `${server.url}/v1`, REPLICATE_API_TOKEN: TOKEN };
    return load<DrawingSnippet>(folder, 'ai-controlnet-replicate', { env, ...options });
  };
  const asked = (server: TestServer) => server.received.map(({ method, path }) => `${method} ${path}`);

  before(() => {
    folder = createFolder();
  });
  afterEach(() => running.splice(0).forEach((server) => server.close()));
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`creates, looks until it is done, and downloads (${format})`, async () => {
      const server = await start({ statuses: ['processing', 'starting', 'succeeded'] });
      const { draw } = await use(server, { format });
      assert.deepEqual(await draw(source, 'a lighthouse', { seed: 7 }), { png: picture, seed: 7 });
      const look = `GET /v1/predictions/${server.id}`;
      assert.deepEqual(asked(server), ['POST /v1/predictions', look, look, 'GET /files/out-0.png']);

      const [creation] = server.received;
      assert.equal(creation?.headers.authorization, `Bearer ${TOKEN}`);
      assert.equal(creation.headers['content-type'], 'application/json');
      assert.equal(creation.headers.prefer, undefined, 'it does not wait in the request');
      assert.deepEqual(JSON.parse(creation.body.toString()), {
        version: VERSION,
        input: {
          prompt: 'a lighthouse',
          negative_prompt: 'lowres, blurry',
          input_image: `data:image/png;base64,${source.toString('base64')}`,
          structure: 'canny',
          control_weight: 0.7,
          aspect_ratio: '1:1',
          output_format: 'png',
          seed: 7,
        },
      });
      assert.equal(server.received.at(-1)?.headers.authorization, undefined);
      assert.deepEqual(server.cancelled, []);
    });
  }

  it('looks twice a second', async () => {
    const server = await start({ statuses: ['starting', 'succeeded'] });
    const { draw } = await use(server);
    const begin = performance.now();
    await draw(source, 'x');
    const took = performance.now() - begin;
    assert.ok(took > 490 && took < 900, `${took} ms`);
  });

  it('chooses another seed each time, and tells it', async () => {
    const server = await start(DONE);
    const { draw } = await use(server);
    const seeds = [(await draw(source, 'x')).seed, (await draw(source, 'x')).seed];
    assert.notEqual(seeds[0], seeds[1]);
    assert.deepEqual(
      server.inputs.map(({ seed }) => seed),
      seeds,
    );
  });

  it('sends the seed 0 too', async () => {
    const server = await start(DONE);
    const { draw } = await use(server);
    assert.equal((await draw(source, 'x', { seed: 0 })).seed, 0);
    assert.equal(server.inputs[0]?.['seed'], 0);
  });

  it('draws from file to file, with what was filled in', async () => {
    const version = 'a'.repeat(64);
    const server = await start({ ...DONE, version });
    const { drawFile } = await use(server, { values: { 1: 'a red barn', 2: version, 3: 'tile', 4: '0.4' } });
    const files = [path.join(folder, 'source.png'), path.join(folder, 'picture.png')] as const;
    await writeFile(files[0], source);
    await drawFile(...files);
    assert.deepEqual(await readFile(files[1]), picture);
    const [input] = server.inputs;
    assert.equal(input?.['prompt'], 'a red barn');
    assert.equal(input['structure'], 'tile');
    assert.equal(input['control_weight'], 0.4);
  });

  for (const [statuses, error, ending] of [
    [['processing', 'failed'], 'CUDA out of memory', 'failed: CUDA out of memory'],
    [['canceled'], null, 'canceled: no reason given'],
    [['aborted'], null, 'aborted: no reason given'],
  ] as const) {
    it(`reports a prediction that ended ${statuses.at(-1)}`, async () => {
      const server = await start({ statuses, error });
      const { draw } = await use(server);
      await assert.rejects(draw(source, 'x'), { message: `Prediction ${server.id} ${ending}` });
      assert.deepEqual(server.cancelled, []);
    });
  }

  for (const output of [[], null]) {
    it(`reports a prediction whose output is ${JSON.stringify(output)}`, async () => {
      const server = await start({ ...DONE, output });
      const { draw } = await use(server);
      await assert.rejects(draw(source, 'x'), { message: `Prediction ${server.id} has no picture` });
    });
  }

  for (const [name, filledIn, detail] of [
    [
      'a version that does not exist',
      { values: { 2: 'b'.repeat(64) } },
      'The specified version does not exist',
    ],
    ['an input that the version refuses', { values: { 4: '1.5' } }, '- input.control_weight: 1.5'],
  ] as const) {
    it(`reports ${name}`, async () => {
      const { draw } = await use(await start(), filledIn);
      await assert.rejects(draw(source, 'x'), (error: Error) => {
        assert.match(error.message, /^Request to .*\/v1\/predictions failed with status 422 /);
        assert.ok(error.message.includes(detail), error.message);
        return true;
      });
    });
  }

  it('reports a refused token with what Replicate said', async () => {
    const server = await start();
    const { draw } = await use(server, {
      env: { REPLICATE_URL: `${server.url}/v1`, REPLICATE_API_TOKEN: '' },
    });
    await assert.rejects(draw(source, 'x'), {
      message: /failed with status 401 Unauthorized: .*You did not pass a valid authentication token/,
    });
  });

  it('reports a picture that cannot be downloaded', async () => {
    const server = await start({ ...DONE, output: ['http://127.0.0.1:1/gone.png'] });
    const { draw } = await use(server);
    await assert.rejects(draw(source, 'x'), { message: 'Cannot reach http://127.0.0.1:1/gone.png' });
  });

  it('reports a picture that is not there', async () => {
    const files = await startServer((_, response) => void response.writeHead(404).end('expired'));
    running.push(files);
    const { draw } = await use(await start({ ...DONE, output: [`${files.url}/out-0.png`] }));
    await assert.rejects(draw(source, 'x'), { message: `${files.url}/out-0.png answered 404: expired` });
  });

  it('says so when nothing listens', async () => {
    const url = await findDeadUrl();
    const env = { REPLICATE_URL: `${url}/v1`, REPLICATE_API_TOKEN: TOKEN };
    const { draw } = await load<DrawingSnippet>(folder, 'ai-controlnet-replicate', { env });
    await assert.rejects(draw(source, 'x'), { message: `Cannot reach ${url}/v1/predictions` });
  });

  it('gives up a creation after the time that was filled in', async () => {
    const { draw } = await use(await startSilentServer(), { values: { 5: '50' } });
    await assert.rejects(draw(source, 'x'), { name: 'TimeoutError' });
    await assert.rejects(draw(source, 'x', { signal: new AbortController().signal }), {
      name: 'TimeoutError',
    });
  });

  it('gives up the wait after the time that was filled in, and cancels the prediction', async () => {
    const server = await start({ statuses: ['processing'] });
    const { draw } = await use(server, { values: { 5: '200' } });
    await assert.rejects(draw(source, 'x'), { name: 'TimeoutError' });
    assert.deepEqual(server.cancelled, [server.id]);
  });

  it('stops when it is told to, and cancels the prediction', async () => {
    const server = await start({ statuses: ['processing'] });
    const { draw } = await use(server);
    const controller = new AbortController();
    const drawing = draw(source, 'x', { signal: controller.signal });
    await sleep(100);
    const begin = performance.now();
    controller.abort();
    await assert.rejects(drawing, { name: 'AbortError' });
    assert.ok(performance.now() - begin < 300, 'it stops only at the next look');
    assert.deepEqual(asked(server), ['POST /v1/predictions', `POST /v1/predictions/${server.id}/cancel`]);
    assert.equal(server.received[1]?.headers.authorization, `Bearer ${TOKEN}`);
    await sleep(600);
    assert.equal(server.received.length, 2, 'it goes on asking');
  });

  it('stops a look that is not answered', async () => {
    const server = await start({ statuses: ['processing'], silentLooks: true });
    const { draw } = await use(server, { values: { 5: '700' } });
    await assert.rejects(draw(source, 'x'), { name: 'TimeoutError' });
    assert.deepEqual(server.cancelled, [server.id]);
  });

  it('stops in the same way when it cannot cancel', async () => {
    const server = await start({ statuses: ['processing'], refusesCancel: true });
    const { draw } = await use(server, { values: { 5: '100' } });
    await assert.rejects(draw(source, 'x'), { name: 'TimeoutError' });
    assert.deepEqual(server.cancelled, [server.id]);
  });

  it('stops a download when it is told to', async () => {
    const silent = await startSilentServer();
    running.push(silent);
    const { draw } = await use(await start({ ...DONE, output: [`${silent.url}/out-0.png`] }));
    const controller = new AbortController();
    const drawing = draw(source, 'x', { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(drawing, { name: 'AbortError' });
    assert.deepEqual(asked(silent), ['GET /out-0.png']);
  });
});
