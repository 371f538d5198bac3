// name: Many requests: pool, retries, Retry-After / 批量请求：并发池、重试、Retry-After
// description: Sends many requests a few at a time, tries again with exponential backoff and full jitter, heeds Retry-After and can be aborted / 限制并发数批量发送请求，以带全抖动的指数退避重试，遵守 Retry-After，可随时中止
// prefix: ai-concurrency, ai-retry
// terms: throughput, serving, latency
// packages: @types/node@24.19.2 (dev)
// stop 1 after CONCURRENCY =: 4
// stop 2 after MAX_ATTEMPTS =: 5
// stop 3 after BACKOFF_MS =: 500
// stop 4 after MAX_WAIT_MS =: 60_000
// stop 5 after TIMEOUT_MS =: 120_000
//#region snippet
import { setTimeout as sleep } from 'node:timers/promises';

/** Tasks at work at once. */
const CONCURRENCY = 4;
const MAX_ATTEMPTS = 5;
/** The longest wait before the second attempt; it doubles with each. */
const BACKOFF_MS = 500;
/** The backoff stops growing here, and a server that asks for a longer wait is given up. */
const MAX_WAIT_MS = 60_000;
/** For one attempt. */
const TIMEOUT_MS = 120_000;

export interface HttpRequest {
  readonly url: string;
  /** Sent anew with each attempt: its body cannot be a stream. */
  readonly init?: RequestInit;
}

/** Resolves to the bodies of the answers, in the order of the requests; rejects as soon as one of them is given up. */
export function fetchTexts(requests: readonly HttpRequest[], signal?: AbortSignal): Promise<string[]> {
  return mapConcurrently(
    requests,
    (request, stop) => retry(() => fetchText(request, stop), { signal: stop }),
    signal ? { signal } : {},
  );
}

export interface PoolOptions {
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/**
 * Resolves to the results in the order of the items, with at most `limit` tasks at work. The first failure and an abort
 * leave what is queued undone and abort the signal of the tasks at work; the promise rejects when they have ended.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  task: (item: T, stop: AbortSignal) => Promise<R>,
  { limit = CONCURRENCY, signal }: PoolOptions = {},
): Promise<R[]> {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`limit has to be 1 or more: ${limit}`);
  const failure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const results: R[] = [];
  const queue = items.entries(); // Each worker takes its next item from it.
  const work = async () => {
    for (const [i, item] of queue) {
      stop.throwIfAborted();
      results[i] = await task(item, stop);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, work);
  await Promise.all(workers.map((worker) => worker.catch((error: unknown) => failure.abort(error))));
  stop.throwIfAborted();
  return results;
}

export interface RetryOptions {
  readonly signal?: AbortSignal;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Tries until an attempt succeeds, fails for good, or was the last. Retry only what may happen twice: a time-out does not
 * tell whether the server did its work.
 */
export async function retry<R>(attempt: () => Promise<R>, options: RetryOptions = {}): Promise<R> {
  const { signal, random = Math.random, now = Date.now, wait = waitFor } = options;
  for (let failures = 1; ; failures++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const asked = error instanceof HttpError ? retryAfterMs(error.retryAfter, now()) : 0;
      if (failures >= MAX_ATTEMPTS || !isTransient(error) || asked > MAX_WAIT_MS) throw error;
      await wait(asked + fullJitter(failures, random), signal);
    }
  }
}

/** "Full jitter" (AWS Architecture Blog, 2015): clients that failed together do not return together. */
function fullJitter(failures: number, random: () => number): number {
  return random() * Math.min(MAX_WAIT_MS, BACKOFF_MS * 2 ** (failures - 1));
}

/** What a Retry-After asks for, seconds or a date (RFC 9110, section 10.2.3), in milliseconds; 0 where it asks nothing. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header)) return 1000 * Number(header);
  return Math.max(Date.parse(header) - now, 0) || 0;
}

/** Rejects with the signal's reason as soon as it aborts. */
async function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}

/** The network's errors that may pass. A name that does not exist, or a certificate that is not valid, will not. */
const TRANSIENT_CODES: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** Whether the same attempt may succeed later: the server is busy or broken, time ran out, or the network failed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof HttpError) return error.status === 408 || error.status === 429 || error.status >= 500;
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return error.name === 'TimeoutError' || TRANSIENT_CODES.has(code) || isTransient(error.cause);
}

/** An answer that is not 2xx. */
export class HttpError extends Error {
  readonly status: number;
  readonly retryAfter: string | null;

  constructor({ url, status, headers }: Response, body: string) {
    super(`${url} answered ${status}: ${body}`);
    this.status = status;
    this.retryAfter = headers.get('Retry-After');
  }
}

/** One attempt. */
async function fetchText({ url, init }: HttpRequest, stop: AbortSignal): Promise<string> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]);
  const response = await fetch(url, { ...init, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Error(`Cannot reach ${url}`, { cause: error });
  });
  const body = await response.text();
  if (!response.ok) throw new HttpError(response, body);
  return body;
}
//#endregion snippet
