import assert from 'node:assert/strict';
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createClip, embedColour, paintColour, type Colour } from './clip.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startHub } from './servers/hub.ts';
import { findDeadUrl, startSilentServer, startServer, type TestServer } from './servers/server.ts';

type ClipScore = (picture: string | URL | Blob, caption: string) => Promise<number>;

interface Exports {
  loadClipScore(): Promise<ClipScore>;
  clipScore(cosine: number): number;
}

type Vector = readonly [number, number, number];

const MODEL = 'Xenova/clip-vit-base-patch32';
/** The numbers of the stops. */
const [CHECKPOINT, DTYPE, WEIGHT, TIMEOUT] = [1, 2, 3, 4];

const ORANGE: Colour = [255, 140, 10];
const orange = embedColour(ORANGE);
const opposite = orange.map((value) => -value) as unknown as Vector;

const WORDS: Readonly<Record<string, Vector>> = {
  a: [0.25, -0.5, 0.125],
  photo: [-0.5, 0.25, 0.5],
  depicts: [0.125, 0.5, -0.25],
  nothing: [0, 0, 0],
  sea: [0.5, 2, 0.5],
  orange,
};

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** The embedding of a caption behind the prompt. */
function embedCaption(...words: readonly string[]): number[] {
  const vectors = ['a', 'photo', 'depicts', ...words].map((word) => WORDS[word] ?? [NaN]);
  return [0, 1, 2].map((i) => vectors.reduce((sum, vector) => sum + (vector[i] ?? NaN), 0));
}

describe('ai-clip-score', function () {
  this.timeout(30_000);
  let folder: string;
  let server: TestServer | undefined;
  let caches = 0;

  const at = (listening: TestServer, options: Use = {}) => {
    server = listening;
    const env = { HF_ENDPOINT: listening.url, TRANSFORMERS_CACHE: path.join(folder, `cache-${caches++}`) };
    return load<Exports>(folder, 'ai-clip-score', { ...options, env });
  };
  const start = async (words: Readonly<Record<string, Vector>>, options?: Use) => {
    const { loadClipScore } = await at(await startHub(MODEL, createClip(words)), options);
    return loadClipScore();
  };
  const paintBlob = async (colour: Colour) => new Blob([new Uint8Array(await paintColour(colour))]);

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`is 2.5 times the cosine of picture and prompted caption (${format})`, async () => {
      const score = await start(WORDS, { format });
      const file = path.join(folder, 'orange.png');
      await writeFile(file, await paintColour(ORANGE));
      for (const words of [['orange'], ['orange', 'sea'], ['sea', 'orange', 'photo', 'photo']]) {
        const expected = 2.5 * cosine(embedCaption(...words), orange);
        assert.ok(expected > 0.1 && expected < 2.49, String(expected));
        const found = await score(file, words.join(' '));
        assert.ok(Math.abs(found - expected) < 1e-4, `${found} is not ${expected}`);
      }
      assert.deepEqual(
        new Set(server?.received.map(({ method, path }) => `${method} ${path}`)),
        new Set(
          [
            'config.json',
            'preprocessor_config.json',
            'tokenizer.json',
            'tokenizer_config.json',
            'onnx/text_model.onnx',
            'onnx/vision_model.onnx',
          ].map((name) => `GET /${MODEL}/resolve/main/${name}`),
        ),
      );
    });
  }

  it('is 2.5 for the same direction and 0 for any that is away', async () => {
    const words = { ...WORDS, a: [0, 0, 0], photo: [0, 0, 0], depicts: [0, 0, 0], blue: opposite } as const;
    const score = await start(words);
    const picture = await paintBlob(ORANGE);
    assert.ok(Math.abs((await score(picture, 'orange')) - 2.5) < 1e-5);
    assert.equal(await score(picture, 'blue'), 0);
    await assert.rejects(score(picture, 'nothing'), { name: 'RangeError', message: /not finite/ });
  });

  it('refuses a caption that is longer than what CLIP reads', async () => {
    const score = await start(WORDS);
    const picture = await paintBlob(ORANGE);
    const captionOf = (tokens: number) => `${'nothing '.repeat(tokens - 2 - 3 - 1)}orange`;
    const expected = 2.5 * cosine(embedCaption('orange'), orange);
    assert.ok(Math.abs((await score(picture, captionOf(77))) - expected) < 1e-4);
    await assert.rejects(score(picture, captionOf(78)), {
      name: 'RangeError',
      message: /^CLIP reads 77 tokens; these are 78: A photo depicts nothing /,
    });
  });

  it('takes the checkpoint, the data type and the weight that were filled in', async () => {
    const model = 'Xenova/clip-vit-large-patch14';
    const values = { [CHECKPOINT]: model, [DTYPE]: 'q8', [WEIGHT]: '100' };
    const { loadClipScore } = await at(await startHub(model, createClip(WORDS, '_quantized')), { values });
    const found = await (await loadClipScore())(await paintBlob(ORANGE), 'orange');
    assert.ok(Math.abs(found - 100 * cosine(embedCaption('orange'), orange)) < 1e-2);
  });

  it('downloads once, to the folder it is told, and then has no need of the server', async () => {
    const { loadClipScore } = await at(await startHub(MODEL, createClip(WORDS)));
    const first = await (await loadClipScore())(await paintBlob(ORANGE), 'orange');
    await access(path.join(folder, `cache-${caches - 1}`, MODEL, 'onnx', 'text_model.onnx'));
    server?.close();
    assert.equal(await (await loadClipScore())(await paintBlob(ORANGE), 'orange'), first);
  });

  it('reads a picture from a URL', async () => {
    const score = await start(WORDS);
    const picture = await paintColour(ORANGE);
    const pictures = await startServer((_, response) => void response.end(picture));
    try {
      const expected = await score(await paintBlob(ORANGE), 'orange');
      assert.equal(await score(`${pictures.url}/orange.png`, 'orange'), expected);
    } finally {
      pictures.close();
    }
  });

  it('names a picture that is not there', async () => {
    const score = await start(WORDS);
    await assert.rejects(score(path.join(folder, 'none.png'), 'orange'), /none\.png/);
  });

  it('names the file that a repository does not have', async () => {
    const { loadClipScore } = await at(await startHub(MODEL, createClip(WORDS)), {
      values: { [DTYPE]: 'q4' },
    });
    await assert.rejects(loadClipScore(), {
      message: new RegExp(`^Cannot load ${MODEL} from ${server?.url}: .*(text|vision)_model_q4\\.onnx`),
    });
  });

  it('names the server that cannot be reached', async () => {
    const url = await findDeadUrl();
    const env = { HF_ENDPOINT: url, TRANSFORMERS_CACHE: path.join(folder, 'dead') };
    const { loadClipScore } = await load<Exports>(folder, 'ai-clip-score', { env });
    await assert.rejects(loadClipScore(), { message: `Cannot load ${MODEL} from ${url}: fetch failed` });
  });

  it('gives up after the time that was filled in', async () => {
    const { loadClipScore } = await at(await startSilentServer(), { values: { [TIMEOUT]: '50' } });
    await assert.rejects(loadClipScore(), { message: /: The operation was aborted due to timeout$/ });
  });

  it('scores a cosine', async () => {
    const { clipScore } = await at(await startSilentServer());
    assert.deepEqual([-1, -0.1, 0, 0.3, 1].map(clipScore), [0, 0, 0, 0.75, 2.5]);
    assert.throws(() => clipScore(Number.NaN), { name: 'RangeError' });
  });
});
