// name: Diversity of generated texts / 生成文本的多样性
// description: Distinct-n over words, in Chinese too, and the mean cosine distance of embeddings / 按词计算 distinct-n（支持中文分词），并计算嵌入的平均余弦距离
// prefix: ai-eval-diversity, ai-distinct-n
// terms: distinct-n, diversity, cosine-similarity, evaluation
// stop 1 choice after n =: 2 | 1 | 3
//#region snippet
/** An embedding, of any length but zero: an ordinary array; Array.from makes one of a Float32Array. */
export type Vector = readonly number[];

/**
 * Distinct-n: different n-grams (runs of n words) among all n-grams of the texts. 1 where none returns, near 0 where the
 * texts repeat one another. Li et al. (2016) divide by the number of words instead, which differs for n > 1. It falls as
 * texts grow: compare sets of like size.
 */
export function distinct(texts: readonly string[], n = 2): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`n has to be 1, 2, 3 …, not ${n}`);
  const ngrams = texts.flatMap((text) => ngramsOf(words(text), n));
  if (ngrams.length === 0) throw new RangeError(`None of the ${texts.length} texts has ${n} words`);
  return new Set(ngrams).size / ngrams.length;
}

function ngramsOf(sequence: readonly string[], n: number): string[] {
  return sequence.slice(n - 1).map((_, i) => sequence.slice(i, i + n).join(' '));
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Words in lower case without punctuation, in languages without spaces too. */
export function words(text: string): string[] {
  const segments = [...SEGMENTER.segment(text.normalize('NFKC').toLowerCase())];
  return segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** 1 − cosine, averaged over all pairs: 0 where embeddings point the same way, about 1 where they have nothing in common. */
export function meanCosineDistance(embeddings: readonly Vector[]): number {
  const count = embeddings.length;
  if (count < 2) throw new RangeError(`Needs 2 embeddings or more, not ${count}`);
  // The squared length of the sum of unit vectors is the sum of all their cosines: each pair twice, each with itself.
  const total = embeddings.map(normalize).reduce(add);
  const cosines = total.reduce((sum, value) => sum + value ** 2, 0) - count;
  return Math.max(1 - cosines / (count * (count - 1)), 0);
}

function normalize(vector: Vector, i: number): Vector {
  const length = Math.hypot(...vector);
  if (!(length > 0 && length < Infinity))
    throw new RangeError(`Embedding ${i} has no direction: its length is ${length}`);
  return vector.map((value) => value / length);
}

function add(a: Vector, b: Vector): Vector {
  if (a.length !== b.length) throw new RangeError(`Embeddings differ in length: ${a.length} and ${b.length}`);
  return a.map((value, i) => value + (b[i] ?? NaN));
}
//#endregion snippet
