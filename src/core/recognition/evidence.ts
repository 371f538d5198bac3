import type { Recogniser } from './recogniser.ts';

/** Libraries, companies and names of the field: one of them in a text settles what it is about. */
const FIELD = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:` +
    [
      'pytorch|torch|tensorflow|keras|jax|flax|mlx|onnx|onnxruntime|triton|cuda|sklearn|scikit[-_]learn',
      'transformers|diffusers|peft|trl|safetensors|bitsandbytes|deepspeed|xformers|accelerate|tiktoken|sentencepiece',
      'hugging[-_ ]?face|openai|anthropic|langchain|llama[-_ ]?index|ollama|vllm|sglang|gguf|ggml|ai-sdk|gradio|comfyui',
      'machine[-_ ]learning|deep[-_ ]learning|neural[-_ ]networks?|artificial[-_ ]intelligence|language[-_ ]models?',
    ].join('|') +
    String.raw`)(?![\p{L}\p{N}])|机器学习|深度学习|神经网络|人工智能|大模型|语言模型`,
  'iu',
);

/** How much of a text is read, in UTF-16 units: imports and introductions stand at its beginning. */
const READ = 60_000;

/** A text shorter than this says too little to tell what it is not about. */
const TOO_SHORT = 400;

/** How many different terms settle what a text is about. */
const ENOUGH = 2;

/**
 * Whether a text speaks of AI: it names the field or one of its libraries, or holds several terms that are no
 * everyday words. A short text is given the benefit of the doubt.
 */
export function speaksOfAi(text: string, recogniser: Recogniser): boolean {
  if (text.length < TOO_SHORT) return true;
  const read = text.slice(0, READ);
  if (FIELD.test(read)) return true;
  const terms = recogniser.scan(read, () => false).map((match) => match.terms[0]);
  return new Set(terms).size >= ENOUGH;
}
