import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeJpeg, encodePng, paint, paintScene } from './image.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { startOpenAI, type Reply } from './servers/openai.ts';
import { findDeadUrl, startSilentServer, type TestServer } from './servers/server.ts';

interface ImageSnippet {
  askAboutFile(file: string, question?: string): Promise<string>;
  askAboutImage(image: Uint8Array, question: string, signal?: AbortSignal): Promise<string>;
}

interface Sent {
  readonly model: string;
  readonly messages: readonly {
    readonly content: readonly { readonly image_url?: { readonly url: string } }[];
  }[];
}

/** The numbers of the stops. */
const [MODEL, QUESTION, TIMEOUT] = [1, 2, 3];

describe('ai-ask-image', () => {
  let folder: string;
  let server: TestServer | undefined;
  let png: Buffer;

  before(async () => {
    folder = createFolder();
    png = await encodePng(paint(8, 8, (x) => 16 * x));
  });
  afterEach(() => server?.close());
  after(() => removeFolder(folder));

  const loadFor = (url: string, use: Use = {}) =>
    load<ImageSnippet>(folder, 'ai-ask-image', {
      ...use,
      env: { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'secret' },
    });
  const use = async (reply: Reply, options: Use = {}) => {
    server = await startOpenAI(() => reply);
    return loadFor(server.url, options);
  };
  const sent = () => JSON.parse(String(server?.received.at(-1)?.body)) as Sent;
  const sentUrl = () => sent().messages[0]?.content[1]?.image_url?.url ?? '';

  for (const format of ['module', 'commonjs'] as const) {
    it(`sends the question and the image, and takes the answer (${format})`, async () => {
      const { askAboutImage } = await use({ pieces: ['A gradient.'] }, { format });
      assert.equal(await askAboutImage(png, 'What is it?'), 'A gradient.');
      const [request, ...others] = server?.received ?? [];
      assert.deepEqual(others, []);
      assert.equal(`${request?.method} ${request?.path}`, 'POST /v1/chat/completions');
      assert.equal(request?.headers['content-type'], 'application/json');
      assert.equal(request?.headers.authorization, 'Bearer secret');
      assert.deepEqual(sent(), {
        model: 'gemma3:4b',
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is it?' },
              { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
            ],
          },
        ],
      });
    });
  }

  it('asks about a file whatever its name, with everything that was filled in', async () => {
    const { askAboutFile } = await use(
      { pieces: ['A scene.'] },
      { values: { [MODEL]: 'qwen3-vl:4b', [QUESTION]: 'How many discs?' } },
    );
    const jpeg = await encodeJpeg(paintScene(16, 16, 1), 1);
    const file = path.join(folder, 'picture.png');
    await writeFile(file, jpeg);
    assert.equal(await askAboutFile(file), 'A scene.');
    assert.equal(sent().model, 'qwen3-vl:4b');
    assert.deepEqual(sent().messages[0]?.content[0], { type: 'text', text: 'How many discs?' });
    assert.equal(sentUrl(), `data:image/jpeg;base64,${jpeg.toString('base64')}`);
  });

  for (const [type, start] of [
    ['gif', 'GIF89a'],
    ['gif', 'GIF87a'],
    ['webp', 'RIFF\n\0\r\xffWEBPVP8 '],
  ] as const) {
    it(`knows ${JSON.stringify(start)} for ${type}, from a part of a larger array too`, async () => {
      const { askAboutImage } = await use({ pieces: ['A picture.'] });
      const image = Buffer.from(`${start}…`, 'latin1');
      await askAboutImage(new Uint8Array([1, 2, 3, ...image]).subarray(3), 'What?');
      assert.equal(sentUrl(), `data:image/${type};base64,${image.toString('base64')}`);
    });
  }

  for (const [what, bytes] of [
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a sound in RIFF', 'RIFF\x24\0\0\0WAVEfmt '],
    ['a PNG that lost its first line to a change of line ends', '\x89PNG\n\x1a\n'],
    ['nothing', ''],
  ] as const) {
    it(`refuses ${what} before it asks`, async () => {
      const { askAboutImage } = await use({ pieces: ['?'] });
      await assert.rejects(askAboutImage(Buffer.from(bytes, 'latin1'), 'What?'), {
        message: 'The image is neither PNG, JPEG, GIF nor WebP: convert it first',
      });
      assert.deepEqual(server?.received, []);
    });
  }

  for (const [what, reply, message] of [
    [
      'an answer that was cut off',
      { pieces: ['A gra'], finishReason: 'length' },
      'The answer is not complete: length',
    ],
    ['an empty answer', { finishReason: 'content_filter' }, 'No answer: content_filter'],
    ['a refusal', { refusal: 'I cannot name people.' }, 'No answer: I cannot name people.'],
    [
      'a model that does not see',
      { status: 400, body: '{"error":{"message":"this model is missing data required for image input"}}' },
      '400 this model is missing data required for image input',
    ],
  ] as const) {
    it(`reports ${what}`, async () => {
      const { askAboutImage } = await use(reply);
      await assert.rejects(askAboutImage(png, 'What?'), { message });
    });
  }

  it('says what it could not reach', async () => {
    const url = await findDeadUrl();
    const { askAboutImage } = await loadFor(url);
    await assert.rejects(askAboutImage(png, 'What?'), {
      message: `Cannot reach ${url}. Does the server run?`,
    });
  });

  it('gives up after the time that was filled in', async () => {
    server = await startSilentServer();
    const { askAboutImage } = await loadFor(server.url, { values: { [TIMEOUT]: '50' } });
    await assert.rejects(askAboutImage(png, 'What?'), { name: 'TimeoutError' });
    const { signal } = new AbortController();
    await assert.rejects(askAboutImage(png, 'What?', signal), { name: 'TimeoutError' });
  });

  it('stops when it is told to', async () => {
    server = await startSilentServer();
    const { askAboutImage } = await loadFor(server.url);
    const controller = new AbortController();
    const answer = askAboutImage(png, 'What?', controller.signal);
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(answer, { name: 'AbortError' });
  });
});
