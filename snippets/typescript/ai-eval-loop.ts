// name: Evaluation loop: accuracy, latency, diversity / 评估循环：准确率、延迟、多样性
// description: A whole program: runs a file of cases against a chat API, with concurrency and retries, and writes a JSON and a Markdown report / 完整程序：对聊天接口并发运行一组用例并自动重试，输出 JSON 与 Markdown 报告
// prefix: ai-eval-loop
// terms: evaluation, accuracy, latency, diversity, distinct-n, throughput
// packages: @types/node@24.19.2 (dev)
// file-template: true
// stop 1: gemma3:4b
// stop 2 x2: cases.jsonl
// stop 3 after CONCURRENCY =: 4
// stop 4 after MAX_ATTEMPTS =: 4
// stop 5: 60_000
// stop 6 after BACKOFF_MS =: 500
//#region snippet
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

// Run it: node <this file> cases.jsonl report
// Each line of the cases: {"prompt": "What is the capital of France?", "expected": "Paris"}

/** A server with OpenAI's chat API; unless another is named, Ollama on this computer. */
const SERVER = process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:11434/v1';
const API_KEY = process.env.OPENAI_API_KEY ?? 'none';
const MODEL = 'gemma3:4b';
/** Requests on their way at once. */
const CONCURRENCY = 4;
const MAX_ATTEMPTS = 4;
const TIMEOUT_MS = 60_000;
/** The longest wait before the first retry; it doubles with each. */
const BACKOFF_MS = 500;

interface Case {
  readonly prompt: string;
  readonly expected: string;
}

/** What became of a case. One that failed has an error and neither answer nor latency. */
interface Outcome extends Case {
  readonly answer: string | null;
  readonly error: string | null;
  readonly correct: boolean;
  /** Of the attempt that succeeded. */
  readonly latencyMs: number | null;
  readonly retries: number;
}

async function main([casesFile = 'cases.jsonl', reportName = 'report']: string[]): Promise<void> {
  const cases = parseCases(casesFile, await readFile(casesFile, 'utf8'));
  const start = performance.now();
  const outcomes = await mapConcurrently(cases, CONCURRENCY, evaluate);
  const report = summarize(outcomes, (performance.now() - start) / 1000);
  await writeFile(`${reportName}.json`, JSON.stringify({ ...report, outcomes }, null, 2));
  await writeFile(`${reportName}.md`, toMarkdown(report, outcomes));
  console.log(toMarkdown(report, outcomes));
}

function parseCases(file: string, text: string): Case[] {
  const cases = text.split('\n').flatMap((line, i) => {
    if (!line.trim()) return [];
    try {
      const { prompt, expected } = JSON.parse(line) as Partial<Case>;
      if (typeof prompt === 'string' && typeof expected === 'string') return [{ prompt, expected }];
      throw new Error('"prompt" and "expected" have to be texts');
    } catch (error) {
      throw new Error(`${file}:${i + 1}: ${(error as Error).message}`, { cause: error });
    }
  });
  if (cases.length === 0) throw new Error(`${file} has no cases`);
  return cases;
}

// Asking

/** Maps in order, with at most `limit` tasks at work: they all take the next item from one iterator. */
async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const remaining = items.entries();
  const work = async () => {
    for (const [i, item] of remaining) results[i] = await task(item);
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}

/** Asks until there is an answer or no hope; never rejects, so that failures are counted. */
async function evaluate(test: Case): Promise<Outcome> {
  for (let retries = 0; ; retries++) {
    const start = performance.now();
    try {
      const answer = await ask(test.prompt);
      const latencyMs = performance.now() - start;
      return { ...test, answer, error: null, correct: isCorrect(answer, test.expected), latencyMs, retries };
    } catch (error) {
      if (retries + 1 === MAX_ATTEMPTS || !isTransient(error)) {
        return { ...test, answer: null, error: explain(error), correct: false, latencyMs: null, retries };
      }
      await sleep(retryDelay(error, retries));
    }
  }
}

async function ask(prompt: string): Promise<string> {
  const response = await fetch(`${SERVER}/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({
      model: MODEL,
      messages: [
        { role: 'system', content: 'Reply with the answer only.' },
        { role: 'user', content: prompt },
      ],
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = await response.text();
  if (!response.ok) throw new HttpError(response, body);
  const { choices } = JSON.parse(body) as { choices?: { message: { content: string | null } }[] };
  const answer = choices?.[0]?.message.content;
  if (typeof answer !== 'string') throw new HttpError(response, body);
  return answer;
}

class HttpError extends Error {
  readonly status: number;
  readonly retryAfterMs: number;

  constructor({ status, headers }: Response, body: string) {
    super(`${SERVER} answered ${status}: ${body}`);
    this.status = status;
    this.retryAfterMs = 1000 * (Number(headers.get('Retry-After')) || 0);
  }
}

/** Whether the same request may succeed later: the network failed, time ran out, or the server is busy or broken. */
function isTransient(error: unknown): boolean {
  return !(error instanceof HttpError) || error.status === 408 || error.status === 429 || error.status >= 500;
}

/** The error with its cause: fetch says only that it failed. */
function explain(error: unknown): string {
  return error instanceof Error && error.cause ? `${error.message}: ${String(error.cause)}` : String(error);
}

/** A random wait, so that requests that failed together do not return together; at least what the server asks for. */
function retryDelay(error: unknown, retries: number): number {
  const backoff = Math.random() * BACKOFF_MS * 2 ** retries;
  return error instanceof HttpError ? Math.max(backoff, error.retryAfterMs) : backoff;
}

// Measuring

interface Report {
  readonly model: string;
  readonly cases: number;
  readonly errors: number;
  readonly retries: number;
  /** Correct answers among all cases: a failed one is not correct. */
  readonly accuracy: number;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
  /** Answers per second. */
  readonly throughput: number;
  readonly diversity: { readonly distinct1: number | null; readonly distinct2: number | null };
}

function summarize(outcomes: readonly Outcome[], seconds: number): Report {
  const answers = outcomes.flatMap(({ answer }) => answer ?? []);
  const latencies = outcomes.flatMap(({ latencyMs }) => latencyMs ?? []);
  return {
    model: MODEL,
    cases: outcomes.length,
    errors: outcomes.filter(({ error }) => error !== null).length,
    retries: outcomes.reduce((sum, { retries }) => sum + retries, 0),
    accuracy: outcomes.filter(({ correct }) => correct).length / outcomes.length,
    latencyMs: { p50: percentile(latencies, 50), p95: percentile(latencies, 95) },
    throughput: answers.length / seconds,
    diversity: { distinct1: distinct(answers, 1), distinct2: distinct(answers, 2) },
  };
}

/** Exact match but for case and a full stop. Replace it with what counts as correct in your task. */
function isCorrect(answer: string, expected: string): boolean {
  const bare = (text: string) =>
    normalize(text)
      .trim()
      .replace(/[.。]$/, '');
  return bare(answer) === bare(expected);
}

function normalize(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The smallest value that is not below `percent` % of them (nearest rank); null for no values. */
function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
}

/** Distinct-n (Li et al., 2016): different n-grams among all n-grams of the answers; null where there are none. */
function distinct(answers: readonly string[], n: number): number | null {
  const ngrams = answers.flatMap((answer) => {
    const sequence = words(answer);
    return sequence.slice(n - 1).map((_, i) => sequence.slice(i, i + n).join(' '));
  });
  return ngrams.length > 0 ? new Set(ngrams).size / ngrams.length : null;
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Words in lower case without punctuation, in languages without spaces too. */
function words(text: string): string[] {
  const segments = [...SEGMENTER.segment(normalize(text))];
  return segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

// Reporting

function toMarkdown(report: Report, outcomes: readonly Outcome[]): string {
  const { cases, errors, retries, accuracy, latencyMs, throughput, diversity } = report;
  const rows = [
    ['Accuracy', `${(100 * accuracy).toFixed(1)} % of ${cases}`],
    ['Errors', `${errors} (after ${retries} retries in all)`],
    ['Latency p50', `${latencyMs.p50?.toFixed(0) ?? '–'} ms`],
    ['Latency p95', `${latencyMs.p95?.toFixed(0) ?? '–'} ms`],
    ['Throughput', `${throughput.toFixed(2)} answers/s`],
    ['Distinct-1', diversity.distinct1?.toFixed(3) ?? '–'],
    ['Distinct-2', diversity.distinct2?.toFixed(3) ?? '–'],
  ];
  const table = ['| Measure | Value |', '| --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`)];
  const mistakes = outcomes
    .filter(({ correct }) => !correct)
    .map((outcome) =>
      [outcome.prompt, outcome.answer ?? outcome.error, outcome.expected].map((text) => JSON.stringify(text)),
    )
    .map(([prompt, got, expected]) => `- ${prompt} → ${got}, expected ${expected}`);
  return [`# ${report.model}`, '', ...table, '', '## Not correct', '', ...mistakes, ''].join('\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
//#endregion snippet
