import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { edges, picture, type DrawingSnippet } from './drawing.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { CHOSEN_SEED, startA1111 } from './servers/a1111.ts';
import { findDeadUrl, startSilentServer, startServer, type TestServer } from './servers/server.ts';

describe('ai-controlnet-a1111', () => {
  let folder: string;
  let server: TestServer | undefined;
  const use = async (listening: TestServer, options: Use = {}) => {
    server = listening;
    return load<DrawingSnippet>(folder, 'ai-controlnet-a1111', {
      ...options,
      env: { A1111_URL: server.url, ...options.env },
    });
  };
  const sent = () => JSON.parse(String(server?.received.at(-1)?.body)) as Record<string, unknown>;

  before(() => {
    folder = createFolder();
  });
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`sends one ControlNet unit and takes the picture and its seed (${format})`, async () => {
      const { draw } = await use(await startA1111({ picture }), { format });
      assert.deepEqual(await draw(edges, 'a lighthouse'), { png: picture, seed: CHOSEN_SEED });
      const [request, ...others] = server?.received ?? [];
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /sdapi/v1/txt2img');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.equal(request?.headers.authorization, undefined);
      assert.deepEqual(sent(), {
        prompt: 'a lighthouse',
        negative_prompt: 'lowres, blurry',
        steps: 20,
        cfg_scale: 7,
        width: 512,
        height: 512,
        seed: -1,
        alwayson_scripts: {
          controlnet: {
            args: [
              {
                enabled: true,
                image: edges.toString('base64'),
                module: 'none',
                model: 'control_v11p_sd15_canny',
                weight: 1,
                control_mode: 'Balanced',
                resize_mode: 'Crop and Resize',
                save_detected_map: false,
              },
            ],
          },
        },
      });
    });
  }

  it('takes the picture even if the server adds the map', async () => {
    const { draw } = await use(await startA1111({ picture, savesEveryMap: true }));
    assert.deepEqual((await draw(edges, 'a lighthouse')).png, picture);
  });

  it('repeats a seed', async () => {
    const { draw } = await use(await startA1111({ picture }));
    assert.equal((await draw(edges, 'a lighthouse', { seed: 7 })).seed, 7);
    assert.equal(sent()['seed'], 7);
  });

  it('draws from file to file, with what was filled in', async () => {
    const { drawFile } = await use(await startA1111({ picture }), {
      values: {
        1: 'a red barn',
        2: 'control_v11p_sd15_scribble',
        3: '0.6',
        4: 'ControlNet is more important',
      },
    });
    const files = [path.join(folder, 'edges.png'), path.join(folder, 'picture.png')] as const;
    await writeFile(files[0], edges);
    await drawFile(...files);
    assert.deepEqual(await readFile(files[1]), picture);
    const { prompt, alwayson_scripts } = sent();
    assert.equal(prompt, 'a red barn');
    const [unit] = (alwayson_scripts as { controlnet: { args: Record<string, unknown>[] } }).controlnet.args;
    assert.equal(unit?.['model'], 'control_v11p_sd15_scribble');
    assert.equal(unit?.['weight'], 0.6);
    assert.equal(unit?.['control_mode'], 'ControlNet is more important');
  });

  it('logs in', async () => {
    const { draw } = await use(await startA1111({ picture, login: 'me:secret' }), {
      env: { A1111_LOGIN: 'me:secret' },
    });
    assert.deepEqual((await draw(edges, 'x')).png, picture);
  });

  it('reports a refused login with what the server said', async () => {
    const { draw } = await use(await startA1111({ picture, login: 'me:secret' }));
    await assert.rejects(draw(edges, 'x'), {
      message: /^\/sdapi\/v1\/txt2img answered 401: .*Incorrect username or password/,
    });
  });

  it('reports a server without the extension', async () => {
    const { draw } = await use(await startA1111({ picture, withoutControlNet: true }));
    await assert.rejects(draw(edges, 'x'), {
      message: /answered 422: .*always on script controlnet not found/,
    });
  });

  it('reports an answer without a picture', async () => {
    const empty = await startServer(
      (_, response) => void response.end('{"images":[],"info":"{\\"seed\\":1}"}'),
    );
    const { draw } = await use(empty);
    await assert.rejects(draw(edges, 'x'), { message: `${empty.url} sent no picture: {"seed":1}` });
  });

  it('says what to do when nothing listens', async () => {
    const url = await findDeadUrl();
    const { draw } = await load<DrawingSnippet>(folder, 'ai-controlnet-a1111', { env: { A1111_URL: url } });
    await assert.rejects(draw(edges, 'x'), {
      message: `Cannot reach ${url}. Does the web UI run, with --api?`,
    });
  });

  it('gives up after the time that was filled in', async () => {
    const { draw } = await use(await startSilentServer(), { values: { 5: '50' } });
    await assert.rejects(draw(edges, 'x'), { name: 'TimeoutError' });
    const { signal } = new AbortController();
    await assert.rejects(draw(edges, 'x', { signal }), { name: 'TimeoutError' });
  });

  it('stops when it is told to', async () => {
    const { draw } = await use(await startSilentServer());
    const controller = new AbortController();
    const drawing = draw(edges, 'x', { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(drawing, { name: 'AbortError' });
  });
});
