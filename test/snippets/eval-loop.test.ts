import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder, removeFolder, runProgram, type Use } from './run.ts';
import { startChat, type ChatServer, type Reply } from './servers/chat.ts';
import { findDeadUrl } from './servers/server.ts';

interface Outcome {
  readonly prompt: string;
  readonly answer: string | null;
  readonly error: string | null;
  readonly correct: boolean;
  readonly latencyMs: number | null;
  readonly retries: number;
}

interface Report {
  readonly model: string;
  readonly cases: number;
  readonly errors: number;
  readonly retries: number;
  readonly accuracy: number;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
  readonly throughput: number;
  readonly diversity: { readonly distinct1: number | null; readonly distinct2: number | null };
  readonly outcomes: readonly Outcome[];
}

/** The numbers of the stops. */
const [MODEL, CONCURRENCY, ATTEMPTS, TIMEOUT, BACKOFF] = [1, 3, 4, 5, 6];

describe('ai-eval-loop', function () {
  this.timeout(30_000);
  let folder: string;
  let server: ChatServer | undefined;

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  const run = (
    env: Record<string, string>,
    use: Use = {},
    args: readonly string[] = ['cases.jsonl', 'report'],
  ) => runProgram(folder, 'ai-eval-loop', args, { ...use, env, values: { [BACKOFF]: '1', ...use.values } });
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');
  const writeCases = (text: string) => writeFile(path.join(folder, 'cases.jsonl'), text);

  /** Runs the loop over prompts, each with the answer that is expected and the server's replies. */
  async function evaluate(
    script: Readonly<Record<string, readonly [expected: string, ...replies: Reply[]]>>,
    use: Use = {},
  ) {
    await writeCases(
      Object.entries(script)
        .map(([prompt, [expected]]) => JSON.stringify({ prompt, expected }))
        .join('\n'),
    );
    server = await startChat(
      Object.fromEntries(Object.entries(script).map(([prompt, [, ...replies]]) => [prompt, replies])),
    );
    const finished = await run({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'secret' }, use);
    assert.equal(finished.stderr, '');
    assert.equal(finished.code, 0);
    const report = JSON.parse(await read('report.json')) as Report;
    const outcome = (prompt: string) => {
      const found = report.outcomes.find((candidate) => candidate.prompt === prompt);
      assert.ok(found);
      return found;
    };
    return { report, outcome, server, markdown: await read('report.md'), stdout: finished.stdout };
  }

  for (const format of ['module', 'commonjs'] as const) {
    it(`measures accuracy over all cases and counts errors and retries (${format})`, async () => {
      const { report, markdown, stdout, server } = await evaluate(
        {
          right: ['Paris', { answer: 'Paris' }],
          'right but for case, blanks, width and a full stop': ['paris 1', { answer: ' Ｐaris 1.\n' }],
          wrong: ['4', { answer: '5' }],
          'wrong by a sign': ['5', { answer: '-5' }],
          'right at the third attempt': ['yes', { status: 503 }, { status: 429 }, { answer: 'Yes' }],
          'refused for good': ['yes', { status: 400 }],
          'broken for good': ['yes', { status: 500 }],
          'no chat completion': ['yes', { body: '{}' }],
        },
        { format },
      );
      assert.equal(report.cases, 8);
      assert.equal(report.accuracy, 3 / 8);
      assert.equal(report.errors, 3);
      assert.equal(report.retries, 2 + 3);
      assert.deepEqual(
        report.outcomes.map(({ correct, retries, error }) => [
          correct,
          retries,
          error?.replace(server.url, '<url>') ?? null,
        ]),
        [
          [true, 0, null],
          [true, 0, null],
          [false, 0, null],
          [false, 0, null],
          [true, 2, null],
          [false, 0, 'Error: <url> answered 400: {"error":{"message":"scripted 400"}}'],
          [false, 3, 'Error: <url> answered 500: {"error":{"message":"scripted 500"}}'],
          [false, 0, 'Error: <url> answered 200: {}'],
        ],
      );
      assert.equal(server.attempts.get('broken for good')?.length, 4);
      assert.equal(server.attempts.get('refused for good')?.length, 1);
      assert.ok(report.throughput > 0);

      assert.match(markdown, /^# gemma3:4b\n\n\| Measure \| Value \|\n\| --- \| --- \|\n/);
      assert.ok(markdown.includes('| Accuracy | 37.5 % of 8 |\n| Errors | 3 (after 5 retries in all) |'));
      assert.ok(markdown.includes('- "wrong" → "5", expected "4"\n'));
      assert.ok(!markdown.includes('"right"'));
      assert.equal(stdout, `${markdown}\n`);
    });
  }

  it('asks as a chat client does', async () => {
    const { server } = await evaluate(
      { 'why?': ['x', { answer: 'x' }] },
      { values: { [MODEL]: 'some-model' } },
    );
    const [request] = server.received;
    assert.equal(request?.headers.authorization, 'Bearer secret');
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(String(request?.body)), {
      model: 'some-model',
      messages: [
        { role: 'system', content: 'Reply with the answer only.' },
        { role: 'user', content: 'why?' },
      ],
    });
  });

  it('takes percentiles by nearest rank: the 10th and the 19th of 20', async () => {
    const delays = Array.from({ length: 20 }, (_, i) => 20 * ((7 * i) % 20));
    const { report } = await evaluate(
      Object.fromEntries(delays.map((delayMs, i) => [`case ${i}`, ['x', { answer: 'x', delayMs }]])),
      { values: { [CONCURRENCY]: '20' } },
    );
    const sorted = report.outcomes.map(({ latencyMs }) => latencyMs ?? NaN).sort((a, b) => a - b);
    assert.equal(sorted.length, 20);
    assert.deepEqual(report.latencyMs, { p50: sorted[9], p95: sorted[18] });
    assert.ok((sorted[9] ?? 0) >= 20 * 9 - 1 && (sorted[18] ?? 0) >= 20 * 18 - 1);
    for (const [i, { latencyMs }] of report.outcomes.entries())
      assert.ok((latencyMs ?? 0) >= (delays[i] ?? 0) - 1);
  });

  it('measures the latency of the attempt that succeeded, not of those before it', async () => {
    const { outcome } = await evaluate({ slow: ['x', { status: 503, delayMs: 600 }, { answer: 'x' }] });
    assert.ok((outcome('slow').latencyMs ?? Infinity) < 500);
  });

  it('measures distinct-n', async () => {
    const { report } = await evaluate({ one: ['x', { answer: 'a b' }], two: ['x', { answer: 'A, c!' }] });
    assert.deepEqual(report.diversity, { distinct1: 0.75, distinct2: 1 });
  });

  it('measures distinct-n of Chinese, by words', async () => {
    const { report } = await evaluate({
      一: ['x', { answer: '我喜欢猫。' }],
      二: ['x', { answer: '我喜欢狗。' }],
    });
    assert.deepEqual(report.diversity, { distinct1: 4 / 6, distinct2: 3 / 4 });
  });

  it('has no latency and no diversity where nothing was answered', async () => {
    const { report, markdown } = await evaluate({ a: ['x', { status: 401 }] });
    assert.deepEqual([report.accuracy, report.errors, report.throughput], [0, 1, 0]);
    assert.deepEqual(report.latencyMs, { p50: null, p95: null });
    assert.deepEqual(report.diversity, { distinct1: null, distinct2: null });
    assert.ok(markdown.includes('| Latency p95 | – ms |'));
  });

  it('keeps as many requests on their way as was filled in, and the order of the cases', async () => {
    const prompts = Array.from({ length: 12 }, (_, i) => `case ${i}`);
    const { report, server } = await evaluate(
      Object.fromEntries(prompts.map((prompt, i) => [prompt, ['x', { answer: 'x', delayMs: 60 - 4 * i }]])),
      { values: { [CONCURRENCY]: '3' } },
    );
    assert.equal(server.peak(), 3);
    assert.deepEqual(
      report.outcomes.map(({ prompt }) => prompt),
      prompts,
    );
  });

  it('waits as long as the server asks for', async () => {
    const { server, outcome } = await evaluate({
      busy: ['x', { status: 429, retryAfter: '1' }, { answer: 'x' }],
    });
    const [first = 0, second = 0] = server.attempts.get('busy') ?? [];
    assert.ok(second - first >= 990, `${second - first} ms`);
    assert.equal(outcome('busy').retries, 1);
  });

  it('tries again after a broken connection and after the time that was filled in', async () => {
    const { outcome } = await evaluate(
      {
        broken: ['x', { hangUp: true }, { answer: 'x' }],
        slow: ['x', { delayMs: 2000, answer: 'x' }, { answer: 'x' }],
        stuck: ['x', { delayMs: 2000, answer: 'x' }],
      },
      { values: { [TIMEOUT]: '400', [ATTEMPTS]: '2' } },
    );
    assert.deepEqual([outcome('broken').correct, outcome('broken').retries], [true, 1]);
    assert.deepEqual([outcome('slow').correct, outcome('slow').retries], [true, 1]);
    assert.deepEqual([outcome('stuck').correct, outcome('stuck').retries], [false, 1]);
    assert.match(outcome('stuck').error ?? '', /^TimeoutError/);
  });

  it('reports even when the server cannot be reached', async () => {
    await writeCases('{"prompt":"a","expected":"b"}\n');
    const { code } = await run({ OPENAI_BASE_URL: await findDeadUrl() });
    assert.equal(code, 0);
    const report = JSON.parse(await read('report.json')) as Report;
    assert.deepEqual([report.errors, report.retries], [1, 3]);
    assert.match(report.outcomes[0]?.error ?? '', /^fetch failed: .*ECONNREFUSED/);
  });

  for (const [name, text, message] of [
    ['a line that is no JSON', '{"prompt":"a","expected":"b"}\n\n{"prompt":', /^cases\.jsonl:3: /],
    [
      'a case without an answer',
      '{"prompt":"a"}',
      /^cases\.jsonl:1: "prompt" and "expected" have to be texts\n$/,
    ],
    ['a file without cases', '\n', /^cases\.jsonl has no cases\n$/],
  ] as const) {
    it(`names ${name}`, async () => {
      await writeCases(text);
      const { code, stderr } = await run({}, {}, []);
      assert.equal(code, 1);
      assert.match(stderr, message);
    });
  }
});
