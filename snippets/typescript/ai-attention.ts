// name: Scaled dot-product attention / 缩放点积注意力
// description: softmax(QKᵀ/√d)V in plain TypeScript, with a causal mask if you want one / 用纯 TypeScript 实现 softmax(QKᵀ/√d)V，可选因果掩码
// prefix: ai-attention
// terms: scaled-dot-product-attention, causal-mask, attention, self-attention, query-key-value, softmax
// stop 1 choice after causal =: false | true
//#region snippet
/** An ordinary array; Array.from makes one of a Float32Array. */
export type Vector = readonly number[];

/**
 * For each query the mean of the values, weighted by how well their keys match: softmax(QKᵀ/√d)V (Vaswani et al. 2017,
 * eq. 1). Queries and keys have d numbers; there are as many keys as values. This is one head, after its projections.
 */
export function attention(
  queries: readonly Vector[],
  keys: readonly Vector[],
  values: readonly Vector[],
  causal = false,
): Vector[] {
  if (keys.length !== values.length)
    throw new RangeError(`Each value needs a key: ${values.length} values, ${keys.length} keys`);
  const columns = transpose(values);
  const outputFor = (weights: Vector) => columns.map((column) => dot(weights, column));
  return attentionWeights(queries, keys, causal).map(outputFor);
}

/**
 * How much each query, a row, looks at each key; rows sum to 1. With the causal mask a query sees the key at its own
 * position and those before it, as in a language model (section 3.2.3).
 */
export function attentionWeights(
  queries: readonly Vector[],
  keys: readonly Vector[],
  causal: boolean,
): Vector[] {
  if (keys.length === 0) throw new RangeError('There are no keys to look at');
  if (causal && queries.length !== keys.length)
    throw new RangeError(`The causal mask needs as many keys as queries: ${keys.length}, ${queries.length}`);
  const score = (query: Vector, key: Vector) => dot(query, key) / Math.sqrt(key.length);
  return queries.map((query, i) =>
    softmax(keys.map((key, j) => (causal && j > i ? -Infinity : score(query, key)))),
  );
}

/** Positive numbers that sum to 1. The largest score is taken off first, or exp would overflow. */
function softmax(scores: Vector): Vector {
  const largest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

function transpose(rows: readonly Vector[]): Vector[] {
  const [first = []] = rows;
  if (rows.some(({ length }) => length !== first.length)) throw new RangeError('The values differ in length');
  return first.map((_, column) => rows.map((row) => row[column] ?? NaN));
}

function dot(a: Vector, b: Vector): number {
  if (a.length !== b.length) throw new RangeError(`Vectors differ in length: ${a.length} and ${b.length}`);
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
}
//#endregion snippet
