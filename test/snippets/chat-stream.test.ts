import assert from 'node:assert/strict';
import { captureConsole } from './console.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startOpenAI, type OpenAIServer, type Reply } from './servers/openai.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

/** Two snippets with one task and one interface: over OpenAI's client and over Vercel's SDK. */
interface StreamingSnippet {
  printAnswer(question?: string): Promise<void>;
  streamAnswer(
    messages: readonly { role: string; content: string }[],
    signal?: AbortSignal,
  ): AsyncGenerator<string, void>;
}

/** The numbers of the stops. */
const [MODEL, QUESTION, TIMEOUT] = [1, 2, 3];

const snippets = [
  {
    id: 'ai-chat-stream',
    once: {},
    unreachable: (url: string) => new RegExp(`^Cannot reach ${url}\\. Does the server run\\?$`),
    refused: () => /^400 model "gemma3:4b" not found$/,
    unreadable: () => /^404 {"detail":"Not Found"}$/,
    brokenOff: /broke off before the answer was complete$/,
    lost: /^terminated$/,
  },
  {
    id: 'ai-chat-sdk',
    once: { 4: '0' }, // Its second attempt would be two seconds later.
    unreachable: (url: string) => new RegExp(`^Cannot connect to API: connect ECONNREFUSED ${url.slice(7)}$`),
    refused: (url: string) =>
      new RegExp(
        `^${url}/chat/completions answered 400: {"error":{"message":"model \\\\"gemma3:4b\\\\" not found"}}$`,
      ),
    unreadable: (url: string) => new RegExp(`^${url}/chat/completions answered 404: {"detail":"Not Found"}$`),
    lost: /^Failed to process successful response$/,
    brokenOff: /^Response stream ended without a finish reason\.$/,
  },
] as const;

for (const { id, once, unreachable, refused, unreadable, brokenOff, lost } of snippets) {
  describe(id, () => {
    const question = [{ role: 'user', content: 'Why?' }];
    let folder: string;
    let server: OpenAIServer | undefined;
    let silent: TestServer | undefined;

    before(() => (folder = createFolder()));
    afterEach(() => {
      server?.close();
      silent?.close();
    });
    after(() => removeFolder(folder));

    const use = async (reply: Reply, options: Use = {}) => {
      server = await startOpenAI(() => reply);
      return load<StreamingSnippet>(folder, id, {
        ...options,
        env: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'secret', ...options.env },
      });
    };
    const sent = () => JSON.parse(String(server?.received.at(-1)?.body)) as Record<string, unknown>;

    /** The pieces that came, and the error that came after them. */
    const drain = async (answer: AsyncGenerator<string, void>) => {
      const pieces: string[] = [];
      try {
        for await (const text of answer) pieces.push(text);
        return { pieces, error: undefined };
      } catch (error) {
        assert.ok(error instanceof Error);
        return { pieces, error };
      }
    };

    for (const format of ['module', 'commonjs'] as const) {
      it(`asks once and yields the pieces as they are sent (${format})`, async () => {
        const { streamAnswer } = await use({ pieces: ['Light', ' ', 'scatters.\n'] }, { format });
        assert.deepEqual(await drain(streamAnswer(question)), {
          pieces: ['Light', ' ', 'scatters.\n'],
          error: undefined,
        });
        const [request, ...others] = server?.received ?? [];
        assert.deepEqual(others, []);
        assert.equal(`${request?.method} ${request?.path}`, 'POST /v1/chat/completions');
        assert.equal(request?.headers['content-type'], 'application/json');
        assert.equal(request?.headers.authorization, 'Bearer secret');
        assert.deepEqual(sent(), { model: 'gemma3:4b', messages: question, stream: true });
      });
    }

    it('sends the whole conversation', async () => {
      const { streamAnswer } = await use({ pieces: ['Yes'] });
      const messages = [
        ...question,
        { role: 'assistant', content: 'Light scatters.' },
        { role: 'user', content: 'Blue more?' },
      ];
      await drain(streamAnswer(messages));
      assert.deepEqual(sent()['messages'], messages);
    });

    it('yields each piece before the next is sent', async () => {
      const { streamAnswer } = await use({ pieces: ['a', 'b'], then: 'silence' });
      const answer = streamAnswer(question);
      assert.deepEqual(await answer.next(), { value: 'a', done: false });
      assert.deepEqual(await answer.next(), { value: 'b', done: false });
      await answer.return();
    });

    it('ends the request when the loop is left', async () => {
      const { streamAnswer } = await use({ pieces: ['a', 'b'], then: 'silence' });
      for await (const text of streamAnswer(question)) {
        assert.equal(text, 'a');
        break;
      }
      await server?.left;
    });

    it('prints the answer to what was filled in, from the model that was filled in', async () => {
      const { printAnswer } = await use(
        { pieces: ['Chlorophyll', ' reflects.'] },
        { values: { [MODEL]: 'qwen3:8b', [QUESTION]: 'Why is grass green?' } },
      );
      assert.equal(await captureConsole(() => printAnswer()), 'Chlorophyll reflects.\n');
      assert.deepEqual(sent(), {
        model: 'qwen3:8b',
        messages: [{ role: 'user', content: 'Why is grass green?' }],
        stream: true,
      });
    });

    it('reports a refusal with status and body', async () => {
      const { streamAnswer } = await use({
        status: 400,
        body: '{"error":{"message":"model \\"gemma3:4b\\" not found"}}',
      });
      const { pieces, error } = await drain(streamAnswer(question));
      assert.deepEqual(pieces, []);
      assert.match(error?.message ?? '', refused(server?.url ?? ''));
    });

    it('reports a body that is not in the format of OpenAI', async () => {
      const { streamAnswer } = await use({ status: 404, body: '{"detail":"Not Found"}' });
      const { error } = await drain(streamAnswer(question));
      assert.match(error?.message ?? '', unreadable(server?.url ?? ''));
    });

    for (const [what, reply, message] of [
      ['reached the limit of tokens', { finishReason: 'length' }, /^The answer is not complete: length$/],
      ['was filtered', { finishReason: 'content_filter' }, /^The answer is not complete: content.filter$/],
      ['ended without a reason', { finishReason: null }, brokenOff],
      ['failed within the stream', { then: 'error' }, /^out of memory$/],
      ['lost its connection', { then: 'hang up' }, lost],
    ] as const) {
      it(`does not pass for whole an answer that ${what}`, async () => {
        const { streamAnswer } = await use({ pieces: ['Light', ' scat'], ...reply });
        const printed = await captureConsole(async () => {
          const { pieces, error } = await drain(streamAnswer(question));
          assert.deepEqual(pieces, ['Light', ' scat']);
          assert.match(error?.message ?? '', message);
        });
        assert.equal(printed, '');
      });
    }

    it('says what it could not reach', async () => {
      const url = await findDeadUrl();
      const { streamAnswer } = await load<StreamingSnippet>(folder, id, {
        env: { OPENAI_BASE_URL: url },
        values: once,
      });
      const { error } = await drain(streamAnswer(question));
      assert.match(error?.message ?? '', unreachable(url));
      assert.ok(error && 'cause' in error);
    });

    it('gives up after the time that was filled in, before an answer and within one', async () => {
      const values = { [TIMEOUT]: '150' };
      const { streamAnswer } = await use({ pieces: ['a'], then: 'silence' }, { values });
      const { pieces, error } = await drain(streamAnswer(question, new AbortController().signal));
      assert.deepEqual([pieces, error?.name], [['a'], 'TimeoutError']);

      silent = await startSilentServer();
      const late = await load<StreamingSnippet>(folder, id, { env: { OPENAI_BASE_URL: silent.url }, values });
      assert.equal((await drain(late.streamAnswer(question))).error?.name, 'TimeoutError');
    });

    it('stops when it is told to, before an answer and within one', async () => {
      const { streamAnswer } = await use({ pieces: ['a'], then: 'silence' });
      const controller = new AbortController();
      const answer = streamAnswer(question, controller.signal);
      await answer.next();
      controller.abort();
      await assert.rejects(answer.next(), { name: 'AbortError' });
      await server?.left;

      const { error } = await drain(streamAnswer(question, AbortSignal.abort()));
      assert.equal(error?.name, 'AbortError');
      assert.equal(server?.received.length, 1);
    });
  });
}

describe('ai-chat-sdk, when the server is busy', () => {
  it('tries again as often as was filled in, and says what it heard last', async () => {
    const folder = createFolder();
    const server = await startOpenAI(() => ({ status: 503, body: 'busy' }));
    try {
      const { streamAnswer } = await load<StreamingSnippet>(folder, 'ai-chat-sdk', {
        env: { OPENAI_BASE_URL: server.url },
        values: { 4: '1' },
      });
      await assert.rejects(streamAnswer([{ role: 'user', content: 'Why?' }]).next(), {
        message: `${server.url}/chat/completions answered 503: busy`,
      });
      assert.equal(server.received.length, 2);
    } finally {
      server.close();
      removeFolder(folder);
    }
  });
});
