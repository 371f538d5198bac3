// name: Chat with Claude, Anthropic SDK / 与 Claude 对话（Anthropic SDK）
// description: Streams Claude's answer, returns it with the tokens it cost, and takes an answer that was cut off for an error / 流式输出 Claude 的回答，返回全文和 token 用量；回答被截断时报错
// prefix: ai-chat-anthropic
// terms: anthropic, claude, streaming, chatbot, max-new-tokens
// packages: @anthropic-ai/sdk@1.13.0, @types/node@24.19.2 (dev)
// stop 1 choice: claude-opus-5-5 | claude-sonnet-5-5 | claude-haiku-5-5
// stop 2: 16_000
// stop 3: 300_000
// stop 4: You answer in two sentences.
// stop 5: Why is the sky blue?
//#region snippet
import Anthropic from '@anthropic-ai/sdk';

const MODEL = 'claude-opus-5-5';
/** The API demands a limit. What the model thinks before it answers counts, too. */
const MAX_TOKENS = 16_000;
/** For the whole answer. */
const TIMEOUT_MS = 300_000;
const SYSTEM_PROMPT = 'You answer in two sentences.';

/** It takes the key from ANTHROPIC_API_KEY, and from ANTHROPIC_BASE_URL the address of another server. */
const client = new Anthropic();

export interface Answer {
  readonly text: string;
  /** What is paid for. `input_tokens` leaves out those that a cache was written with or read from. */
  readonly usage: Anthropic.Usage;
}

export interface AskOptions {
  /** Gets the text piece by piece while the model writes it. */
  readonly onText?: (piece: string) => void;
  readonly signal?: AbortSignal;
}

/** Writes the answer to the console while the model finds its words, and then what it cost. */
export async function printAnswer(question = 'Why is the sky blue?'): Promise<void> {
  const { usage } = await ask([{ role: 'user', content: question }], {
    onText: (piece) => process.stdout.write(piece),
  });
  process.stdout.write('\n');
  console.log(`${usage.input_tokens} tokens in, ${usage.output_tokens} out`);
}

/**
 * Resolves to the model's next message in a conversation. Rejects if it is not complete; what there is of it is the
 * error's cause then.
 */
export async function ask(messages: Anthropic.MessageParam[], options: AskOptions = {}): Promise<Answer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const stop = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const request = { model: MODEL, max_tokens: MAX_TOKENS, system: SYSTEM_PROMPT, messages };
  const stream = client.messages.stream(request, { signal: stop });
  if (options.onText) stream.on('text', options.onText);
  const message = await stream.finalMessage().catch((error: unknown) => {
    stop.throwIfAborted();
    if (!(error instanceof Anthropic.APIConnectionError)) throw error;
    throw new Error(`Cannot reach ${client.baseURL}`, { cause: error });
  });
  // Also: the context window is full, or the model refuses.
  if (message.stop_reason !== 'end_turn') {
    const tokens = message.usage.output_tokens;
    throw new Error(`Not complete after ${tokens} tokens: ${message.stop_reason}`, { cause: message });
  }
  return { text: toText(message), usage: message.usage };
}

/** Without the blocks in which the model thinks. */
function toText({ content }: Anthropic.Message): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
//#endregion snippet
