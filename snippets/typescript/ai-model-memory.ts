// name: Memory of a language model: weights and KV cache / 语言模型占多少内存：权重与 KV 缓存
// description: How many bytes a model's weights and its KV cache take, from its config.json and number format / 根据 config.json 和数值格式，计算模型权重与 KV 缓存占多少字节
// prefix: ai-model-memory, ai-kv-cache
// terms: kv-cache, vram, parameter-count, out-of-memory, grouped-query-attention
// stop 1 choice after WEIGHT_FORMAT =: 'bf16' | 'fp32' | 'fp16' | 'int8' | 'int4'
// stop 2 choice after CACHE_FORMAT =: 'bf16' | 'fp32' | 'fp16' | 'int8' | 'int4'
//#region snippet
/** Bits of one number. Quantized formats add their scales: one of 16 bits to 32 weights is half a bit for each. */
const BITS = { fp32: 32, fp16: 16, bf16: 16, int8: 8, int4: 4 };
const WEIGHT_FORMAT = 'bf16';
const CACHE_FORMAT = 'bf16';

export type NumberFormat = keyof typeof BITS;

/** What is needed of a model's config.json on Hugging Face, under the names it has there. */
export interface ModelConfig {
  readonly num_hidden_layers: number;
  readonly hidden_size: number;
  readonly num_attention_heads: number;
  /** Heads that have keys and values; absent where all have. */
  readonly num_key_value_heads?: number | null;
  /** Absent where it is hidden_size / num_attention_heads. */
  readonly head_dim?: number | null;
}

/** In bf16, 16.06 GB of weights, and 1 GiB of cache for 8,192 tokens. No config.json tells the number of parameters. */
export const LLAMA_3_1_8B = {
  parameters: 8_030_261_248,
  config: { num_hidden_layers: 32, hidden_size: 4096, num_attention_heads: 32, num_key_value_heads: 8 },
};

/** Bytes of the weights. Of a mixture of experts count all parameters, not only the active ones. */
export function weightBytes(parameters: number, format: NumberFormat = WEIGHT_FORMAT): number {
  checkCount('parameters', parameters);
  return (parameters * BITS[format]) / 8;
}

/**
 * Bytes of the KV cache: 2 (keys and values) · layers · KV heads · head dimension · tokens · sequences · bytes of a number.
 * `tokens` counts prompt and answer of one sequence. For models whose layers all attend to all tokens:
 * sliding windows, linear attention and latent attention (MLA) need less.
 */
export function kvCacheBytes(
  config: ModelConfig,
  tokens: number,
  sequences = 1,
  format: NumberFormat = CACHE_FORMAT,
): number {
  const { num_hidden_layers: layers, num_attention_heads: heads } = config;
  const kvHeads = config.num_key_value_heads ?? heads;
  const headDimension = config.head_dim ?? config.hidden_size / heads;
  const counts = { layers, 'KV heads': kvHeads, 'head dimension': headDimension, tokens, sequences };
  for (const [name, count] of Object.entries(counts)) checkCount(name, count);
  return (2 * layers * kvHeads * headDimension * tokens * sequences * BITS[format]) / 8;
}

/** In both units: files are sized in GB (10⁹ bytes), memory mostly in GiB (2³⁰ bytes, 7 % more), also where it says GB. */
export function formatBytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB = ${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

function checkCount(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) throw new Error(`${name}: ${count} is no whole number above 0`);
}
//#endregion snippet
