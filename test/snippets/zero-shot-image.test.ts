import assert from 'node:assert/strict';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { createClip, embedColour, paintColour, type Colour } from './clip.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startHub } from './servers/hub.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

interface Guess {
  readonly label: string;
  readonly probability: number;
}

interface Exports {
  loadZeroShotClassifier(
    labels: readonly string[],
  ): Promise<(picture: string | URL | Blob) => Promise<Guess[]>>;
}

type Vector = readonly [number, number, number];

const MODEL = 'Xenova/clip-vit-base-patch32';
/** The numbers of the stops. */
const [CHECKPOINT, DTYPE, TEMPLATE, TIMEOUT] = [1, 2, 3, 4];

const ORANGE: Colour = [255, 140, 10];
const BLUE: Colour = [20, 60, 240];
const orange = embedColour(ORANGE);

/** A vector that has this cosine with the orange picture. */
function vectorAt(cosine: number): Vector {
  const length = Math.hypot(...orange);
  const [x, y, z] = orange.map((value) => value / length) as unknown as Vector;
  const across = Math.hypot(x, y);
  const sine = Math.sqrt(1 - cosine ** 2);
  return [cosine * x - (sine * y) / across, cosine * y + (sine * x) / across, cosine * z];
}

const WORDS: Readonly<Record<string, Vector>> = {
  a: [0, 0, 0],
  photo: [0, 0, 0],
  of: [0, 0, 0],
  '.': [0, 0, 0],
  painting: [0.5, -1, 2],
  peach: vectorAt(0.26),
  carrot: vectorAt(0.25),
  fox: vectorAt(0.24),
  sea: embedColour(BLUE),
  very: [0, 0, 0],
  nothing: [0, 0, 0],
};

describe('ai-zero-shot-image', function () {
  this.timeout(30_000);
  let folder: string;
  let server: TestServer | undefined;
  let caches = 0;

  const at = (listening: TestServer, options: Use = {}) => {
    server = listening;
    const env = { HF_ENDPOINT: listening.url, TRANSFORMERS_CACHE: path.join(folder, `cache-${caches++}`) };
    return load<Exports>(folder, 'ai-zero-shot-image', { ...options, env });
  };
  const start = async (labels: readonly string[], options?: Use) => {
    const { loadZeroShotClassifier } = await at(await startHub(MODEL, createClip(WORDS)), options);
    return loadZeroShotClassifier(labels);
  };
  const paintBlob = async (colour: Colour) => new Blob([new Uint8Array(await paintColour(colour))]);

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  /** The labels in their order, with probabilities of logits that are 1 apart for each hundredth of a cosine. */
  function assertGuesses(
    found: readonly Guess[],
    expected: readonly (readonly [label: string, logit: number])[],
  ) {
    const sum = expected.reduce((total, [, logit]) => total + Math.exp(logit), 0);
    assert.deepEqual(
      found.map(({ label }) => label),
      expected.map(([label]) => label),
    );
    for (const [i, [label, logit]] of expected.entries()) {
      const difference = Math.abs((found[i]?.probability ?? NaN) - Math.exp(logit) / sum);
      assert.ok(difference < 1e-4, `${label}: ${found[i]?.probability}, not ${Math.exp(logit) / sum}`);
    }
  }

  for (const format of ['module', 'commonjs'] as const) {
    it(`is the softmax of 100 times the cosines, in falling order (${format})`, async () => {
      const classify = await start(['fox', 'peach', 'carrot'], { format });
      const file = path.join(folder, 'orange.png');
      await writeFile(file, await paintColour(ORANGE));
      const found = await classify(file);
      assertGuesses(found, [
        ['peach', 26],
        ['carrot', 25],
        ['fox', 24],
      ]);
      assert.ok(Math.abs(found.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-6);
    });
  }

  it('embeds the labels once, whatever they have of tokens, and each picture anew', async () => {
    const classify = await start(['carrot', 'very very very peach', 'sea']);
    assertGuesses((await classify(await paintBlob(ORANGE))).slice(0, 2), [
      ['very very very peach', 26],
      ['carrot', 25],
    ]);
    const [first] = await classify(await paintBlob(BLUE));
    assert.equal(first?.label, 'sea');
    assert.ok(first.probability > 0.999);
  });

  it('puts the labels into the sentence that was filled in', async () => {
    const classify = await start(['peach', 'carrot'], { values: { [TEMPLATE]: 'a painting of a' } });
    const painted = await classify(await paintBlob(ORANGE));
    const logit = (word: string) => {
      const vector = WORDS[word]?.map((value, i) => value + (WORDS['painting']?.[i] ?? NaN)) ?? [];
      const dot = vector.reduce((sum, value, i) => sum + value * (orange[i] ?? NaN), 0);
      return (100 * dot) / (Math.hypot(...vector) * Math.hypot(...orange));
    };
    const expected = (['peach', 'carrot'] as const).map((word) => [word, logit(word)] as const);
    assertGuesses(
      painted,
      expected.toSorted((a, b) => b[1] - a[1]),
    );
    const plain = Math.E / (1 + Math.E);
    assert.ok(Math.abs((painted[0]?.probability ?? NaN) - plain) > 0.01, 'the sentence makes no difference');
  });

  it('takes the checkpoint and the data type that were filled in', async () => {
    const model = 'Xenova/clip-vit-base-patch16';
    const hub = await startHub(model, createClip(WORDS, '_q4'));
    const { loadZeroShotClassifier } = await at(hub, { values: { [CHECKPOINT]: model, [DTYPE]: 'q4' } });
    const classify = await loadZeroShotClassifier(['fox', 'peach']);
    assertGuesses(await classify(await paintBlob(ORANGE)), [
      ['peach', 26],
      ['fox', 24],
    ]);
    assert.deepEqual(
      hub.received
        .map(({ path: url }) => path.basename(url))
        .filter((name) => name.endsWith('.onnx'))
        .sort(),
      ['text_model_q4.onnx', 'vision_model_q4.onnx'],
    );
  });

  it('refuses fewer than two labels, before it loads anything', async () => {
    const { loadZeroShotClassifier } = await at(await startHub(MODEL, createClip(WORDS)));
    for (const labels of [[], ['peach']]) {
      await assert.rejects(loadZeroShotClassifier(labels), {
        name: 'RangeError',
        message: `There is nothing to choose from ${labels.length} labels`,
      });
    }
    assert.deepEqual(server?.received, []);
  });

  it('refuses a label that is longer than what CLIP reads', async () => {
    const { loadZeroShotClassifier } = await at(await startHub(MODEL, createClip(WORDS)));
    const labelOf = (tokens: number) => `${'very '.repeat(tokens - 2 - 5 - 1)}peach`;
    const classify = await loadZeroShotClassifier([labelOf(77), 'carrot']);
    const [first] = await classify(await paintBlob(ORANGE));
    assert.equal(first?.label, labelOf(77));
    await assert.rejects(loadZeroShotClassifier(['carrot', labelOf(78)]), {
      name: 'RangeError',
      message: /^CLIP reads 77 tokens; these are 78: a photo of a very /,
    });
  });

  it('reports embeddings without a direction', async () => {
    const classify = await start(['peach', 'nothing']);
    await assert.rejects(classify(await paintBlob(ORANGE)), { name: 'RangeError', message: /not finite/ });
  });

  it('names the file that a repository does not have', async () => {
    const { loadZeroShotClassifier } = await at(await startHub(MODEL, new Map()));
    await assert.rejects(loadZeroShotClassifier(['a', 'b']), {
      message: new RegExp(`^Cannot load ${MODEL} from ${server?.url}: Could not locate file: ".*/${MODEL}/`),
    });
  });

  it('names the server that cannot be reached', async () => {
    const url = await findDeadUrl();
    const env = { HF_ENDPOINT: url, TRANSFORMERS_CACHE: path.join(folder, 'dead') };
    const { loadZeroShotClassifier } = await load<Exports>(folder, 'ai-zero-shot-image', { env });
    await assert.rejects(loadZeroShotClassifier(['a', 'b']), {
      message: `Cannot load ${MODEL} from ${url}: fetch failed`,
    });
  });

  it('gives up after the time that was filled in', async () => {
    const { loadZeroShotClassifier } = await at(await startSilentServer(), { values: { [TIMEOUT]: '50' } });
    await assert.rejects(loadZeroShotClassifier(['a', 'b']), {
      message: /: The operation was aborted due to timeout$/,
    });
  });
});
