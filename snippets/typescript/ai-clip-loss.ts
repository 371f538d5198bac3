// name: CLIP's contrastive loss (InfoNCE) / CLIP 对比损失（InfoNCE）
// description: How well each image finds its text, and each text its image, in a batch of embeddings / 衡量一批图文嵌入中，图像与文本能否各自找到自己的配对
// prefix: ai-clip-loss, ai-infonce
// terms: infonce, clip, contrastive-learning, contrastive-loss, temperature
// stop 1: 0.07
//#region snippet
/** An embedding, of any length but zero: an ordinary array; Array.from makes one of a Float32Array. */
export type Vector = readonly number[];

/** τ, where CLIP starts; it learns its own, not below 0.01. The smaller, the more the hardest mistakes count. */
const TEMPERATURE = 0.07;

/**
 * The loss of a batch in which images[i] and texts[i] belong together and all others do not (Radford et al. 2021,
 * figure 3), in nats: near 0 where all find their partner, ln N where nothing can be told apart, and more where they err.
 */
export function clipLoss(
  images: readonly Vector[],
  texts: readonly Vector[],
  temperature = TEMPERATURE,
): number {
  if (images.length !== texts.length || images.length < 2)
    throw new RangeError(`Needs 2 pairs or more, not ${images.length} images and ${texts.length} texts`);
  if (!(temperature > 0)) throw new RangeError(`The temperature has to be above 0, not ${temperature}`);
  const [imageUnits, textUnits] = [images.map(normalize), texts.map(normalize)];
  return (infoNce(imageUnits, textUnits, temperature) + infoNce(textUnits, imageUnits, temperature)) / 2;
}

/** How surprising it is, on average, that queries[i] belongs to keys[i]: −ln softmax(cosines / τ)ᵢ. */
function infoNce(queries: readonly Vector[], keys: readonly Vector[], temperature: number): number {
  const losses = queries.map((query, i) => {
    const logits = keys.map((key) => dot(query, key) / temperature);
    return logSumExp(logits) - (logits[i] ?? NaN);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** ln Σ exp(x), without overflow: the largest term becomes exp(0). */
function logSumExp(values: Vector): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

function normalize(vector: Vector, i: number): Vector {
  const length = Math.hypot(...vector);
  if (!(length > 0 && length < Infinity))
    throw new RangeError(`Embedding ${i} has no direction: its length is ${length}`);
  return vector.map((value) => value / length);
}

function dot(a: Vector, b: Vector): number {
  if (a.length !== b.length) throw new RangeError(`Embeddings differ in length: ${a.length} and ${b.length}`);
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
}
//#endregion snippet
