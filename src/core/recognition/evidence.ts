import type { Recogniser } from './recogniser.ts';

/** Libraries, companies and names of the field: one of them in a text settles what it is about. */
const FIELD = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:` +
    [
      'pytorch|tensorflow|keras|onnx|onnxruntime|sklearn|scikit[-_]learn|deepspeed|xformers|bitsandbytes',
      'diffusers|safetensors|tiktoken|sentencepiece|langchain|llama[-_ ]?index|ollama|vllm|sglang|gguf|ggml',
      'hugging[-_ ]?face|openai|anthropic|ai-sdk|gradio|comfyui',
      'machine[-_ ]learning|deep[-_ ]learning|neural[-_ ]networks?|artificial[-_ ]intelligence|language[-_ ]models?',
      // Names that are words elsewhere count as imports, and torch as the module that it is.
      String.raw`(?:import|from|require\()\s*["']?(?:torch|transformers|accelerate|triton|jax|flax|mlx|peft|trl)`,
      String.raw`torch\.(?:nn|tensor|cuda|no_grad|float\d+|utils|compile)`,
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
