// name: Model router: the cheapest that meets the need / 模型路由：满足要求的最便宜模型
// description: Picks the cheapest model of a dated table that meets every constraint, falls back to the next when it fails, and says what excluded the others / 从注明日期的表格中选出满足全部限制的最便宜模型，失败时依次回退，并说明其余模型被排除的原因
// prefix: ai-model-router
// terms: model-selection, latency, context-window
// packages: @types/node@24.19.2 (dev)
// stop 1 after TIMEOUT_MS =: 60_000
// stop 2: example-a
// stop 3: example-b
// stop 4: example-c
// stop 5 x3: 2000-01-01
//#region snippet
/** For each model's attempt. */
const TIMEOUT_MS = 60_000;

export interface Model {
  readonly name: string;
  /** Tokens of prompt and answer together. */
  readonly context: number;
  readonly vision: boolean;
  /** US dollars per million tokens of the prompt. */
  readonly input: number;
  /** US dollars per million tokens of the answer. */
  readonly output: number;
  /** The latency you measured for a whole answer, 95th percentile. */
  readonly p95Ms: number;
  /** The day on which the row was checked, YYYY-MM-DD. */
  readonly asOf: string;
}

/** Made-up rows. Replace each with a model of yours: what its price list and your measurements say, and the date. */
export const MODELS: readonly Model[] = [
  { name: 'example-a', context: 8_000, vision: false, input: 1, output: 3, p95Ms: 300, asOf: '2000-01-01' },
  { name: 'example-b', context: 32_000, vision: true, input: 3, output: 9, p95Ms: 600, asOf: '2000-01-01' },
  { name: 'example-c', context: 64_000, vision: true, input: 9, output: 27, p95Ms: 900, asOf: '2000-01-01' },
];

/** What a request demands. What is left out does not limit the choice. */
export interface Need {
  readonly inputTokens: number;
  /** The longest answer that is allowed. */
  readonly outputTokens: number;
  readonly vision?: boolean;
  /** US dollars for the whole request. */
  readonly maxPrice?: number;
  readonly maxLatencyMs?: number;
  /** Leaves out rows checked before this day, YYYY-MM-DD. */
  readonly checkedSince?: string;
}

/** What the request costs at most, in US dollars. */
export function priceOf(model: Model, { inputTokens, outputTokens }: Need): number {
  return (inputTokens * model.input + outputTokens * model.output) / 1e6;
}

/** The models that meet every constraint, the cheapest first. If there is none, the error says why for each. */
export function eligibleModels(need: Need, models: readonly Model[] = MODELS): Model[] {
  if (!(need.inputTokens >= 0 && need.outputTokens >= 0))
    throw new RangeError(`Tokens have to be 0 or more: ${need.inputTokens} in, ${need.outputTokens} out`);
  const judged = models.map((model) => ({ model, reasons: objections(model, need) }));
  const eligible = judged.filter(({ reasons }) => reasons.length === 0).map(({ model }) => model);
  if (eligible.length === 0) {
    const excluded = judged.map(({ model, reasons }) => `${model.name} (${reasons.join(', ')})`);
    throw new Error(`No model meets the need: ${excluded.join('; ') || 'there are none'}`);
  }
  return eligible.sort((a, b) => priceOf(a, need) - priceOf(b, need));
}

/** The constraints a model breaks. Each is written so that NaN, a number that is not known, breaks it. */
function objections(model: Model, need: Need): string[] {
  const { vision = false, maxPrice = Infinity, maxLatencyMs = Infinity, checkedSince = '1970-01-01' } = need;
  const tokens = need.inputTokens + need.outputTokens;
  const price = priceOf(model, need);
  const constraints: readonly [met: boolean, objection: string][] = [
    [tokens <= model.context, `context: ${tokens} tokens, at most ${model.context}`],
    [model.vision || !vision, 'vision: reads no images'],
    [price <= maxPrice, `price: $${price}, at most $${maxPrice}`],
    [model.p95Ms <= maxLatencyMs, `latency: ${model.p95Ms} ms, at most ${maxLatencyMs} ms`],
    [Date.parse(model.asOf) >= Date.parse(checkedSince), `date: ${model.asOf}, not before ${checkedSince}`],
  ];
  return constraints.flatMap(([met, objection]) => (met ? [] : [objection]));
}

export interface RouteOptions {
  readonly models?: readonly Model[];
  readonly signal?: AbortSignal;
}

/**
 * Calls the cheapest eligible model; if it fails or takes longer than TIMEOUT_MS, the next. Rejects with the errors of all
 * when none is left. `call` has to heed its signal.
 */
export async function route<R>(
  need: Need,
  call: (model: Model, signal: AbortSignal) => Promise<R>,
  { models = MODELS, signal }: RouteOptions = {},
): Promise<{ readonly model: Model; readonly result: R }> {
  const errors: Error[] = [];
  for (const model of eligibleModels(need, models)) {
    signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return { model, result: await call(model, signal ? AbortSignal.any([signal, timeout]) : timeout) };
    } catch (error) {
      signal?.throwIfAborted();
      errors.push(new Error(`${model.name}: ${String(error)}`, { cause: error }));
    }
  }
  throw new AggregateError(errors, `Every model failed: ${errors.map(({ message }) => message).join('; ')}`);
}
//#endregion snippet
