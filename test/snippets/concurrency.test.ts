import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startChat, type ChatServer, type Reply } from './servers/chat.ts';
import { findDeadUrl, startSilentServer } from './servers/server.ts';

interface HttpRequest {
  readonly url: string;
  readonly init?: RequestInit;
}

interface RetryOptions {
  readonly signal?: AbortSignal;
  readonly random?: () => number;
  readonly now?: () => number;
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

interface Exports {
  fetchTexts(requests: readonly HttpRequest[], signal?: AbortSignal): Promise<string[]>;
  mapConcurrently<T, R>(
    items: readonly T[],
    task: (item: T, stop: AbortSignal) => Promise<R>,
    options?: { readonly limit?: number; readonly signal?: AbortSignal },
  ): Promise<R[]>;
  retry<R>(attempt: () => Promise<R>, options?: RetryOptions): Promise<R>;
  retryAfterMs(header: string | null, now: number): number;
  isTransient(error: unknown): boolean;
  readonly HttpError: new (response: Response, body: string) => Error;
}

/** The numbers of the stops. */
const [CONCURRENCY, ATTEMPTS, BACKOFF, MAX_WAIT, TIMEOUT] = [1, 2, 3, 4, 5];

const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);

describe('ai-concurrency', function () {
  this.timeout(30_000);
  let folder: string;
  let exports: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-concurrency', options);
  const failure = (status: number, retryAfter?: string) =>
    new exports.HttpError(
      new Response('', { status, headers: retryAfter ? { 'Retry-After': retryAfter } : {} }),
      'no',
    );

  before(async () => {
    folder = createFolder();
    exports = await use();
  });
  after(() => removeFolder(folder));

  describe('mapConcurrently', () => {
    it('keeps at most the limit at work, all of them busy, and the order', async () => {
      const sizes = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 8 }));
      await fc.assert(
        fc.asyncProperty(sizes, fc.scheduler(), async ([length, limit], scheduler) => {
          let [now, peak] = [0, 0];
          const end = scheduler.scheduleFunction(() => Promise.resolve());
          const items = Array.from({ length }, (_, i) => i);
          const results = exports.mapConcurrently(
            items,
            async (item) => {
              peak = Math.max(peak, ++now);
              await end();
              now--;
              return 10 * item;
            },
            { limit },
          );
          await scheduler.waitFor(results);
          assert.deepEqual(
            await results,
            items.map((item) => 10 * item),
          );
          assert.equal(peak, Math.min(length, limit));
        }),
      );
    });

    it('works on four items at once, or as many as were filled in', async () => {
      for (const [expected, { mapConcurrently }] of [
        [4, exports],
        [7, await use({ values: { [CONCURRENCY]: '7' } })],
      ] as const) {
        let started = 0;
        const results = mapConcurrently(Array.from({ length: 20 }), async () => {
          started++;
          await sleep(1);
        });
        assert.equal(started, expected);
        await results;
        assert.equal(started, 20);
      }
    });

    for (const [name, options] of [
      ['a failure', {}],
      ['a failure, with a signal of its reader', { signal: new AbortController().signal }],
    ] as const) {
      it(`leaves the rest undone after ${name}, and rejects with it when all at work have ended`, async () => {
        const started: number[] = [];
        const aborted: number[] = [];
        let ended = 0;
        const results = exports.mapConcurrently(
          [0, 1, 2, 3, 4, 5],
          async (item, stop) => {
            started.push(item);
            if (item === 1) throw new Error('one');
            await sleep(2000, undefined, { signal: stop }).catch(() => aborted.push(item));
            await sleep(20);
            ended++;
            throw new Error('another');
          },
          { limit: 3, ...options },
        );
        await assert.rejects(results, { message: 'one' });
        assert.deepEqual([started, aborted, ended], [[0, 1, 2], [0, 2], 2]);
      });
    }

    it('stops at an abort', async () => {
      const controller = new AbortController();
      const started: number[] = [];
      const results = exports.mapConcurrently(
        [0, 1, 2, 3, 4, 5],
        async (item, stop) => {
          started.push(item);
          if (item === 2) controller.abort(new Error('enough'));
          await sleep(5000, undefined, { signal: stop }).catch(() => {});
        },
        { limit: 3, signal: controller.signal },
      );
      await assert.rejects(results, { message: 'enough' });
      assert.deepEqual(started, [0, 1, 2]);
    });

    it('does not begin after an abort', async () => {
      let started = 0;
      const signal = AbortSignal.abort(new Error('never'));
      for (const items of [[1, 2, 3], []]) {
        const results = exports.mapConcurrently(items, () => Promise.resolve(started++), { signal });
        await assert.rejects(results, { message: 'never' });
      }
      assert.equal(started, 0);
    });

    for (const limit of [0, -1, 1.5, NaN, Infinity]) {
      it(`refuses a limit of ${limit}`, () =>
        assert.rejects(
          exports.mapConcurrently([1], () => Promise.resolve(), { limit }),
          { name: 'RangeError', message: `limit has to be 1 or more: ${limit}` },
        ));
    }
  });

  describe('retry', () => {
    /** Fails with the errors, one after the other, then succeeds; resolves to what happened and how long it waited. */
    async function run(errors: readonly Error[], options: RetryOptions = {}, { retry } = exports) {
      const waits: number[] = [];
      let attempts = 0;
      const attempt = () => {
        const error = errors[attempts++];
        return error ? Promise.reject(error) : Promise.resolve('done');
      };
      const wait = (ms: number) => Promise.resolve(void waits.push(ms));
      const result = await retry(attempt, { random: () => 0.5, now: () => NOW, wait, ...options }).catch(
        (error: unknown) => error,
      );
      return { result, attempts, waits };
    }

    it('waits up to twice as long with each failure, and gives up in the end', async () => {
      const errors = Array.from({ length: 5 }, () => failure(503));
      assert.deepEqual(await run(errors), { result: errors[4], attempts: 5, waits: [250, 500, 1000, 2000] });
      assert.deepEqual(await run(errors.slice(1)), {
        result: 'done',
        attempts: 5,
        waits: [250, 500, 1000, 2000],
      });
      assert.deepEqual(await run([]), { result: 'done', attempts: 1, waits: [] });
    });

    it('spreads the waits from 0 to the whole backoff', async () => {
      const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
      await fc.assert(
        fc.asyncProperty(random, async (value) => {
          const { waits } = await run([failure(500), failure(500)], { random: () => value });
          assert.deepEqual(waits, [500 * value, 1000 * value]);
        }),
      );
    });

    it('uses what was filled in', async () => {
      const filled = await use({ values: { [ATTEMPTS]: '4', [BACKOFF]: '1000', [MAX_WAIT]: '3000' } });
      const errors = Array.from(
        { length: 9 },
        (_, i) => new filled.HttpError(new Response('', { status: 500 }), `${i}`),
      );
      assert.deepEqual(await run(errors, {}, filled), {
        result: errors[3],
        attempts: 4,
        waits: [500, 1000, 1500],
      });
    });

    it('gives up at once what will not pass', async () => {
      const error = failure(400, '1');
      assert.deepEqual(await run([error]), { result: error, attempts: 1, waits: [] });
    });

    it('waits as long as the server asks, and a little more', async () => {
      const date = new Date(NOW + 7000).toUTCString();
      const { waits } = await run([failure(429, '3'), failure(503, date), failure(503, 'soon')]);
      assert.deepEqual(waits, [3000 + 250, 7000 + 500, 1000]);
    });

    it('does not wait for a server that asks for too long', async () => {
      const error = failure(429, '61');
      assert.deepEqual(await run([error]), { result: error, attempts: 1, waits: [] });
      assert.deepEqual((await run([failure(429, '60')])).waits, [60_250]);
    });

    it('stops waiting at an abort', async () => {
      const { retry } = await use({ values: { [BACKOFF]: '20_000' } });
      const controller = new AbortController();
      let attempts = 0;
      const start = performance.now();
      const result = retry(
        () => {
          attempts++;
          setTimeout(() => controller.abort(new Error('enough')), 10);
          return Promise.reject(new DOMException('late', 'TimeoutError'));
        },
        { signal: controller.signal, random: () => 0.9 },
      );
      await assert.rejects(result, { message: 'enough' });
      assert.equal(attempts, 1);
      assert.ok(performance.now() - start < 2000);
    });

    it('tells an abort from the failure it causes', async () => {
      const controller = new AbortController();
      const { result, attempts } = await run([], { signal: AbortSignal.abort(new Error('never')) });
      assert.deepEqual([(result as Error).message, attempts], ['never', 0]);
      const attempt = () => {
        controller.abort(new Error('enough'));
        return Promise.reject(new Error('socket closed'));
      };
      await assert.rejects(exports.retry(attempt, { signal: controller.signal }), { message: 'enough' });
    });

    it('waits for real where nothing else is given', async () => {
      const { retry, HttpError } = await use({ values: { [BACKOFF]: '60' } });
      let attempts = 0;
      const start = performance.now();
      const attempt = () =>
        attempts++ < 1
          ? Promise.reject(new HttpError(new Response('', { status: 500 }), ''))
          : Promise.resolve('done');
      assert.equal(await retry(attempt, { random: () => 0.9 }), 'done');
      assert.ok(performance.now() - start >= 53);
    });
  });

  for (const [header, expected] of [
    [null, 0],
    ['0', 0],
    ['120', 120_000],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:59:59 GMT', 0],
    ['soon', 0],
    ['', 0],
    ['-5', 0],
    ['1.5', 0],
  ] as const) {
    it(`reads Retry-After: ${header}`, () => assert.equal(exports.retryAfterMs(header, NOW), expected));
  }

  it('knows which failures may pass', () => {
    const code = (value: string) =>
      new Error('fetch failed', { cause: Object.assign(new Error(), { code: value }) });
    for (const [error, expected] of [
      ...[408, 429, 500, 502, 503, 504, 529].map((status) => [failure(status), true] as const),
      ...[301, 400, 401, 403, 404, 409, 413, 422].map((status) => [failure(status), false] as const),
      ...['ECONNRESET', 'ECONNREFUSED', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT'].map(
        (name) => [code(name), true] as const,
      ),
      ...['ENOTFOUND', 'CERT_HAS_EXPIRED', 'ERR_INVALID_URL'].map((name) => [code(name), false] as const),
      [new Error('cannot reach it', { cause: code('UND_ERR_SOCKET') }), true],
      [new DOMException('late', 'TimeoutError'), true],
      [new DOMException('stop', 'AbortError'), false],
      [new SyntaxError('no JSON'), false],
      [new TypeError('undefined is not a function'), false],
      ['a text', false],
      [undefined, false],
    ] as readonly (readonly [unknown, boolean])[]) {
      assert.equal(exports.isTransient(error), expected, String(error));
    }
  });

  describe('fetchTexts', () => {
    let server: ChatServer | undefined;
    const start = async (script: Readonly<Record<string, readonly Reply[]>>) =>
      (server = await startChat(script));
    const requests = (prompts: readonly string[], url = server?.url ?? '') =>
      prompts.map((prompt) => ({
        url: `${url}/chat/completions`,
        init: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization: 'Bearer secret' },
          body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }] }),
        },
      }));
    const answer = (text: string) =>
      (JSON.parse(text) as { choices: { message: { content: string } }[] }).choices[0]?.message.content;
    const attempts = () =>
      Object.fromEntries([...(server?.attempts ?? [])].map(([key, { length }]) => [key, length]));

    afterEach(() => server?.close());

    for (const format of ['module', 'commonjs'] as const) {
      it(`sends requests again as they are, and keeps their order (${format})`, async () => {
        const { fetchTexts } = await use({ format, values: { [BACKOFF]: '1' } });
        await start({
          slow: [{ answer: 'A', delayMs: 40 }],
          busy: [{ status: 429 }, { status: 503 }, { answer: 'B' }],
          broken: [{ hangUp: true }, { answer: 'C' }],
          fast: [{ answer: 'D' }],
          last: [{ answer: 'E' }],
        });
        const texts = await fetchTexts(requests(['slow', 'busy', 'broken', 'fast', 'last']));
        assert.deepEqual(texts.map(answer), ['A', 'B', 'C', 'D', 'E']);
        assert.deepEqual(attempts(), { slow: 1, busy: 3, broken: 2, fast: 1, last: 1 });
        for (const { method, path, headers } of server?.received ?? []) {
          assert.equal(`${method} ${path}`, 'POST /v1/chat/completions');
          assert.deepEqual(
            [headers.authorization, headers['content-type']],
            ['Bearer secret', 'application/json'],
          );
        }
      });
    }

    it('has at most as many requests on their way as was filled in', async () => {
      const { fetchTexts } = await use({ values: { [CONCURRENCY]: '3' } });
      const prompts = Array.from({ length: 10 }, (_, i) => `${i}`);
      await start(Object.fromEntries(prompts.map((prompt) => [prompt, [{ answer: prompt, delayMs: 20 }]])));
      assert.deepEqual((await fetchTexts(requests(prompts))).map(answer), prompts);
      assert.equal(server?.peak(), 3);
    });

    it('waits as long as the server asks', async () => {
      const { fetchTexts } = await use({ values: { [BACKOFF]: '1' } });
      await start({ busy: [{ status: 429, retryAfter: '1' }, { answer: 'A' }] });
      await fetchTexts(requests(['busy']));
      const [first = 0, second = 0] = server?.attempts.get('busy') ?? [];
      assert.ok(second - first >= 990, `${second - first} ms`);
    });

    it('says with which status and body the server refused', async () => {
      await start({ wrong: [{ status: 400 }] });
      await assert.rejects(exports.fetchTexts(requests(['wrong'])), {
        message: `${server?.url}/chat/completions answered 400: {"error":{"message":"scripted 400"}}`,
      });
      assert.deepEqual(attempts(), { wrong: 1 });
    });

    it('says that the server cannot be reached, after the last attempt', async () => {
      const { fetchTexts } = await use({ values: { [BACKOFF]: '1' } });
      const url = await findDeadUrl();
      await assert.rejects(fetchTexts(requests(['any'], url)), {
        message: `Cannot reach ${url}/chat/completions`,
      });
    });

    it('tries again after the time that was filled in', async () => {
      const { fetchTexts } = await use({ values: { [BACKOFF]: '1', [TIMEOUT]: '200', [ATTEMPTS]: '2' } });
      await start({
        slow: [{ answer: 'late', delayMs: 600 }, { answer: 'A' }],
        stuck: [{ answer: 'late', delayMs: 600 }],
      });
      assert.deepEqual((await fetchTexts(requests(['slow']))).map(answer), ['A']);
      await assert.rejects(fetchTexts(requests(['stuck'])), { name: 'TimeoutError' });
      assert.deepEqual(attempts(), { slow: 2, stuck: 2 });
    });

    it('stops waiting at an abort', async () => {
      const { fetchTexts } = await use({ values: { [BACKOFF]: '900_000', [MAX_WAIT]: '900_000' } });
      await start({ busy: [{ status: 503 }] });
      const controller = new AbortController();
      const texts = fetchTexts(requests(['busy']), controller.signal);
      setTimeout(() => controller.abort(new Error('enough')), 100);
      await assert.rejects(texts, { message: 'enough' });
      assert.deepEqual(attempts(), { busy: 1 });
    });

    it('stops requests on their way at an abort, and sends no more', async () => {
      const silent = await startSilentServer();
      try {
        const controller = new AbortController();
        const texts = exports.fetchTexts(
          requests(['1', '2', '3', '4', '5', '6'], silent.url),
          controller.signal,
        );
        setTimeout(() => controller.abort(new Error('enough')), 100);
        await assert.rejects(texts, { message: 'enough' });
        assert.equal(silent.received.length, 4);
      } finally {
        silent.close();
      }
    });
  });
});
