import assert from 'node:assert/strict';
import { requireFromSnippets } from './repository.ts';

/** What is used of sharp, which is no dependency of the extension. */
interface Sharp {
  png(): Sharp;
  jpeg(options: { quality: number }): Sharp;
  raw(): Sharp;
  withMetadata(options: { orientation: number }): Sharp;
  toBuffer(): Promise<Buffer>;
  toBuffer(options: { resolveWithObject: true }): Promise<{
    data: Buffer;
    info: { width: number; height: number; channels: number };
  }>;
}

const sharp = requireFromSnippets('sharp') as (
  input: Uint8Array | string,
  options?: { raw: { width: number; height: number; channels: number } },
) => Sharp;

/** Bytes of pixels, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export function encodePng({ data, ...raw }: Pixels): Promise<Buffer> {
  return sharp(data, { raw }).png().toBuffer();
}

/** A JPEG that a camera held in this EXIF orientation would write. */
export function encodeJpeg({ data, ...raw }: Pixels, orientation: number): Promise<Buffer> {
  return sharp(data, { raw }).jpeg({ quality: 100 }).withMetadata({ orientation }).toBuffer();
}

export async function decode(image: Uint8Array | string): Promise<Pixels> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A sequence of numbers from 0 to 1 that is the same in every run (mulberry32). */
export function createRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An image whose pixel at x, y has the brightness `paint(x, y)`, 0 to 255. */
export function paint(width: number, height: number, brightness: (x: number, y: number) => number): Pixels {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    brightness(i % width, Math.floor(i / width)),
  );
  return { data, width, height, channels: 1 };
}

/** A colourful scene with outlines, gradients and noise of edges that are nearly too weak. */
export function paintScene(width: number, height: number, seed: number): Pixels {
  const random = createRandom(seed);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inDisc = (x - width / 3) ** 2 + (y - height / 2) ** 2 < (Math.min(width, height) / 4) ** 2;
      const inBox = x > width * 0.6 && x < width * 0.9 && y > height * 0.2 && y < height * 0.8;
      const colour = inDisc
        ? [220, 60, 40]
        : inBox
          ? [30, 90, 200]
          : [(255 * x) / width, (255 * y) / height, 120];
      data.set(
        colour.map((value) => Math.min(255, value + 60 * random())),
        3 * (y * width + x),
      );
    }
  }
  return { data, width, height, channels: 3 };
}

/** The square in the middle of a picture that is wider than high. */
export function cropMiddle({ data, width, height, channels }: Pixels): Pixels {
  const left = (width - height) / 2;
  const square = new Uint8Array(height * height * channels);
  for (let y = 0; y < height; y++) {
    const row = (y * width + left) * channels;
    square.set(data.subarray(row, row + height * channels), y * height * channels);
  }
  return { data: square, width: height, height, channels };
}

/** Fails with the number of bytes that differ; a diff of two pictures would take minutes. */
export function assertSameBytes(found: Uint8Array, expected: Uint8Array, message = 'the pictures'): void {
  const differing = found.reduce((count, byte, i) => count + (byte === expected[i] ? 0 : 1), 0);
  assert.deepEqual({ length: found.length, differing }, { length: expected.length, differing: 0 }, message);
}
