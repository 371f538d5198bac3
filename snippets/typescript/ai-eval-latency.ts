// name: Latency of a streaming model: TTFT, tokens per second / 流式模型的延迟：首 token 延迟、每秒 token 数
// description: Measures time to first token, total time and tokens per second of a chat API, as percentiles over your prompts / 用你的提示测量聊天接口的首 token 延迟、总耗时和每秒 token 数，给出百分位数
// prefix: ai-eval-latency
// terms: time-to-first-token, tokens-per-second, time-per-output-token, latency, streaming
// packages: openai@7.57.0, @types/node@24.19.2 (dev)
// stop 1: gemma3:4b
// stop 2: 120_000
//#region snippet
import OpenAI from 'openai';

/** A server with OpenAI's chat API; unless another is named, Ollama on this computer. */
const SERVER = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:11434/v1';
const API_KEY = process.env.OPENAI_API_KEY ?? 'none';
const MODEL = 'gemma3:4b';
const TIMEOUT_MS = 120_000;

/** Without retries: they would be measured, too. */
const client = new OpenAI({ baseURL: SERVER, apiKey: API_KEY, maxRetries: 0 });

export interface Sample {
  /** From sending the request to the first token (TTFT); that of a thought, if the model shows its thoughts. */
  readonly firstTokenMs: number;
  /** From sending the request to the last token. */
  readonly totalMs: number;
  /** As the server counts them in `usage`: chunks are not tokens. Without thoughts that it hides. */
  readonly outputTokens: number;
  /** The writing speed without the wait: the inverse of the time per output token (TPOT). */
  readonly tokensPerSecond: number;
}

export interface Summary {
  readonly firstTokenMs: { readonly p50: number; readonly p95: number };
  readonly totalMs: { readonly p50: number; readonly p95: number };
  /** The slow tail of a speed is p5. */
  readonly tokensPerSecond: { readonly p50: number; readonly p5: number };
}

export interface MeasureOptions {
  readonly signal?: AbortSignal;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/**
 * Measures each prompt once, one after another: what a single user sees. Take prompts as long as yours that begin
 * differently, or the server's prefix cache flatters it; twenty at least, or p95 is only the slowest.
 */
export async function benchmark(prompts: readonly string[], options: MeasureOptions = {}): Promise<Summary> {
  await measure('Count from one to ten.', options); // The first request may load the model: it does not count.
  const samples: Sample[] = [];
  for (const prompt of prompts) samples.push(await measure(prompt, options));
  return summarize(samples);
}

/** Measures one request. Rejects if the answer is too short to have a speed. */
export async function measure(prompt: string, options: MeasureOptions = {}): Promise<Sample> {
  const { signal, now = () => performance.now() } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const arrivals: number[] = [];
  let usage: OpenAI.CompletionUsage | undefined;
  let showsThoughts = false;
  const request = {
    model: MODEL,
    messages: [{ role: 'user', content: prompt }],
    stream: true,
    stream_options: { include_usage: true },
  } satisfies OpenAI.ChatCompletionCreateParamsStreaming;
  const start = now();
  try {
    const chunks = await client.chat.completions.create(request, { signal: stop });
    for await (const chunk of chunks) {
      const { content, reasoning, reasoning_content } = (chunk.choices[0]?.delta ?? {}) as Delta;
      const thought = reasoning || reasoning_content;
      if (content || thought) arrivals.push(now() - start); // The first chunk is often empty.
      if (thought) showsThoughts = true;
      usage = chunk.usage ?? usage;
    }
  } catch (error) {
    stop.throwIfAborted();
    if (!(error instanceof OpenAI.APIConnectionError)) throw error;
    throw new Error(`Cannot reach ${SERVER}. Does the server run?`, { cause: error });
  }
  stop.throwIfAborted(); // The client ends an aborted stream as if it were complete.
  if (!usage) throw new Error(`${SERVER} did not count tokens. Does it know stream_options.include_usage?`);
  const hidden = showsThoughts ? 0 : (usage.completion_tokens_details?.reasoning_tokens ?? 0);
  return toSample(arrivals, usage.completion_tokens - hidden);
}

/** Thoughts are no part of OpenAI's format; servers call them `reasoning` or `reasoning_content`. */
type Delta = Partial<Record<'content' | 'reasoning' | 'reasoning_content', string | null>>;

/** TPOT = (total − TTFT) / (tokens − 1): NVIDIA, "NIM for LLMs Benchmarking Guide: Metrics". */
function toSample(arrivals: readonly number[], outputTokens: number): Sample {
  const [firstTokenMs] = arrivals;
  const totalMs = arrivals.at(-1);
  if (firstTokenMs === undefined || totalMs === undefined || totalMs === firstTokenMs || outputTokens < 2) {
    throw new Error('The answer came at once: ask for a longer one, or something buffers the stream');
  }
  const tokensPerSecond = (1000 * (outputTokens - 1)) / (totalMs - firstTokenMs);
  return { firstTokenMs, totalMs, outputTokens, tokensPerSecond };
}

export function summarize(samples: readonly Sample[]): Summary {
  const at = (percent: number, measure: keyof Sample) => percentile(samples, measure, percent);
  return {
    firstTokenMs: { p50: at(50, 'firstTokenMs'), p95: at(95, 'firstTokenMs') },
    totalMs: { p50: at(50, 'totalMs'), p95: at(95, 'totalMs') },
    tokensPerSecond: { p50: at(50, 'tokensPerSecond'), p5: at(5, 'tokensPerSecond') },
  };
}

/** The smallest value that is not below `percent` % of them (nearest rank). */
function percentile(samples: readonly Sample[], measure: keyof Sample, percent: number): number {
  const sorted = samples.map((sample) => sample[measure]).sort((a, b) => a - b);
  const value = sorted[Math.ceil((percent * sorted.length) / 100) - 1];
  if (value === undefined) throw new Error('There are no samples');
  return value;
}
//#endregion snippet
