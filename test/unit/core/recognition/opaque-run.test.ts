import assert from 'node:assert/strict';
import { isInOpaqueRun } from '../../../../src/core/recognition/opaque-run.ts';

describe('isInOpaqueRun', () => {
  const within = (text: string, part: string) => {
    const start = text.indexOf(part);
    return isInOpaqueRun(text, start, start + part.length);
  };

  it('is true in hashes, keys and addresses', () => {
    assert.equal(within('integrity: sha512-TwEZ+X+yCJmYfL7TPUOcvBZ4QfoT5YenQiJuX//0th5', 'TPU'), true);
    assert.equal(within('"0x5393BdeA2a020769256d9f337B0fc81a2F64850A"', 'A2a'), true);
    assert.equal(within('afts/img/A*-UFKR7TTSv0AAAAAAAAAAAAADrJ8AQ/original', 'TTS'), true);
  });

  it('is false in identifiers, versions and prose', () => {
    assert.equal(within('StableDiffusionXLControlNetPipeline', 'ControlNet'), false);
    assert.equal(within('Qwen2VL7BInstruct4bitAWQ8', 'AWQ'), false);
    assert.equal(within('meta-llama/Llama-3.2-11B-Vision-Instruct', 'Llama'), false);
    assert.equal(within('a LoRA of rank 8', 'LoRA'), false);
    assert.equal(within('int4', 'int4'), false);
  });

  it('reads a bounded part of a long run', () => {
    const text = 'A1'.repeat(500_000);
    assert.equal(isInOpaqueRun(text, 500_000, 500_003), true);
  });
});
