import assert from 'node:assert/strict';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startOllama, type OllamaModel, type OllamaServer } from './servers/ollama.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Exports {
  chat(messages: readonly Message[], signal?: AbortSignal): AsyncGenerator<string>;
  describeModel(signal?: AbortSignal): Promise<{ parameters: string; quantization: string }>;
}

const MODEL = 'llama3.2:3b-instruct-q4_K_M';
const TIMEOUT = 3;
const QUESTION: readonly Message[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'What is 2 + 2?' },
];

describe('ai-quantized-chat', () => {
  let folder: string;
  let server: TestServer | undefined;

  const at = (listening: TestServer, options: Use = {}) => {
    server = listening;
    const env = { OLLAMA_HOST: listening.url };
    return load<Exports>(folder, 'ai-quantized-chat', { ...options, env });
  };
  const start = async (model: OllamaModel, options?: Use) => {
    const ollama: OllamaServer = await startOllama({ [MODEL]: model });
    return { ...(await at(ollama, options)), ollama };
  };
  async function collect(pieces: AsyncIterable<string>): Promise<string[]> {
    const all: string[] = [];
    for await (const piece of pieces) all.push(piece);
    return all;
  }

  before(() => (folder = createFolder()));
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`streams the reply to a conversation (${format})`, async () => {
      const { chat, ollama } = await start({ reply: ['It', ' is', ' 四', '.'] }, { format });
      assert.deepEqual(await collect(chat(QUESTION)), ['It', ' is', ' 四', '.']);
      const [request, ...others] = ollama.received;
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /api/chat');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.deepEqual(JSON.parse(String(request?.body)), {
        model: MODEL,
        messages: QUESTION,
        options: { num_ctx: 8192 },
        stream: true,
      });
    });
  }

  it('yields each piece when it comes, not at the end', async () => {
    const { chat } = await start({ reply: ['It', ' is'], then: 'silence' });
    const pieces = chat(QUESTION);
    assert.deepEqual(await pieces.next(), { done: false, value: 'It' });
    assert.deepEqual(await pieces.next(), { done: false, value: ' is' });
    await pieces.return(undefined);
  });

  it('stops the model when the loop is left', async () => {
    const { chat, ollama } = await start({ reply: ['It', ' is'], then: 'silence' });
    for await (const piece of chat(QUESTION)) {
      assert.equal(piece, 'It');
      break;
    }
    await ollama.left;
  });

  it('says how the model is stored', async () => {
    const { describeModel, ollama } = await start({ parameters: '3.2B', quantization: 'Q4_K_M' });
    assert.deepEqual(await describeModel(), { parameters: '3.2B', quantization: 'Q4_K_M' });
    const [request] = ollama.received;
    assert.equal(`${request?.method} ${request?.path}`, 'POST /api/show');
    assert.deepEqual(JSON.parse(String(request?.body)), { model: MODEL });
  });

  it('asks for the model and the window that were filled in', async () => {
    const model = 'gemma3:4b-it-q4_K_M';
    const ollama = await startOllama({ [model]: { reply: ['Yes'] } });
    const { chat, describeModel } = await at(ollama, { values: { 1: model, 2: '32_768' } });
    assert.deepEqual(await collect(chat(QUESTION)), ['Yes']);
    await describeModel();
    const [asked, shown] = ollama.received.map(({ body }) => JSON.parse(String(body)) as object);
    assert.deepEqual(asked, { model, messages: QUESTION, options: { num_ctx: 32_768 }, stream: true });
    assert.deepEqual(shown, { model });
  });

  it('names the command for a model that is not there, and pulls nothing', async () => {
    const ollama = await startOllama({});
    const { chat, describeModel } = await at(ollama);
    const message = `${ollama.url} answered 404: model '${MODEL}' not found. Run: ollama pull ${MODEL}`;
    await assert.rejects(collect(chat(QUESTION)), { message });
    await assert.rejects(describeModel(), { message });
    assert.deepEqual(
      ollama.received.map(({ path }) => path),
      ['/api/chat', '/api/show'],
    );
  });

  it('reports status and message of another failure', async () => {
    const error = 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)';
    const { chat, ollama } = await start({ failure: { status: 500, error } });
    await assert.rejects(collect(chat(QUESTION)), { message: `${ollama.url} answered 500: ${error}` });
  });

  it('reports an error in the middle of a reply', async () => {
    const { chat } = await start({ reply: ['It'], then: 'error' });
    await assert.rejects(collect(chat(QUESTION)), { message: /an error was encountered/ });
  });

  it('reports a reply that breaks off', async () => {
    const { chat } = await start({ reply: ['It'], then: 'hang up' });
    await assert.rejects(collect(chat(QUESTION)), { message: 'terminated' });
  });

  it('says what to do when nothing listens', async () => {
    const url = await findDeadUrl();
    const { chat, describeModel } = await load<Exports>(folder, 'ai-quantized-chat', {
      env: { OLLAMA_HOST: url },
    });
    const message = `Cannot reach Ollama at ${url}. Does it run?`;
    await assert.rejects(collect(chat(QUESTION)), { message });
    await assert.rejects(describeModel(), { message });
  });

  it('gives up after the time that was filled in', async () => {
    const { chat, describeModel } = await at(await startSilentServer(), { values: { [TIMEOUT]: '50' } });
    await assert.rejects(collect(chat(QUESTION)), { name: 'TimeoutError' });
    await assert.rejects(describeModel(new AbortController().signal), { name: 'TimeoutError' });
  });

  it('gives up in the middle of a reply too', async () => {
    const { chat } = await start({ reply: ['It'], then: 'silence' }, { values: { [TIMEOUT]: '50' } });
    await assert.rejects(collect(chat(QUESTION)), { name: 'TimeoutError' });
  });

  it('stops when it is told to, before the reply and in the middle of it', async () => {
    const silent = await at(await startSilentServer());
    const first = new AbortController();
    setTimeout(() => first.abort(), 20);
    await assert.rejects(collect(silent.chat(QUESTION, first.signal)), { name: 'AbortError' });
    const second = new AbortController();
    setTimeout(() => second.abort(), 20);
    await assert.rejects(silent.describeModel(second.signal), { name: 'AbortError' });
    server?.close();

    const { chat, ollama } = await start({ reply: ['It'], then: 'silence' });
    const third = new AbortController();
    const pieces = chat(QUESTION, third.signal);
    assert.deepEqual(await pieces.next(), { done: false, value: 'It' });
    third.abort();
    await assert.rejects(pieces.next(), { name: 'AbortError' });
    await ollama.left;
  });
});
