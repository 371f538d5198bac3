import assert from 'node:assert/strict';
import { captureConsole } from './console.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startAnthropic, type Reply } from './servers/anthropic.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

interface AnthropicSnippet {
  printAnswer(question?: string): Promise<void>;
  ask(
    messages: readonly { role: string; content: string }[],
    options?: { onText?: (piece: string) => void; signal?: AbortSignal },
  ): Promise<{ text: string; usage: { input_tokens: number; output_tokens: number } }>;
}

/** The numbers of the stops. */
const [MODEL, MAX_TOKENS, TIMEOUT, SYSTEM, QUESTION] = [1, 2, 3, 4, 5];

describe('ai-chat-anthropic', () => {
  const question = [{ role: 'user', content: 'Why?' }];
  let folder: string;
  let server: TestServer | undefined;

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  const loadFor = (url: string, use: Use = {}) =>
    load<AnthropicSnippet>(folder, 'ai-chat-anthropic', {
      ...use,
      env: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'secret', ...use.env },
    });
  const use = async (reply: Reply, options: Use = {}) => {
    server = await startAnthropic(reply);
    return loadFor(server.url, options);
  };
  const sent = () => JSON.parse(String(server?.received.at(-1)?.body)) as Record<string, unknown>;
  const text = (...pieces: string[]) => ({ type: 'text', pieces }) as const;

  for (const format of ['module', 'commonjs'] as const) {
    it(`asks once and resolves to the text and its cost (${format})`, async () => {
      const { ask } = await use(
        {
          blocks: [
            { type: 'thinking', pieces: ['They ask', ' about light.'] },
            text('Light', ' scat'),
            text('ters.'),
          ],
          usage: { input: 21, output: 34 },
        },
        { format },
      );
      const pieces: string[] = [];
      const answer = await ask(question, { onText: (piece) => pieces.push(piece) });
      assert.equal(answer.text, 'Light scatters.');
      assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [21, 34]);
      assert.deepEqual(pieces, ['Light', ' scat', 'ters.']);

      const [request, ...others] = server?.received ?? [];
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /v1/messages');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.equal(request?.headers['anthropic-version'], '2026-10-21');
      assert.equal(request?.headers.authorization, 'Bearer secret');
      assert.deepEqual(sent(), {
        model: 'claude-opus-5-5',
        max_tokens: 16_000,
        system: 'You answer in two sentences.',
        messages: question,
        stream: true,
      });
    });
  }

  it('prints the answer and its cost, with everything that was filled in', async () => {
    const { printAnswer } = await use(
      { blocks: [text('Chlorophyll', '.')], usage: { input: 8, output: 3 } },
      {
        values: {
          [MODEL]: 'claude-haiku-5-5',
          [MAX_TOKENS]: '50',
          [SYSTEM]: 'One word.',
          [QUESTION]: 'Why is grass green?',
        },
      },
    );
    assert.equal(await captureConsole(() => printAnswer()), 'Chlorophyll.\n8 tokens in, 3 out\n');
    assert.deepEqual(sent(), {
      model: 'claude-haiku-5-5',
      max_tokens: 50,
      system: 'One word.',
      messages: [{ role: 'user', content: 'Why is grass green?' }],
      stream: true,
    });
  });

  it('gives each piece before the next is sent', async () => {
    const { ask } = await use({ blocks: [text('a', 'b')], then: 'silence' });
    const controller = new AbortController();
    const pieces: string[] = [];
    const answer = ask(question, {
      signal: controller.signal,
      onText(piece) {
        if (pieces.push(piece) === 2) controller.abort();
      },
    });
    await assert.rejects(answer, { name: 'AbortError' });
    assert.deepEqual(pieces, ['a', 'b']);
  });

  for (const stopReason of ['max_tokens', 'model_context_window_exceeded', 'refusal']) {
    it(`does not pass for whole an answer that ends with ${stopReason}`, async () => {
      const { ask } = await use({
        blocks: [text('Light scat')],
        stopReason,
        usage: { input: 21, output: 4096 },
      });
      await assert.rejects(ask(question), (error: Error) => {
        assert.equal(error.message, `Not complete after 4096 tokens: ${stopReason}`);
        const { content } = error.cause as { content: readonly { text: string }[] };
        assert.equal(content[0]?.text, 'Light scat');
        return true;
      });
    });
  }

  it('does not pass for whole an answer whose stream breaks off', async () => {
    const { ask } = await use({ blocks: [text('Light scat')], then: 'end' });
    await assert.rejects(ask(question), { message: /^stream ended without producing a Message/ });
  });

  it('reports an error within the stream', async () => {
    const { ask } = await use({ blocks: [text('Light scat')], then: 'error' });
    await assert.rejects(ask(question), { message: /overloaded_error.*Overloaded/ });
  });

  it('reports a refusal with status and body', async () => {
    const refusing = await use({}, { env: { ANTHROPIC_API_KEY: 'wrong' } });
    await assert.rejects(refusing.ask(question), { message: /^401 .*invalid API key/ });
    server?.close();
    const failing = await use({ status: 400 });
    await assert.rejects(failing.ask(question), { message: /^400 .*scripted 400/ });
  });

  it('says what it could not reach', async () => {
    const url = await findDeadUrl();
    const { ask } = await loadFor(url);
    await assert.rejects(ask(question), { message: `Cannot reach ${url}` });
  });

  it('gives up after the time that was filled in, before an answer and within one', async () => {
    const values = { [TIMEOUT]: '150' };
    const { ask } = await use({ blocks: [text('a')], then: 'silence' }, { values });
    const { signal } = new AbortController();
    await assert.rejects(ask(question, { signal }), { name: 'TimeoutError' });
    server?.close();
    server = await startSilentServer();
    const late = await loadFor(server.url, { values });
    await assert.rejects(late.ask(question), { name: 'TimeoutError' });
  });

  it('stops when it is told to, before it asks', async () => {
    const { ask } = await use({ blocks: [text('a')] });
    await assert.rejects(ask(question, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.deepEqual(server?.received, []);
  });
});
