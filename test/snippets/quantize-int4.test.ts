import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRandom } from './image.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Int4Weights {
  readonly packed: Uint8Array;
  readonly scales: Uint16Array;
  readonly groupSize: number;
}

interface Exports {
  quantize(weights: Float32Array, groupSize?: number): Int4Weights;
  dequantize(weights: Int4Weights): Float32Array;
}

/** What a bfloat16 stands for, read from its bits: sign, 8 of exponent, 7 of fraction. */
function bfloat16(bits: number): number {
  const exponent = bits >> 7;
  const fraction = (bits & 0x7f) / 0x80;
  return exponent === 0 ? fraction * 2 ** -126 : (1 + fraction) * 2 ** (exponent - 127);
}

describe('ai-quantize-int4', () => {
  let folder: string;
  let snippet: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-quantize-int4', options);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`gives back what lies on its levels, in 18 bytes instead of 128 (${format})`, async () => {
      const { quantize, dequantize } = await use({ format });
      const weights = Float32Array.from({ length: 32 }, (_, i) => 0.25 * ((i % 15) - 7));
      const quantized = quantize(weights);
      assert.deepEqual(dequantize(quantized), weights);
      assert.equal(weights.byteLength, 128);
      assert.equal(quantized.packed.byteLength + quantized.scales.byteLength, 18);
    });
  }

  it('stores each value plus 8, the first in the lower half of a byte, and a scale in bfloat16', () => {
    const { packed, scales, groupSize } = snippet.quantize(Float32Array.of(-7, 7, 1, -2, 14, 0, -14, 6), 4);
    assert.deepEqual([...packed], [0xf1, 0x69, 0x8f, 0xb1]);
    assert.deepEqual([...scales], [0x3f80, 0x4000]);
    assert.equal(groupSize, 4);
  });

  it('gives each group the next bfloat16 from its largest magnitude / 7 upwards', () => {
    const { scales } = snippet.quantize(Float32Array.of(1, 0, 0, -3), 2);
    assert.deepEqual([...scales].map(bfloat16), [147 / 1024, 220 / 512]);
    assert.ok(146 / 1024 < 1 / 7 && 1 / 7 < 147 / 1024);
    assert.ok(219 / 512 < 3 / 7 && 3 / 7 < 220 / 512);
  });

  it('moves no weight by more than half its scale, which is hardly more than it has to be', () => {
    const weight = fc
      .float({ noNaN: true, min: -(2 ** 100), max: 2 ** 100 })
      .map((value) => (Math.abs(value) < 2 ** -100 ? 0 : value));
    fc.assert(
      fc.property(fc.array(weight, { minLength: 8, maxLength: 8 }), (values) => {
        const weights = Float32Array.from(values);
        const quantized = snippet.quantize(weights, 4);
        const restored = snippet.dequantize(quantized);
        for (const [group, bits] of quantized.scales.entries()) {
          const scale = bfloat16(bits);
          const members = [...weights.subarray(4 * group, 4 * group + 4)];
          const exact = Math.max(...members.map(Math.abs)) / 7;
          assert.ok(
            scale >= exact * (1 - 2 ** -23) && scale <= exact * (1 + 2 ** -7),
            `${scale} for ${exact}`,
          );
          for (const [i, member] of members.entries()) {
            const error = Math.abs(member - (restored[4 * group + i] ?? NaN));
            assert.ok(
              error <= (scale / 2) * (1 + 1e-6),
              `${member} moved by ${error}, the scale is ${scale}`,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing the second time', () => {
    const random = createRandom(4);
    const weights = Float32Array.from({ length: 4096 }, () => random() - 0.5);
    const once = snippet.quantize(weights);
    assert.deepEqual(snippet.quantize(snippet.dequantize(once)), once);
  });

  it('keeps zeros, and signs', () => {
    assert.deepEqual(snippet.dequantize(snippet.quantize(new Float32Array(32))), new Float32Array(32));
    const weights = Float32Array.from({ length: 32 }, (_, i) => i - 15.5);
    const negated = snippet.dequantize(snippet.quantize(weights.map((weight) => -weight)));
    const restored = snippet.dequantize(snippet.quantize(weights));
    assert.ok(restored.every((weight, i) => weight * (weights[i] ?? NaN) >= 0));
    assert.deepEqual(
      negated.map((weight) => 0 - weight),
      restored,
    );
  });

  for (const [groupSize, bits] of [
    [32, 4.5],
    [64, 4.25],
    [128, 4.125],
  ] as const) {
    it(`takes ${bits} bits a weight in groups of ${groupSize}`, async () => {
      const { quantize, dequantize } = await use({ values: { 1: String(groupSize) } });
      const random = createRandom(7);
      const weights = Float32Array.from({ length: 1024 }, () => random() - 0.5);
      const quantized = quantize(weights);
      assert.equal(quantized.groupSize, groupSize);
      assert.equal((8 * (quantized.packed.byteLength + quantized.scales.byteLength)) / 1024, bits);
      assert.deepEqual(dequantize(quantized), snippet.dequantize(snippet.quantize(weights, groupSize)));
    });
  }

  it('confines an outlier to its group', () => {
    const weights = Float32Array.from({ length: 64 }, (_, i) => (i === 0 ? 700 : 0.7));
    const restored = snippet.dequantize(snippet.quantize(weights, 32));
    assert.equal(restored[1], 0);
    assert.ok(Math.abs((restored[32] ?? 0) - 0.7) < 0.01);
  });

  it('refuses what does not fit', () => {
    const weights = new Float32Array(32);
    for (const [call, message] of [
      [() => snippet.quantize(new Float32Array(40)), '40 weights do not divide into groups of 32'],
      [
        () => snippet.quantize(weights, 1),
        'the group size is 1: it has to be even, two weights share a byte',
      ],
      [
        () => snippet.quantize(weights, 0),
        'the group size is 0: it has to be even, two weights share a byte',
      ],
      [() => snippet.quantize(weights.with(5, NaN)), 'weight 5 is NaN'],
      [() => snippet.quantize(weights.with(31, -Infinity)), 'weight 31 is -Infinity'],
    ] as const) {
      assert.throws(call, { message });
    }
  });
});
