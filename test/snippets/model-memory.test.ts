import assert from 'node:assert/strict';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface ModelConfig {
  readonly num_hidden_layers: number;
  readonly hidden_size: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads?: number | null;
  readonly head_dim?: number | null;
}

interface Exports {
  readonly LLAMA_3_1_8B: { readonly parameters: number; readonly config: ModelConfig };
  weightBytes(parameters: number, format?: string): number;
  kvCacheBytes(config: ModelConfig, tokens: number, sequences?: number, format?: string): number;
  formatBytes(bytes: number): string;
}

/** The numbers of the stops. */
const [WEIGHT_FORMAT, CACHE_FORMAT] = [1, 2];

describe('ai-model-memory', () => {
  let folder: string;
  let snippet: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-model-memory', options);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`finds 14 GB in 7 billion weights of 16 bits, 3.5 in 4 bits (${format})`, async () => {
      const { weightBytes } = await use({ format });
      assert.equal(weightBytes(7e9), 14e9);
      assert.equal(weightBytes(7e9, 'int4'), 3.5e9);
      assert.equal(weightBytes(7e9, 'fp16'), 14e9);
      assert.equal(weightBytes(7e9, 'int8'), 7e9);
      assert.equal(weightBytes(7e9, 'fp32'), 28e9);
    });
  }

  it('counts 128 KiB a token for the KV cache of Llama 3.1 8B, so 1 GiB for 8,192 tokens', () => {
    const { config } = snippet.LLAMA_3_1_8B;
    assert.equal(snippet.kvCacheBytes(config, 1), 128 * 1024);
    assert.equal(snippet.kvCacheBytes(config, 8192), 2 ** 30);
    assert.equal(snippet.kvCacheBytes(config, 8192, 3), 3 * 2 ** 30);
    assert.equal(snippet.kvCacheBytes(config, 8192, 1, 'fp32'), 2 * 2 ** 30);
    assert.equal(snippet.kvCacheBytes(config, 8192, 1, 'int4'), 2 ** 28);
  });

  it('knows how many parameters Llama 3.1 8B has', () => {
    const { parameters, config } = snippet.LLAMA_3_1_8B;
    const { num_hidden_layers: layers, hidden_size: width } = config;
    // The rest of its config.json: vocab_size, intermediate_size, no biases, embeddings not tied.
    const [vocabulary, inner] = [128_256, 14_336];
    const keysOrValues = (width * width * (config.num_key_value_heads ?? NaN)) / config.num_attention_heads;
    const layer = 2 * width * width + 2 * keysOrValues + 3 * width * inner + 2 * width;
    assert.equal(parameters, 2 * vocabulary * width + layers * layer + width);
    assert.equal(snippet.formatBytes(snippet.weightBytes(parameters)), '16.06 GB = 14.96 GiB');
  });

  it('takes keys and values of every head where the config does not say otherwise', () => {
    // Llama 2 7B, and the same in a config.json that spells out what is absent.
    const config = { num_hidden_layers: 32, hidden_size: 4096, num_attention_heads: 32 };
    assert.equal(snippet.kvCacheBytes(config, 4096), 2 ** 31);
    assert.equal(
      snippet.kvCacheBytes({ ...config, num_key_value_heads: null, head_dim: null }, 4096),
      2 ** 31,
    );
  });

  it('takes the head dimension of the config where it has one', () => {
    const config = {
      num_hidden_layers: 1,
      hidden_size: 1000,
      num_attention_heads: 7,
      num_key_value_heads: 3,
    };
    assert.equal(snippet.kvCacheBytes({ ...config, head_dim: 256 }, 5, 7), 2 * 3 * 256 * 5 * 7 * 2);
    assert.throws(
      () => snippet.kvCacheBytes(config, 5),
      /^Error: head dimension: 142\.8\d+ is no whole number/,
    );
  });

  it('uses the formats that were chosen', async () => {
    const weights = await use({ values: { [WEIGHT_FORMAT]: "'int4'" } });
    const { config } = snippet.LLAMA_3_1_8B;
    assert.equal(weights.weightBytes(8), 4);
    assert.equal(weights.kvCacheBytes(config, 1), 128 * 1024);
    const cache = await use({ values: { [CACHE_FORMAT]: "'int8'" } });
    assert.equal(cache.weightBytes(8), 16);
    assert.equal(cache.kvCacheBytes(config, 1), 64 * 1024);
  });

  it('tells GB from GiB', () => {
    assert.equal(snippet.formatBytes(14e9), '14.00 GB = 13.04 GiB');
    assert.equal(snippet.formatBytes(2 ** 30), '1.07 GB = 1.00 GiB');
  });

  it('refuses what is no count', () => {
    const { config } = snippet.LLAMA_3_1_8B;
    for (const [call, message] of [
      [() => snippet.weightBytes(0), 'parameters: 0 is no whole number above 0'],
      [() => snippet.weightBytes(NaN), 'parameters: NaN is no whole number above 0'],
      [() => snippet.weightBytes(7.5), 'parameters: 7.5 is no whole number above 0'],
      [() => snippet.kvCacheBytes(config, -1), 'tokens: -1 is no whole number above 0'],
      [() => snippet.kvCacheBytes(config, 1, 0), 'sequences: 0 is no whole number above 0'],
      [
        () => snippet.kvCacheBytes({ ...config, num_hidden_layers: 0 }, 1),
        'layers: 0 is no whole number above 0',
      ],
      [
        () => snippet.kvCacheBytes({ ...config, num_key_value_heads: 0 }, 1),
        'KV heads: 0 is no whole number above 0',
      ],
    ] as const) {
      assert.throws(call, { message });
    }
  });
});
