import { encodePng } from './image.ts';
import { encodeOnnx, type Model } from './onnx.ts';

export type Colour = readonly [red: number, green: number, blue: number];
type Vector = readonly [number, number, number];

/** How CLIP's own processor scales colours. */
const MEAN: Vector = [0.48145466, 0.4578275, 0.40821073];
const STD: Vector = [0.26862954, 0.26130258, 0.27577711];

/** The embedding that the tiny CLIP has of a picture of one colour: its colour as the processor scales it. */
export function embedColour(colour: Colour): Vector {
  const scale = (i: 0 | 1 | 2) => (colour[i] / 255 - MEAN[i]) / STD[i];
  return [scale(0), scale(1), scale(2)];
}

/** A picture of one colour, as large as CLIP takes it: resized, its border would be darker. */
export function paintColour(colour: Colour): Promise<Buffer> {
  const [width, height] = [224, 224];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => colour[i % 3] ?? 0);
  return encodePng({ data, width, height, channels: 3 });
}

/** In the order of the real vocabulary: words first, so that the token at the end has the greatest id. */
const SPECIAL = ['<|startoftext|>', '<|endoftext|>'] as const;

/**
 * The files of a CLIP whose embedding of a text is the sum of its words' vectors, by their place in the repository.
 * `suffix` is that of the data type: '' or, for example, '_quantized'.
 */
export function createClip(words: Readonly<Record<string, Vector>>, suffix = ''): Map<string, Buffer> {
  const vocabulary = [...Object.keys(words), ...SPECIAL];
  const vocab = Object.fromEntries(vocabulary.map((word, id) => [word, id]));
  const [start, end] = SPECIAL;
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const token = (content: string) => ({ content, lstrip: false, normalized: false, rstrip: false });
  return new Map([
    ['config.json', json({ model_type: 'clip', architectures: ['CLIPModel'] })],
    [
      'preprocessor_config.json',
      json({
        crop_size: { height: 224, width: 224 },
        do_center_crop: true,
        do_convert_rgb: true,
        do_normalize: true,
        do_rescale: true,
        do_resize: true,
        image_mean: MEAN,
        image_std: STD,
        image_processor_type: 'CLIPImageProcessor',
        resample: 3,
        rescale_factor: 1 / 255,
        size: { shortest_edge: 224 },
      }),
    ],
    [
      'tokenizer_config.json',
      json({
        tokenizer_class: 'CLIPTokenizer',
        model_max_length: 77,
        bos_token: start,
        eos_token: end,
        pad_token: end,
        unk_token: end,
      }),
    ],
    [
      'tokenizer.json',
      json({
        version: '1.0',
        added_tokens: SPECIAL.map((content) => ({ id: vocab[content], special: true, ...token(content) })),
        normalizer: { type: 'Lowercase' },
        pre_tokenizer: { type: 'Whitespace' },
        post_processor: {
          type: 'RobertaProcessing',
          cls: [start, vocab[start]],
          sep: [end, vocab[end]],
          trim_offsets: false,
          add_prefix_space: false,
        },
        decoder: null,
        model: { type: 'WordLevel', vocab, unk_token: end },
      }),
    ],
    [`onnx/text_model${suffix}.onnx`, encodeOnnx(textModel([...Object.values(words), [0, 0, 0], [0, 0, 0]]))],
    [`onnx/vision_model${suffix}.onnx`, encodeOnnx(VISION_MODEL)],
  ]);
}

/** As CLIP does, it takes what stands at the first token with the greatest id: the end of the text, if it is there. */
function textModel(vectors: readonly Vector[]): Model {
  return {
    inputs: [{ name: 'input_ids', type: 'int64', dims: ['batch', 'sequence'] }],
    output: { name: 'text_embeds', type: 'float', dims: ['batch', 3] },
    constants: [
      { name: 'vectors', type: 'float', dims: [vectors.length, 3], values: vectors.flat() },
      { name: 'sequence axis', type: 'int64', dims: [], values: [1] },
    ],
    nodes: [
      { op: 'Gather', inputs: ['vectors', 'input_ids'], output: 'tokens' },
      { op: 'CumSum', inputs: ['tokens', 'sequence axis'], output: 'sums' },
      { op: 'Cast', inputs: ['input_ids'], output: 'ids', attributes: { to: 6 } },
      { op: 'ArgMax', inputs: ['ids'], output: 'end', attributes: { axis: 1, keepdims: 1 } },
      { op: 'GatherND', inputs: ['sums', 'end'], output: 'text_embeds', attributes: { batch_dims: 1 } },
    ],
  };
}

const VISION_MODEL: Model = {
  inputs: [{ name: 'pixel_values', type: 'float', dims: ['batch', 3, 224, 224] }],
  output: { name: 'image_embeds', type: 'float', dims: ['batch', 3] },
  constants: [],
  nodes: [
    {
      op: 'ReduceMean',
      inputs: ['pixel_values'],
      output: 'image_embeds',
      attributes: { axes: [2, 3], keepdims: 0 },
    },
  ],
};
