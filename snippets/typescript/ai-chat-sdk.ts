// name: Chat with streaming, Vercel AI SDK / 流式对话（Vercel AI SDK）
// description: streamText over an OpenAI-compatible server, with the errors that it would keep in its stream thrown / 用 streamText 连接兼容 OpenAI 接口的服务；它会把错误藏在流里，这里改为抛出
// prefix: ai-chat-sdk
// terms: vercel-ai-sdk, streaming, chatbot
// packages: ai@7.0.173, @ai-sdk/openai-compatible@3.0.92, @types/node@24.19.2 (dev)
// stop 1: gemma3:4b
// stop 2: Why is the sky blue?
// stop 3: 120_000
// stop 4 after MAX_RETRIES =: 2
//#region snippet
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, RetryError, streamText, type ModelMessage } from 'ai';

/** A server with OpenAI's chat API; unless another is named, Ollama on this computer. */
const SERVER = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:11434/v1';
const API_KEY = process.env.OPENAI_API_KEY ?? 'none';
const MODEL = 'gemma3:4b';
/** For the whole answer. */
const TIMEOUT_MS = 120_000;
/** After a lost connection or a busy server, before the first piece. */
const MAX_RETRIES = 2;

const provider = createOpenAICompatible({ name: 'openai-compatible', baseURL: SERVER, apiKey: API_KEY });

/** Writes the answer to the console while the model finds its words. */
export async function printAnswer(question = 'Why is the sky blue?'): Promise<void> {
  for await (const text of streamAnswer([{ role: 'user', content: question }])) process.stdout.write(text);
  process.stdout.write('\n');
}

/**
 * Yields the model's next message in pieces, as the server sends them: about a token each. To leave the loop ends the
 * request. Throws if the answer does not come to its end, after the pieces that came.
 */
export async function* streamAnswer(
  messages: ModelMessage[],
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  const left = new AbortController();
  const stop = AbortSignal.any([left.signal, AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]);
  const request = { model: provider(MODEL), messages, maxRetries: MAX_RETRIES, abortSignal: stop };
  const { stream } = streamText({ ...request, onError: () => {} }); // Thrown below rather than printed.
  try {
    for await (const part of stream) {
      if (part.type === 'text-delta') yield part.text;
      if (part.type === 'error') throw explain(part.error);
      if (part.type === 'finish' && part.finishReason !== 'stop') {
        throw new Error(`The answer is not complete: ${part.finishReason}`);
      }
    }
    stop.throwIfAborted(); // The SDK ends an aborted stream as if it were complete.
  } finally {
    left.abort(); // The SDK would read on for nobody.
  }
}

/** The SDK's messages leave out the status and what the server said. */
function explain(error: unknown): unknown {
  const last = RetryError.isInstance(error) ? error.lastError : error;
  if (!APICallError.isInstance(last) || last.statusCode === undefined) return last;
  return new Error(`${last.url} answered ${last.statusCode}: ${last.responseBody}`, { cause: error });
}
//#endregion snippet
