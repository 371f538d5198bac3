// name: INT4 quantization in groups / 分组 INT4 量化
// description: Weights in 4 bits, two to a byte, with one 16-bit scale for each group, and back / 把权重量化为 4 比特，两个存一字节，每组共用一个 16 位缩放系数，并可反量化
// prefix: ai-quantize-int4
// terms: int4, 4-bit-quantization, quantization, post-training-quantization
// stop 1 choice after GROUP_SIZE =: 32 | 64 | 128
//#region snippet
/** Weights that share a scale. Smaller groups follow the weights more closely and cost more scales. */
const GROUP_SIZE = 32;
/** Symmetric: of the sixteen values −8…7 the lowest stays unused. */
const LARGEST_LEVEL = 7;
/** Added to a value from −7 to 7 to store it as 1 to 15. */
const OFFSET = 8;

export interface Int4Weights {
  /** Two weights to a byte, the first in the lower four bits. */
  readonly packed: Uint8Array;
  /** A bfloat16 for each group: the upper half of a float32. */
  readonly scales: Uint16Array;
  readonly groupSize: number;
}

/**
 * Rounds each weight to −7…7 times the scale of its group, which is the largest absolute weight / 7.
 * No weight moves by more than half its scale. With groups of 32 that is 4.5 bits a weight, 18 bytes a group
 * instead of 128, as in GGUF's Q4_0, whose layout and scales are others.
 * Throws for an odd group size, for weights that do not fill their groups, and for weights that are not finite.
 */
export function quantize(weights: Float32Array, groupSize = GROUP_SIZE): Int4Weights {
  if (!(Number.isInteger(groupSize) && groupSize > 0 && groupSize % 2 === 0))
    throw new Error(`the group size is ${groupSize}: it has to be even, two weights share a byte`);
  if (weights.length % groupSize !== 0)
    throw new Error(`${weights.length} weights do not divide into groups of ${groupSize}`);
  const scales = roundUpToBfloat16(
    largestMagnitudes(weights, groupSize).map((largest) => largest / LARGEST_LEVEL),
  );
  const groupScales = fromBfloat16(scales);
  const packed = new Uint8Array(weights.length / 2);
  weights.forEach((weight, i) => {
    const scale = groupScales[Math.floor(i / groupSize)] ?? 0;
    const value = OFFSET + (scale > 0 ? Math.round(weight / scale) : 0);
    packed[i >> 1] = (packed[i >> 1] ?? 0) | (value << (4 * (i % 2)));
  });
  return { packed, scales, groupSize };
}

/** The weights that a layer computes with: value × scale of the group. */
export function dequantize({ packed, scales, groupSize }: Int4Weights): Float32Array {
  const groupScales = fromBfloat16(scales);
  return Float32Array.from({ length: 2 * packed.length }, (_, i) => {
    const value = (((packed[i >> 1] ?? 0) >> (4 * (i % 2))) & 0b1111) - OFFSET;
    return value * (groupScales[Math.floor(i / groupSize)] ?? 0);
  });
}

/** The largest absolute weight of each group. */
function largestMagnitudes(weights: Float32Array, groupSize: number): Float32Array {
  const largest = new Float32Array(weights.length / groupSize);
  weights.forEach((weight, i) => {
    if (!Number.isFinite(weight)) throw new Error(`weight ${i} is ${weight}`);
    const group = Math.floor(i / groupSize);
    largest[group] = Math.max(largest[group] ?? 0, Math.abs(weight));
  });
  return largest;
}

/** Upwards, so that the largest weight of a group stays within ±7 scales. For numbers that are not negative. */
function roundUpToBfloat16(numbers: Float32Array): Uint16Array {
  return Uint16Array.from(new Uint32Array(numbers.buffer), (bits) => (bits + 0xffff) >>> 16);
}

function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}
//#endregion snippet
