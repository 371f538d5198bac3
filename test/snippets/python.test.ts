import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder, removeFolder, runPython, type Use } from './run.ts';
import { SNIPPETS } from './repository.ts';
import { startChat, type ChatServer, type Reply } from './servers/chat.ts';
import { findDeadUrl } from './servers/server.ts';

describe('every snippet in Python', () => {
  for (const { id, source } of SNIPPETS.filter(({ extension }) => extension === '.py')) {
    it(`${id} is Python`, () => {
      const parse = 'import ast, sys; ast.parse(sys.stdin.read())';
      const { status, stderr } = spawnSync('python3', ['-c', parse], { input: source, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    });
  }
});

interface Report {
  readonly cases: number;
  readonly errors: number;
  readonly accuracy: number;
  readonly latency_seconds: { readonly p50: number | null; readonly p95: number | null };
  readonly distinct: { readonly 1: number | null; readonly 2: number | null };
  readonly failures: readonly { readonly prompt: string; readonly error: string | null }[];
}

describe('ai-eval-loop-py', function () {
  this.timeout(30_000);
  let folder: string;
  let server: ChatServer | undefined;

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  /** Runs the loop over prompts, each with the answer that is expected and the server's replies. */
  async function evaluate(
    script: Readonly<Record<string, readonly [expected: string, ...replies: Reply[]]>>,
    values: Use['values'] = {},
    url?: string,
  ) {
    const cases = Object.entries(script).map(([prompt, [expected]]) => JSON.stringify({ prompt, expected }));
    await writeFile(path.join(folder, 'cases.jsonl'), cases.join('\n'));
    server = await startChat(
      Object.fromEntries(Object.entries(script).map(([prompt, [, ...replies]]) => [prompt, replies])),
    );
    const { code, stdout, stderr } = await runPython(folder, 'ai-eval-loop-py', ['cases.jsonl'], {
      env: { OPENAI_BASE_URL: url ?? server.url, OPENAI_API_KEY: 'secret' },
      values: { 6: '0.001', ...values },
    });
    assert.equal(stderr, '');
    assert.equal(code, 0);
    return { report: JSON.parse(stdout) as Report, server };
  }

  it('measures accuracy over all cases and counts errors', async () => {
    const { report, server } = await evaluate({
      right: ['Paris', { answer: ' Ｐaris.\n' }],
      wrong: ['4', { answer: '5' }],
      'right at the third attempt': ['yes', { status: 503 }, { status: 429 }, { answer: 'Yes' }],
      'refused for good': ['yes', { status: 400 }],
      'broken for good': ['yes', { status: 500 }],
      'hung up on': ['yes', { hangUp: true }, { answer: 'yes' }],
      'no chat completion': ['yes', { body: '{}' }],
    });
    assert.equal(report.cases, 7);
    assert.equal(report.accuracy, 3 / 7);
    assert.equal(report.errors, 3);
    assert.deepEqual(
      report.failures.map(({ prompt, error }) => [prompt, error?.replace(server.url, '<url>') ?? null]),
      [
        ['wrong', null],
        ['refused for good', '<url> answered 400: {"error":{"message":"scripted 400"}}'],
        ['broken for good', '<url> answered 500: {"error":{"message":"scripted 500"}}'],
        ['no chat completion', "<url> sent no chat completion: KeyError('choices')"],
      ],
    );
    assert.equal(server.attempts.get('broken for good')?.length, 4);
    assert.equal(server.attempts.get('refused for good')?.length, 1);
    assert.ok((report.latency_seconds.p50 ?? 0) > 0);
  });

  it('asks as a chat client does', async () => {
    const { server } = await evaluate({ 'why?': ['x', { answer: 'x' }] }, { 1: 'some-model' });
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

  it('keeps as many requests on their way as was filled in', async () => {
    const script = Array.from({ length: 9 }, (_, i) => [`case ${i}`, ['x', { answer: 'x', delayMs: 40 }]]);
    const { server } = await evaluate(
      Object.fromEntries(script) as Readonly<Record<string, [string, Reply]>>,
      { 3: '3' },
    );
    assert.equal(server.peak(), 3);
  });

  it('measures distinct-n', async () => {
    const { report } = await evaluate({ one: ['x', { answer: 'a b' }], two: ['x', { answer: 'A c.' }] });
    assert.deepEqual(report.distinct, { 1: 0.75, 2: 1 });
  });

  it('gives up after the time that was filled in, and where nothing listens', async () => {
    const late = await evaluate({ slow: ['x', { answer: 'x', delayMs: 2000 }] }, { 4: '1', 5: '0.2' });
    assert.match(late.report.failures[0]?.error ?? '', /timed out/);
    server?.close();
    const dead = await evaluate({ a: ['x'] }, { 4: '2' }, await findDeadUrl());
    assert.match(dead.report.failures[0]?.error ?? '', /Connection refused/);
    assert.deepEqual(dead.report.latency_seconds, { p50: null, p95: null });
  });

  for (const [text, message] of [
    ['{"prompt": "a", "expected": "b"}\n\n{"prompt"', /^cases\.jsonl:3: "prompt" and "expected" have to be/],
    ['{"prompt": "a"}', /^cases\.jsonl:1: .*KeyError\('expected'\)/],
    ['\n', /^cases\.jsonl has no cases\n$/],
  ] as const) {
    it(`names the line of ${JSON.stringify(text)}`, async () => {
      await writeFile(path.join(folder, 'cases.jsonl'), text);
      const { code, stderr } = await runPython(folder, 'ai-eval-loop-py', []);
      assert.equal(code, 1);
      assert.match(stderr, message);
    });
  }
});
