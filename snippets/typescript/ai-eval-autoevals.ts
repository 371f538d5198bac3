// name: Table of offline scores with autoevals / 用 autoevals 离线打分并汇总成表
// description: Scores answers by exact match, edit distance, numbers, JSON and lists, without a network, and prints one table with means / 按完全匹配、编辑距离、数值、JSON 和列表给回答打分，无需联网，输出带均值的表格
// prefix: ai-eval-autoevals
// terms: evaluation, accuracy, ground-truth, structured-output
// packages: autoevals@0.3.0
//#region snippet
import {
  ExactMatch,
  JSONDiff,
  Levenshtein,
  ListContains,
  NumericDiff,
  ValidJSON,
  type Score,
} from 'autoevals';

export interface Case {
  readonly name: string;
  /** What the model answered. */
  readonly output: string;
  readonly expected: string;
}

/** Gives 0 to 1; null where it does not apply to the case. */
export type Scorer = (test: Case) => Score | null | Promise<Score | null>;

/** By scorer; null where it did not apply. */
export type Scores = Readonly<Record<string, number | null>>;

export interface Row {
  readonly name: string;
  readonly scores: Scores;
}

export interface ScoreTable {
  readonly rows: readonly Row[];
  /** Over the cases to which each scorer applies. */
  readonly means: Scores;
}

/** The columns. autoevals has others, such as Factuality, which ask a model: they need a key and the network. */
export const SCORERS: Readonly<Record<string, Scorer>> = {
  ExactMatch,
  Levenshtein, // 1 − edits / length of the longer text
  NumericDiff: parsed(parseNumber, NumericDiff), // 1 − |difference| / (|output| + |expected|)
  ValidJSON: (test) => (parseJson(test.expected) ? ValidJSON({ output: test.output }) : null),
  JSONDiff: parsed(parseJson, JSONDiff), // the mean over all keys, or over the items in their order
  ListContains: parsed(parseList, ListContains), // the best pairing of two lists of texts, in any order
};

/** Scores each case with each scorer, one after the other. An error names the scorer and the case. */
export async function scoreCases(cases: readonly Case[], scorers = SCORERS): Promise<ScoreTable> {
  if (cases.length === 0) throw new RangeError('There are no cases to score');
  const rows: Row[] = [];
  for (const test of cases) {
    const scores: Record<string, number | null> = {};
    for (const [column, scorer] of Object.entries(scorers))
      scores[column] = await score(test, column, scorer);
    rows.push({ name: test.name, scores });
  }
  const columns = Object.keys(scorers);
  const means = columns.map((column) => [column, mean(rows.flatMap(({ scores }) => scores[column] ?? []))]);
  return { rows, means: Object.fromEntries(means) as Scores };
}

/** A Markdown table with one line for each case, and the means below. */
export function toMarkdown({ rows, means }: ScoreTable): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const scoreLine = (name: string, scores: Scores) =>
    line([name, ...Object.values(scores).map((value) => value?.toFixed(2) ?? '–')]);
  const columns = Object.keys(means);
  return [
    line(['Case', ...columns]),
    line(['---', ...columns.map(() => '---:')]),
    ...rows.map(({ name, scores }) => scoreLine(name, scores)),
    scoreLine('Mean', means),
  ].join('\n');
}

async function score(test: Case, column: string, scorer: Scorer): Promise<number | null> {
  try {
    const value = (await scorer(test))?.score ?? null;
    if (value === null || (value >= 0 && value <= 1)) return value;
    throw new RangeError(`${value} is not from 0 to 1`);
  } catch (error) {
    throw new Error(`${column} failed on "${test.name}": ${String(error)}`, { cause: error });
  }
}

/** A scorer of parsed values: it applies if the expected text can be parsed; then an output that cannot scores 0. */
function parsed<T>(
  parse: (text: string) => T | undefined,
  scorer: (pair: { output: T; expected: T }) => Score | Promise<Score>,
): Scorer {
  return (test) => {
    const [output, expected] = [parse(test.output), parse(test.expected)];
    if (expected === undefined) return null;
    return output === undefined ? { name: 'unparsed', score: 0 } : scorer({ output, expected });
  };
}

function parseNumber(text: string): number | undefined {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** An object or an array: a JSON text that is a lone number or word is scored as a text. */
function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

function parseList(text: string): string[] | undefined {
  const value = parseJson(text);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
//#endregion snippet
