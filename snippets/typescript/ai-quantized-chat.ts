// name: Chat with a 4-bit model on Ollama / 与 Ollama 上的 4 位量化模型对话
// description: Streams the reply of a quantized model that runs on your own machine, and says how its weights are stored / 流式输出本机量化模型的回答，并可查看其权重的量化方式
// prefix: ai-quantized-chat, ai-chat-ollama
// terms: 4-bit-quantization, ollama, gguf, quantization, int4, streaming
// packages: ollama@0.6.4, @types/node@24.19.2 (dev)
// stop 1 choice: llama3.2:3b-instruct-q4_K_M | qwen2.5:7b-instruct-q4_K_M | qwen3:4b-instruct-2507-q4_K_M | gemma3:4b-it-q4_K_M
// stop 2: 8192
// stop 3: 300_000
//#region snippet
import { Ollama, type Message } from 'ollama';

/** Where Ollama listens. */
const HOST = process.env.OLLAMA_HOST ?? 'http://127.0.0.1:11434';
/** q4_K_M: weights of 4 bits, or 4.9 with the scales of their blocks and some layers of 6. */
const MODEL = 'llama3.2:3b-instruct-q4_K_M';
/** Ollama drops the oldest messages that do not fit, and does not say so. A larger window takes more memory. */
const CONTEXT_TOKENS = 8192;
/** For the whole reply; the first one waits until the model is loaded. */
const TIMEOUT_MS = 300_000;

/**
 * Yields the reply to a conversation piece by piece. Leaving the loop stops the model. For example:
 * `for await (const text of chat([{ role: 'user', content: 'Hello' }])) process.stdout.write(text);`
 */
export async function* chat(messages: Message[], signal?: AbortSignal): AsyncGenerator<string> {
  const left = new AbortController();
  const request = { model: MODEL, messages, options: { num_ctx: CONTEXT_TOKENS } };
  try {
    const reply = await connect(left.signal, signal).chat({ ...request, stream: true });
    for await (const { message } of reply) if (message.content) yield message.content;
  } catch (error) {
    throw explain(error);
  } finally {
    left.abort();
  }
}

export interface ModelDescription {
  /** For example 3.2B. */
  readonly parameters: string;
  /** For example Q4_K_M. */
  readonly quantization: string;
}

/** How the server stores the model: a tag that names no quantization may stand for any. */
export async function describeModel(signal?: AbortSignal): Promise<ModelDescription> {
  try {
    const { details } = await connect(signal).show({ model: MODEL });
    return { parameters: details.parameter_size, quantization: details.quantization_level };
  } catch (error) {
    throw explain(error);
  }
}

/** The package takes no signal, and its own abort() does not stop a request that is not answered yet. */
function connect(...signals: (AbortSignal | undefined)[]): Ollama {
  const given = signals.filter((signal) => signal !== undefined);
  const stop = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...given]);
  return new Ollama({
    host: HOST,
    fetch: (url, init) =>
      fetch(url, { ...init, signal: stop }).catch((error: unknown) => {
        stop.throwIfAborted();
        throw new Error(`Cannot reach Ollama at ${HOST}. Does it run?`, { cause: error });
      }),
  });
}

/** Adds the status, which the package's errors have, and what to do about a model that is not there. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error && 'status_code' in error)) return error;
  const advice = error.status_code === 404 ? `. Run: ollama pull ${MODEL}` : '';
  return new Error(`${HOST} answered ${error.status_code}: ${error.message}${advice}`, { cause: error });
}
//#endregion snippet
