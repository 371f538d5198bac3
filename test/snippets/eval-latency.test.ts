import assert from 'node:assert/strict';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startOpenAI, type Reply } from './servers/openai.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

interface Sample {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly outputTokens: number;
  readonly tokensPerSecond: number;
}

interface Summary {
  readonly firstTokenMs: { readonly p50: number; readonly p95: number };
  readonly totalMs: { readonly p50: number; readonly p95: number };
  readonly tokensPerSecond: { readonly p50: number; readonly p5: number };
}

interface Options {
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

interface LatencySnippet {
  measure(prompt: string, options?: Options): Promise<Sample>;
  benchmark(prompts: readonly string[], options?: Options): Promise<Summary>;
  summarize(samples: readonly Sample[]): Summary;
}

/** The numbers of the stops. */
const [MODEL, TIMEOUT] = [1, 2];

describe('ai-eval-latency', () => {
  const pieces = ['One', ', two', ', three'];
  let folder: string;
  let server: TestServer | undefined;

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  const loadFor = (url: string, use: Use = {}) =>
    load<LatencySnippet>(folder, 'ai-eval-latency', {
      ...use,
      env: { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'secret' },
    });
  const use = async (reply: Reply | ((number: number) => Reply), options: Use = {}) => {
    server = await startOpenAI((_, number) => (typeof reply === 'function' ? reply(number) : reply));
    return loadFor(server.url, options);
  };
  const sent = () =>
    (server?.received ?? []).map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);

  /** A clock that shows these times, one after another, and then fails. */
  const clock = (...times: number[]) => {
    const remaining = times.values();
    return () => {
      const { value, done } = remaining.next();
      assert.ok(!done, 'nobody should look at the clock so often');
      return value;
    };
  };

  for (const format of ['module', 'commonjs'] as const) {
    it(`times the first and the last token, and counts as the server does (${format})`, async () => {
      const { measure } = await use({ pieces, completionTokens: 9 }, { format });
      assert.deepEqual(await measure('Count.', { now: clock(1000, 1250, 1300, 1650) }), {
        firstTokenMs: 250,
        totalMs: 650,
        outputTokens: 9,
        tokensPerSecond: 8 / 0.4,
      });
      const [request, ...others] = server?.received ?? [];
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /v1/chat/completions');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.equal(request?.headers.authorization, 'Bearer secret');
      assert.deepEqual(sent()[0], {
        model: 'gemma3:4b',
        messages: [{ role: 'user', content: 'Count.' }],
        stream: true,
        stream_options: { include_usage: true },
      });
    });
  }

  it('agrees with the example of the glossary: TTFT 0.4 s and 201 tokens at 25 ms are 5.4 s', async () => {
    const { measure } = await use({ pieces: ['One', ' …'], completionTokens: 201 });
    const sample = await measure('Count.', { now: clock(0, 400, 5400) });
    assert.deepEqual([sample.totalMs, 1000 / sample.tokensPerSecond], [5400, 25]);
  });

  it('takes thoughts that are shown for tokens', async () => {
    for (const thoughtsName of ['reasoning', 'reasoning_content'] as const) {
      const thoughts = { thoughtsName, thoughts: ['Hm', '.'], reasoningTokens: 2 };
      const { measure } = await use({ ...thoughts, pieces, completionTokens: 5 });
      assert.deepEqual(await measure('Count.', { now: clock(0, 100, 200, 300, 400, 500) }), {
        firstTokenMs: 100,
        totalMs: 500,
        outputTokens: 5,
        tokensPerSecond: 10,
      });
      server?.close();
    }
  });

  it('leaves out thoughts that are hidden: they were written before the first token', async () => {
    const { measure } = await use({ pieces, completionTokens: 1003, reasoningTokens: 1000 });
    const sample = await measure('Count.', { now: clock(0, 9000, 9050, 9100) });
    assert.deepEqual([sample.outputTokens, sample.tokensPerSecond], [3, 20]);
  });

  it('measures in real time with the clock of Node', async () => {
    const { measure } = await use({ pieces, completionTokens: 3, delayMs: 30 });
    const { firstTokenMs, totalMs } = await measure('Count.');
    assert.ok(firstTokenMs >= 58, `${firstTokenMs} ms`); // The role and the first token, 30 ms each.
    assert.ok(totalMs - firstTokenMs >= 50, `${totalMs} − ${firstTokenMs} ms`);
    assert.ok(totalMs < 5000);
  });

  it('measures one prompt after another, and not the first request', async () => {
    const { benchmark } = await use((number) => ({ pieces, completionTokens: 3 * (number + 1) }));
    const now = clock(
      ...[0, 9000, 9001, 9002], // The model is loaded.
      ...[10_000, 10_100, 10_150, 10_200], // 6 tokens: 50 a second
      ...[20_000, 20_300, 20_350, 20_400], // 9 tokens: 80 a second
    );
    assert.deepEqual(await benchmark(['Why?', 'How?'], { now }), {
      firstTokenMs: { p50: 100, p95: 300 },
      totalMs: { p50: 200, p95: 400 },
      tokensPerSecond: { p50: 50, p5: 50 },
    });
    assert.deepEqual(
      sent().map(({ messages }) => (messages as { content: string }[])[0]?.content),
      ['Count from one to ten.', 'Why?', 'How?'],
    );
  });

  it('takes percentiles by nearest rank: of 1 to 40 the 20th, the 38th and the 2nd', async () => {
    const { summarize } = await use({});
    const samples = Array.from({ length: 40 }, (_, i) => ((27 * i) % 40) + 1).map((n) => ({
      firstTokenMs: n,
      totalMs: 100 * n,
      outputTokens: 7,
      tokensPerSecond: n / 10,
    }));
    assert.deepEqual(summarize(samples), {
      firstTokenMs: { p50: 20, p95: 38 },
      totalMs: { p50: 2000, p95: 3800 },
      tokensPerSecond: { p50: 2, p5: 0.2 },
    });
    assert.deepEqual(summarize(samples.slice(0, 1)), {
      firstTokenMs: { p50: 1, p95: 1 },
      totalMs: { p50: 100, p95: 100 },
      tokensPerSecond: { p50: 0.1, p5: 0.1 },
    });
    assert.throws(() => summarize([]), { message: 'There are no samples' });
  });

  it('asks the model that was filled in', async () => {
    const { measure } = await use({ pieces, completionTokens: 3 }, { values: { [MODEL]: 'qwen3:8b' } });
    await measure('Count.', { now: clock(0, 1, 2, 3) });
    assert.equal(sent()[0]?.['model'], 'qwen3:8b');
  });

  const atOnce = 'The answer came at once: ask for a longer one, or something buffers the stream';
  for (const [what, reply, times, message] of [
    ['an answer in one piece', { pieces: ['One'], completionTokens: 40 }, [0, 100], atOnce],
    ['an answer whose pieces come at one time', { pieces, completionTokens: 40 }, [0, 100, 100, 100], atOnce],
    ['an answer of one token', { pieces: ['O', 'ne'], completionTokens: 1 }, [0, 100, 200], atOnce],
    ['an empty answer', { completionTokens: 40 }, [0], atOnce],
    ['an error within the stream', { pieces, then: 'error' }, [0, 1, 2, 3], 'out of memory'],
    ['a refusal', { status: 400, body: '{"error":{"message":"no such model"}}' }, [0], '400 no such model'],
    ['a busy server, without trying again', { status: 503, body: 'busy' }, [0], '503 busy'],
  ] as const) {
    it(`reports ${what}`, async () => {
      const { measure } = await use(reply);
      await assert.rejects(measure('Count.', { now: clock(...times) }), { message });
      assert.equal(server?.received.length, 1);
    });
  }

  for (const [what, reply] of [
    ['a server that does not count tokens', { pieces, completionTokens: null }],
    ['a stream that breaks off', { pieces, finishReason: null }],
  ] as const) {
    it(`reports ${what}`, async () => {
      const { measure } = await use(reply);
      await assert.rejects(measure('Count.'), {
        message: `${server?.url} did not count tokens. Does it know stream_options.include_usage?`,
      });
    });
  }

  it('says what it could not reach', async () => {
    const url = await findDeadUrl();
    const { measure } = await loadFor(url);
    await assert.rejects(measure('Count.'), { message: `Cannot reach ${url}. Does the server run?` });
  });

  it('gives up after the time that was filled in, before an answer and within one', async () => {
    const values = { [TIMEOUT]: '150' };
    const { measure } = await use({ pieces, then: 'silence' }, { values });
    const { signal } = new AbortController();
    await assert.rejects(measure('Count.', { signal }), { name: 'TimeoutError' });
    server?.close();
    server = await startSilentServer();
    const late = await loadFor(server.url, { values });
    await assert.rejects(late.measure('Count.'), { name: 'TimeoutError' });
  });

  it('stops when it is told to', async () => {
    const { measure, benchmark } = await use({ pieces, then: 'silence' });
    for (const start of [measure.bind(null, 'Count.'), benchmark.bind(null, ['Count.'])]) {
      const controller = new AbortController();
      const measuring = start({ signal: controller.signal });
      setTimeout(() => controller.abort(), 50);
      await assert.rejects(measuring, { name: 'AbortError' });
    }
  });
});
