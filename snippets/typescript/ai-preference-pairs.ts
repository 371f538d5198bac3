// name: Collect preference pairs / 收集偏好对
// description: Asks a person at the terminal which of two answers is better, and appends the choices as JSONL for reward models and DPO / 在终端里让人从两个回答中选出更好的，并追加写入供奖励模型和 DPO 训练的 JSONL
// prefix: ai-preference-pairs
// terms: preference-data, rlhf, dpo, reward-model, human-in-the-loop
// packages: @types/node@24.19.2 (dev)
// stop 1: preferences.jsonl
// stop 2 after SEED =: 1
//#region snippet
import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const PREFERENCES_FILE = 'preferences.jsonl';
/** Decides which answer is shown first. Give each person another number. */
const SEED = 1;

/** A prompt and two answers to it, in any order. */
export interface Candidates {
  readonly prompt: string;
  readonly answers: readonly [string, string];
}

export interface Message {
  readonly role: string;
  readonly content: string;
}

/** A line of the file: TRL's conversational preference format, to which trainers apply the chat template. */
export interface Preference {
  readonly prompt: readonly Message[];
  readonly chosen: readonly Message[];
  readonly rejected: readonly Message[];
}

export type Choice = 'first' | 'second' | 'skip' | 'stop';
export type Choose = (prompt: string, first: string, second: string) => Promise<Choice>;

/**
 * Shows each pair and appends what was chosen at once, so that a session may be broken off.
 * Equal answers and pairs that the file already holds are passed over. Returns how many were added.
 */
export async function collectPreferences(
  candidates: readonly Candidates[],
  choose: Choose,
  file = PREFERENCES_FILE,
  seed = SEED,
): Promise<number> {
  const known = await readPreferences(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const judged = new Set(known.map(keyOf));
  let added = 0;
  for (const { prompt, answers } of candidates) {
    const [first, second] = isSwapped(prompt, answers, seed) ? [answers[1], answers[0]] : answers;
    const key = keyOf(toPreference(prompt, first, second));
    if (first === second || judged.has(key)) continue;
    const choice = await choose(prompt, first, second);
    if (choice === 'stop') break;
    if (choice === 'skip') continue;
    const preference =
      choice === 'first' ? toPreference(prompt, first, second) : toPreference(prompt, second, first);
    await appendFile(file, JSON.stringify(preference) + '\n');
    judged.add(key);
    added++;
  }
  return added;
}

/** Asks whoever sits at the terminal. The end of the input stops too. */
export async function collectAtTerminal(
  candidates: readonly Candidates[],
  file = PREFERENCES_FILE,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<number> {
  const terminal = createInterface({ input });
  const lines = terminal[Symbol.asyncIterator]();
  const choices = new Map<string, Choice>(Object.entries({ 1: 'first', 2: 'second', s: 'skip', q: 'stop' }));
  const choose: Choose = async (prompt, first, second) => {
    output.write(['', prompt, `[1] ${first}`, `[2] ${second}`, ''].join('\n\n'));
    for (;;) {
      output.write('Which is better? 1, 2, s (skip) or q (quit): ');
      const { value, done } = await lines.next();
      if (done) return 'stop';
      const choice = choices.get(value.trim().toLowerCase());
      if (choice) return choice;
    }
  };
  try {
    return await collectPreferences(candidates, choose, file);
  } finally {
    terminal.close();
  }
}

/** Reads preferences. A line that is none is an error that names file and line. */
export async function readPreferences(file = PREFERENCES_FILE): Promise<Preference[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').flatMap((line, i) => {
    if (!line.trim()) return [];
    try {
      return [checkPreference(JSON.parse(line))];
    } catch (error) {
      throw new Error(`${file}:${i + 1}: ${(error as Error).message}`, { cause: error });
    }
  });
}

function checkPreference(value: unknown): Preference {
  const preference = value as Preference | null;
  for (const key of ['prompt', 'chosen', 'rejected'] as const) {
    if (!isConversation(preference?.[key]))
      throw new Error(`"${key}" has to be a list of messages with "role" and "content"`);
  }
  const { chosen, rejected } = value as Preference;
  if (JSON.stringify(chosen) === JSON.stringify(rejected))
    throw new Error('"chosen" and "rejected" are equal');
  return value as Preference;
}

function isConversation(value: unknown): boolean {
  const isMessage = (message: Partial<Message> | null) =>
    typeof message?.role === 'string' && typeof message.content === 'string';
  return Array.isArray(value) && value.length > 0 && value.every(isMessage);
}

function toPreference(prompt: string, chosen: string, rejected: string): Preference {
  return {
    prompt: [{ role: 'user', content: prompt }],
    chosen: [{ role: 'assistant', content: chosen }],
    rejected: [{ role: 'assistant', content: rejected }],
  };
}

/** The same for a pair whichever answer won. */
function keyOf({ prompt, chosen, rejected }: Preference): string {
  return JSON.stringify([prompt, ...[chosen, rejected].map((answer) => JSON.stringify(answer)).sort()]);
}

/** As good as a toss of a coin, but the same whenever the pair is shown: people favour what stands first. */
function isSwapped(prompt: string, answers: readonly string[], seed: number): boolean {
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, prompt, answers]))
    .digest();
  return hash.readUInt8() % 2 === 1;
}
//#endregion snippet
