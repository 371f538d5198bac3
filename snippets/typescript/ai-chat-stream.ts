// name: Chat with streaming, OpenAI-compatible / 流式对话（兼容 OpenAI 接口）
// description: Prints an answer while the model writes it, from OpenAI or any server with its API; half an answer is an error / 边生成边输出回答，可用于 OpenAI 及任何兼容其接口的服务；回答不完整会报错
// prefix: ai-chat-stream
// terms: streaming, chatbot, openai, ollama, token
// packages: openai@7.57.0, @types/node@24.19.2 (dev)
// stop 1: gemma3:4b
// stop 2: Why is the sky blue?
// stop 3: 120_000
//#region snippet
import OpenAI from 'openai';

/** A server with OpenAI's chat API; unless another is named, Ollama on this computer. */
const SERVER = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:11434/v1';
const API_KEY = process.env.OPENAI_API_KEY ?? 'none';
const MODEL = 'gemma3:4b';
/** For the whole answer. */
const TIMEOUT_MS = 120_000;

const client = new OpenAI({ baseURL: SERVER, apiKey: API_KEY });

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
  messages: OpenAI.ChatCompletionMessageParam[],
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let finishReason: string | null = null;
  try {
    const request = { model: MODEL, messages, stream: true } as const;
    for await (const chunk of await client.chat.completions.create(request, { signal: stop })) {
      const choice = chunk.choices[0]; // There is none in a chunk that only counts tokens.
      if (choice?.delta.content) yield choice.delta.content;
      finishReason = choice?.finish_reason ?? finishReason;
    }
  } catch (error) {
    stop.throwIfAborted();
    if (!(error instanceof OpenAI.APIConnectionError)) throw error;
    throw new Error(`Cannot reach ${SERVER}. Does the server run?`, { cause: error });
  }
  stop.throwIfAborted(); // The client ends an aborted stream as if it were complete.
  if (finishReason === null) throw new Error(`${SERVER} broke off before the answer was complete`);
  if (finishReason !== 'stop') throw new Error(`The answer is not complete: ${finishReason}`);
}
//#endregion snippet
