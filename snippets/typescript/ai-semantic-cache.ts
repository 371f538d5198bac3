// name: Semantic cache / 语义缓存
// description: Answers a question from an earlier one that means the same instead of calling the model: exact cosine search, threshold, expiry, least recently used / 遇到语义相同的问题直接返回已有答案，不再调用模型：精确余弦检索、相似度阈值、过期时间、LRU 淘汰
// prefix: ai-semantic-cache
// terms: semantic-cache, k-nearest-neighbors, cosine-similarity, text-embedding, embedding, latency
// packages: ollama@0.6.4, @types/node@24.19.2 (dev)
// stop 1 choice: bge-m3 | mxbai-embed-large | all-minilm
// stop 2: 0.9
// stop 3: 3_600_000
// stop 4 after CAPACITY =: 1000
// stop 5: 30_000
//#region snippet
import { Ollama } from 'ollama';

/** Where Ollama listens. */
const HOST = process.env.OLLAMA_HOST ?? 'http://127.0.0.1:11434';
const EMBEDDING_MODEL = 'bge-m3';
/** The least cosine similarity of a hit. It depends on the model: count wrong hits among real pairs of questions. */
const THRESHOLD = 0.9;
/** How long an answer is good. */
const TTL_MS = 3_600_000;
/** How many answers are kept. The least recently used goes first. */
const CAPACITY = 1000;
/** For one embedding; the first one waits until the model is loaded. */
const TIMEOUT_MS = 30_000;

export type Vector = readonly number[];
export type Embed = (text: string, signal?: AbortSignal) => Promise<Vector>;
export type Ask = (question: string, signal?: AbortSignal) => Promise<string>;

export interface CacheOptions {
  readonly embed?: Embed;
  readonly threshold?: number;
  readonly ttlMs?: number;
  readonly capacity?: number;
  /** The time in milliseconds. */
  readonly now?: () => number;
}

export interface Reply {
  readonly answer: string;
  /** The earlier question that was answered so; null if the model was asked. */
  readonly match: { readonly question: string; readonly similarity: number } | null;
}

interface Entry {
  readonly question: string;
  readonly vector: Vector;
  readonly answer: string;
  readonly expires: number;
}

/**
 * Wraps `ask`, which calls a model, so that a question like an earlier one gets its answer. What `ask` rejects is not kept.
 * Wrap once for each model, system prompt, language and user: a similar question does not tell them apart.
 */
export function withSemanticCache(ask: Ask, options: CacheOptions = {}) {
  const { embed = embedWithOllama, threshold = THRESHOLD, ttlMs = TTL_MS } = options;
  const { capacity = CAPACITY, now = Date.now } = options;
  /** From the least to the most recently used. */
  const entries = new Set<Entry>();

  return async (question: string, signal?: AbortSignal): Promise<Reply> => {
    const vector = await embed(question, signal);
    cosineSimilarity(vector, vector); // Throws where there is none: such a vector must not be kept.
    for (const entry of entries) if (entry.expires <= now()) entries.delete(entry);
    const [nearest] = findNearest(vector, entries);
    if (nearest && nearest.similarity >= threshold) {
      const { item, similarity } = nearest;
      entries.delete(item);
      entries.add(item);
      return { answer: item.answer, match: { question: item.question, similarity } };
    }
    const answer = await ask(question, signal);
    entries.add({ question, vector, answer, expires: now() + ttlMs });
    const [oldest] = entries;
    if (oldest && entries.size > capacity) entries.delete(oldest);
    return { answer, match: null };
  };
}

/** The `k` items nearest to a vector by cosine similarity, the nearest first: exact, it compares with every one. */
export function findNearest<Item extends { readonly vector: Vector }>(
  vector: Vector,
  items: Iterable<Item>,
  k = 1,
): { readonly item: Item; readonly similarity: number }[] {
  const found = Array.from(items, (item) => ({ item, similarity: cosineSimilarity(vector, item.vector) }));
  return found.sort((a, b) => b.similarity - a.similarity).slice(0, k);
}

/** From -1 to 1, and exactly 1 for a vector and itself. Throws a RangeError where there is none. */
export function cosineSimilarity(a: Vector, b: Vector): number {
  if (a.length !== b.length) throw new RangeError(`Cannot compare ${a.length} and ${b.length} dimensions`);
  const similarity = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  if (Number.isNaN(similarity)) throw new RangeError('A vector is empty, zero or not finite');
  return similarity;
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
}

/** Refuses a text that is too long: cut off by the server, all that begin alike would have the same vector. */
export async function embedWithOllama(text: string, signal?: AbortSignal): Promise<Vector> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  // The package takes no signal.
  const ollama = new Ollama({ host: HOST, fetch: (url, init) => fetch(url, { ...init, signal: stop }) });
  const request = { model: EMBEDDING_MODEL, input: text, truncate: false };
  const { embeddings } = await ollama.embed(request).catch((error: Error & { status_code?: number }) => {
    stop.throwIfAborted();
    const { message, status_code: status } = error;
    if (!status) throw new Error(`Cannot reach Ollama at ${HOST}. Does it run?`, { cause: error });
    const advice = status === 404 ? `. Run: ollama pull ${EMBEDDING_MODEL}` : '';
    throw new Error(`${HOST} answered ${status}: ${message}${advice}`, { cause: error });
  });
  const [vector] = embeddings;
  if (!vector) throw new RangeError('There is no embedding of an empty text');
  return vector;
}
//#endregion snippet
