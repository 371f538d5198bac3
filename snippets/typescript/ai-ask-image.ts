// name: Ask about an image, OpenAI-compatible / 看图问答（兼容 OpenAI 接口）
// description: Sends a picture and a question to a vision-language model, on this computer or elsewhere, and returns the answer / 把图片和问题发给本机或云端的视觉语言模型，返回回答
// prefix: ai-ask-image
// terms: visual-question-answering, vision-language-model, multimodal-large-language-model, image-captioning
// packages: openai@7.57.0, @types/node@24.19.2 (dev)
// stop 1: gemma3:4b
// stop 2: What is in this picture?
// stop 3: 120_000
//#region snippet
import { readFile } from 'node:fs/promises';
import OpenAI from 'openai';

/** A server with OpenAI's chat API; unless another is named, Ollama on this computer. */
const SERVER = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:11434/v1';
const API_KEY = process.env.OPENAI_API_KEY ?? 'none';
/** It has to be a model that sees. */
const MODEL = 'gemma3:4b';
const TIMEOUT_MS = 120_000;

const client = new OpenAI({ baseURL: SERVER, apiKey: API_KEY });

/** Answers a question about the image in a file. */
export async function askAboutFile(file: string, question = 'What is in this picture?'): Promise<string> {
  return askAboutImage(await readFile(file), question);
}

/** Answers a question about an encoded image: PNG, JPEG, GIF or WebP. */
export async function askAboutImage(
  image: Uint8Array,
  question: string,
  signal?: AbortSignal,
): Promise<string> {
  const content: OpenAI.ChatCompletionContentPart[] = [
    { type: 'text', text: question },
    { type: 'image_url', image_url: { url: toDataUri(image) } },
  ];
  return complete([{ role: 'user', content }], signal);
}

function toDataUri(image: Uint8Array): string {
  return `data:${mediaType(image)};base64,${Buffer.from(image).toString('base64')}`;
}

/** Told by the first bytes: the name of a file may lie. */
function mediaType(image: Uint8Array): string {
  const start = Buffer.from(image.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(start)) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/.test(start)) return 'image/webp';
  throw new Error('The image is neither PNG, JPEG, GIF nor WebP: convert it first');
}

/** The model's next message; it has to be whole. */
async function complete(
  messages: OpenAI.ChatCompletionMessageParam[],
  signal?: AbortSignal,
): Promise<string> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const answer = client.chat.completions.create({ model: MODEL, messages }, { signal: stop });
  const { choices } = await answer.catch((error: unknown) => {
    stop.throwIfAborted();
    if (!(error instanceof OpenAI.APIConnectionError)) throw error;
    throw new Error(`Cannot reach ${SERVER}. Does the server run?`, { cause: error });
  });
  const { message, finish_reason } = choices[0] ?? {};
  if (!message?.content) throw new Error(`No answer: ${message?.refusal ?? finish_reason}`);
  if (finish_reason !== 'stop') throw new Error(`The answer is not complete: ${finish_reason}`);
  return message.content;
}
//#endregion snippet
