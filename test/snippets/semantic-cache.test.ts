import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startOllama } from './servers/ollama.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

type Vector = readonly number[];
type Embed = (text: string, signal?: AbortSignal) => Promise<Vector>;
type Ask = (question: string, signal?: AbortSignal) => Promise<string>;

interface Reply {
  readonly answer: string;
  readonly match: { readonly question: string; readonly similarity: number } | null;
}

interface CacheOptions {
  readonly embed?: Embed;
  readonly threshold?: number;
  readonly ttlMs?: number;
  readonly capacity?: number;
  readonly now?: () => number;
}

interface Item {
  readonly name: string;
  readonly vector: Vector;
}

interface Exports {
  withSemanticCache(
    ask: Ask,
    options?: CacheOptions,
  ): (question: string, signal?: AbortSignal) => Promise<Reply>;
  findNearest(vector: Vector, items: Iterable<Item>, k?: number): { item: Item; similarity: number }[];
  cosineSimilarity(a: Vector, b: Vector): number;
  embedWithOllama: Embed;
}

/** The numbers of the stops. */
const [MODEL, THRESHOLD, TTL, CAPACITY, TIMEOUT] = [1, 2, 3, 4, 5];

/** Directions by the name of the question: the cosine of two is that of the angle between them. */
const VECTORS: Readonly<Record<string, Vector>> = {
  east: [2, 0],
  'east too': [5, 0],
  'a little north': [0.8, 0.6],
  northeast: [0.6, 0.8],
  north: [0, 1],
  west: [-1, 0],
};

describe('ai-semantic-cache', () => {
  let folder: string;
  let server: TestServer | undefined;
  const use = (options?: Use) => load<Exports>(folder, 'ai-semantic-cache', options);
  const at = (listening: TestServer, options: Use = {}) => {
    server = listening;
    return use({ ...options, env: { OLLAMA_HOST: listening.url } });
  };

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  /** A cache before a model that answers with the question and the number of the call; both kinds of call are counted. */
  async function start(options: CacheOptions = {}, how?: Use) {
    const { withSemanticCache } = await use(how);
    const calls = { embed: [] as string[], ask: [] as string[] };
    const answer = withSemanticCache(
      (question) => {
        calls.ask.push(question);
        return Promise.resolve(`${question} #${calls.ask.length}`);
      },
      {
        embed: (text) => {
          calls.embed.push(text);
          const vector = VECTORS[text];
          assert.ok(vector, text);
          return Promise.resolve(vector);
        },
        ...options,
      },
    );
    return { answer, calls };
  }

  for (const format of ['module', 'commonjs'] as const) {
    it(`answers a like question without asking again (${format})`, async () => {
      const { answer, calls } = await start({}, { format });
      assert.deepEqual(await answer('east'), { answer: 'east #1', match: null });
      assert.deepEqual(await answer('east too'), {
        answer: 'east #1',
        match: { question: 'east', similarity: 1 },
      });
      assert.deepEqual(await answer('north'), { answer: 'north #2', match: null });
      assert.deepEqual(calls, { embed: ['east', 'east too', 'north'], ask: ['east', 'north'] });
    });
  }

  it('hits exactly at the threshold and misses below it', async () => {
    const hit = await start({ threshold: 0.8 });
    await hit.answer('east');
    assert.deepEqual((await hit.answer('a little north')).match, { question: 'east', similarity: 0.8 });
    const miss = await start({ threshold: 0.8 + Number.EPSILON });
    await miss.answer('east');
    assert.equal((await miss.answer('a little north')).match, null);
    assert.deepEqual([hit.calls.ask.length, miss.calls.ask.length], [1, 2]);
  });

  it('hits the same question even at threshold 1', async () => {
    const { answer } = await start({ threshold: 1, embed: () => Promise.resolve([0.1, 0.2, 0.3, 0.7]) });
    await answer('x');
    assert.deepEqual((await answer('x')).match, { question: 'x', similarity: 1 });
  });

  it('answers from the nearest of several', async () => {
    const { answer } = await start({ threshold: 0.7 });
    for (const question of ['north', 'west', 'east']) assert.equal((await answer(question)).match, null);
    const { match } = await answer('a little north');
    assert.deepEqual(match, { question: 'east', similarity: 0.8 });
    assert.equal((await answer('northeast')).match?.question, 'north');
  });

  it('lets an answer expire when its time is over, not before', async () => {
    let time = 5_000;
    const { answer, calls } = await start({ ttlMs: 100, now: () => time });
    await answer('east');
    time += 99;
    assert.equal((await answer('east')).answer, 'east #1');
    time += 1;
    assert.deepEqual(await answer('east'), { answer: 'east #2', match: null });
    time += 99;
    assert.equal((await answer('east')).answer, 'east #2');
    assert.equal(calls.ask.length, 2);
  });

  it('counts the time from when the answer is there', async () => {
    const { withSemanticCache } = await use();
    let time = 0;
    const slow = () => Promise.resolve(String((time += 1000)));
    const answer = withSemanticCache(slow, {
      ttlMs: 100,
      now: () => time,
      embed: () => Promise.resolve([1]),
    });
    await answer('x');
    assert.equal((await answer('x')).answer, '1000');
  });

  it('drops the least recently used', async () => {
    const { answer, calls } = await start({ capacity: 2 });
    await answer('east');
    await answer('north');
    assert.ok((await answer('east')).match);
    await answer('west');
    assert.ok((await answer('east')).match);
    assert.equal((await answer('north')).match, null);
    assert.equal((await answer('west')).match, null);
    assert.deepEqual(calls.ask, ['east', 'north', 'west', 'north', 'west']);
  });

  it('has the threshold, the time and the capacity that were filled in', async () => {
    let time = 0;
    const values = { [THRESHOLD]: '0.5', [TTL]: '7', [CAPACITY]: '1' };
    const { answer } = await start({ now: () => time }, { values });
    await answer('east');
    assert.ok((await answer('northeast')).match);
    await answer('north');
    assert.equal((await answer('east')).match, null);
    time = 7;
    assert.equal((await answer('east')).match, null);
  });

  it('does not keep what failed', async () => {
    const { withSemanticCache } = await use();
    let calls = 0;
    const answer = withSemanticCache(
      () => (++calls === 1 ? Promise.reject(new Error('busy')) : Promise.resolve('fine')),
      { embed: () => Promise.resolve([1]) },
    );
    await assert.rejects(answer('x'), { message: 'busy' });
    assert.deepEqual(await answer('x'), { answer: 'fine', match: null });
  });

  it('hands the signal on to both', async () => {
    const { withSemanticCache } = await use();
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    const answer = withSemanticCache(
      (_, given) => {
        seen.push(given);
        return Promise.resolve('');
      },
      {
        embed: (_, given) => {
          seen.push(given);
          return Promise.resolve([1]);
        },
      },
    );
    await answer('x', signal);
    assert.deepEqual(seen, [signal, signal]);
  });

  for (const [name, vector] of [
    ['zero', [0, 0]],
    ['empty', []],
    ['no number', [1, Number.NaN]],
    ['infinite', [1, Infinity]],
  ] as const) {
    it(`keeps no answer under a vector that is ${name}`, async () => {
      let asked = 0;
      const { withSemanticCache } = await use();
      const ask = () => Promise.resolve(String(++asked));
      const embed = (text: string) => Promise.resolve(text === 'bad' ? vector : [1, 0]);
      const answer = withSemanticCache(ask, { embed });
      await assert.rejects(answer('bad'), {
        name: 'RangeError',
        message: 'A vector is empty, zero or not finite',
      });
      assert.deepEqual(await answer('good'), { answer: '1', match: null });
    });
  }

  it('compares no vectors of two models', async () => {
    const { cosineSimilarity } = await use();
    for (const [a, b] of [
      [
        [1, 2, 3],
        [1, 2],
      ],
      [
        [1, 2],
        [1, 2, 3],
      ],
    ] as const) {
      assert.throws(() => cosineSimilarity(a, b), {
        name: 'RangeError',
        message: `Cannot compare ${a.length} and ${b.length} dimensions`,
      });
    }
  });

  it('finds the k nearest, and ranks by angle, not by length', async () => {
    const { findNearest } = await use();
    const items = Object.entries(VECTORS).map(([name, vector]) => ({ name, vector }));
    assert.deepEqual(
      findNearest([100, 0], items, 5).map(({ item, similarity }) => [item.name, similarity]),
      [
        ['east', 1],
        ['east too', 1],
        ['a little north', 0.8],
        ['northeast', 0.6],
        ['north', 0],
      ],
    );
    assert.deepEqual(
      findNearest([0, 3], items).map(({ item }) => item.name),
      ['north'],
    );
    assert.deepEqual(findNearest([1, 0], []), []);
  });

  it('has a cosine that does not depend on order or length, is 1 with itself and -1 with the opposite', async () => {
    const { cosineSimilarity } = await use();
    const component = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 7);
    const vector = fc.array(component, { minLength: 5, maxLength: 5 }).filter((all) => all.some(Boolean));
    fc.assert(
      fc.property(vector, vector, fc.integer({ min: 1, max: 1000 }), (a, b, factor) => {
        const similarity = cosineSimilarity(a, b);
        assert.equal(cosineSimilarity(b, a), similarity);
        const longer = a.map((value) => value * factor);
        assert.ok(Math.abs(cosineSimilarity(longer, b) - similarity) < 1e-12);
        assert.ok(Math.abs(similarity) <= 1 + 1e-12);
        assert.equal(cosineSimilarity(a, a), 1);
        assert.equal(
          cosineSimilarity(
            a,
            a.map((value) => -value),
          ),
          -1,
        );
      }),
    );
  });

  describe('with Ollama', () => {
    const embed = (text: string) => VECTORS[text] ?? [...text].map((char) => char.codePointAt(0) ?? 0);

    for (const format of ['module', 'commonjs'] as const) {
      it(`embeds a question and answers from the cache (${format})`, async () => {
        const ollama = await startOllama({ 'bge-m3': { embed } });
        const { withSemanticCache } = await at(ollama, { format });
        const answer = withSemanticCache((question) => Promise.resolve(`${question}!`));
        assert.deepEqual(await answer('east'), { answer: 'east!', match: null });
        assert.deepEqual(await answer('east too'), {
          answer: 'east!',
          match: { question: 'east', similarity: 1 },
        });
        assert.deepEqual(
          ollama.received.map(({ method, path }) => `${method} ${path}`),
          ['POST /api/embed', 'POST /api/embed'],
        );
        const [request] = ollama.received;
        assert.equal(request?.headers['content-type'], 'application/json');
        assert.deepEqual(JSON.parse(String(request?.body)), {
          model: 'bge-m3',
          input: 'east',
          truncate: false,
        });
      });
    }

    it('takes the model that was filled in, and names the command where it is not there', async () => {
      const { embedWithOllama } = await at(await startOllama({ 'bge-m3': { embed } }), {
        values: { [MODEL]: 'all-minilm' },
      });
      await assert.rejects(embedWithOllama('east'), {
        message: `${server?.url} answered 404: model 'all-minilm' not found. Run: ollama pull all-minilm`,
      });
      assert.deepEqual(
        server?.received.map(({ path }) => path),
        ['/api/embed'],
      );
    });

    it('refuses a text that would be cut off', async () => {
      const { embedWithOllama } = await at(await startOllama({ 'bge-m3': { embed, contextLength: 10 } }));
      assert.equal((await embedWithOllama('0123456789')).length, 10);
      await assert.rejects(embedWithOllama('0123456789A'), {
        message: `${server?.url} answered 400: the input length exceeds the context length`,
      });
    });

    it('refuses an empty text, for which Ollama sends no vector', async () => {
      const { embedWithOllama } = await at(await startOllama({ 'bge-m3': { embed } }));
      await assert.rejects(embedWithOllama(''), { message: 'There is no embedding of an empty text' });
    });

    it('says what to do when nothing listens', async () => {
      const url = await findDeadUrl();
      const { embedWithOllama } = await use({ env: { OLLAMA_HOST: url } });
      await assert.rejects(embedWithOllama('x'), { message: `Cannot reach Ollama at ${url}. Does it run?` });
    });

    it('gives up after the time that was filled in', async () => {
      const { embedWithOllama } = await at(await startSilentServer(), { values: { [TIMEOUT]: '50' } });
      await assert.rejects(embedWithOllama('x'), { name: 'TimeoutError' });
      await assert.rejects(embedWithOllama('x', new AbortController().signal), { name: 'TimeoutError' });
    });

    it('stops when it is told to', async () => {
      const { withSemanticCache } = await at(await startSilentServer());
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20);
      const answer = withSemanticCache(() => Promise.resolve('never'));
      await assert.rejects(answer('x', controller.signal), { name: 'AbortError' });
    });
  });
});
