// name: Canny edge map / Canny 边缘图
// description: The edges of a picture as a PNG for ControlNet, pixel for pixel what OpenCV finds / 提取图片边缘并存为 PNG，供 ControlNet 使用，结果与 OpenCV 逐像素一致
// prefix: ai-canny, ai-controlnet-canny
// terms: canny-edge-detection, controlnet, conditioning
// packages: sharp@0.35.5, @types/node@24.19.2 (dev)
// stop 1: 100
// stop 2: 200
//#region snippet
import sharp from 'sharp';

/** One byte a pixel, row by row. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Above this gradient, |dx| + |dy|, a pixel is an edge if it is connected to a strong one. */
const WEAK_EDGE = 100;
/** Above this gradient a pixel is an edge. */
const STRONG_EDGE = 200;

/** Writes the edges of a picture, white on black, as an RGB PNG: what ControlNet's Canny models take. */
export async function writeEdgeMap(pictureFile: string, edgeFile: string): Promise<void> {
  const { width, height, data } = canny(await readGrayImage(pictureFile));
  await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .png()
    .toFile(edgeFile);
}

/** Reads a picture upright, on white where it is transparent, with the weights OpenCV gives red, green and blue. */
export async function readGrayImage(file: string): Promise<GrayImage> {
  const picture = sharp(file).autoOrient().flatten({ background: 'white' }).toColourspace('srgb');
  const { data: rgb, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const byte = (i: number) => rgb[i] ?? 0;
  const data = new Uint8Array(info.width * info.height);
  for (let i = 0; i < data.length; i++) {
    const [red, green, blue] = [byte(3 * i), byte(3 * i + 1), byte(3 * i + 2)];
    data[i] = (9798 * red + 19235 * green + 3735 * blue + 2 ** 14) >> 15;
  }
  return { width: info.width, height: info.height, data };
}

/** Finds the edges of an image (Canny, 1986): 255 on an edge, 0 elsewhere. */
export function canny(image: GrayImage, weakEdge = WEAK_EDGE, strongEdge = STRONG_EDGE): GrayImage {
  const { width, height } = image;
  const gradient = sobel(image);
  const edges = traceEdges(gradient, weakEdge, strongEdge);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * gradient.stride + 1;
    data.set(edges.subarray(row, row + width), y * width);
  }
  return { width, height, data };
}

/** How brightness changes at each pixel. A border of one pixel, where nothing changes, surrounds the image. */
interface Gradient {
  readonly stride: number;
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  readonly strength: Int16Array;
}

/** 3×3 Sobel; the outermost pixels are repeated beyond the image. */
function sobel({ width, height, data }: GrayImage): Gradient {
  const stride = width + 2;
  const size = stride * (height + 2);
  const gradient = {
    stride,
    dx: new Int16Array(size),
    dy: new Int16Array(size),
    strength: new Int16Array(size),
  };
  const gray = (x: number, y: number) => data[clamp(y, height) * width + clamp(x, width)] ?? 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = (i: number) => gray(i, y - 1) + 2 * gray(i, y) + gray(i, y + 1);
      const row = (i: number) => gray(x - 1, i) + 2 * gray(x, i) + gray(x + 1, i);
      const dx = column(x + 1) - column(x - 1);
      const dy = row(y + 1) - row(y - 1);
      const pixel = (y + 1) * stride + x + 1;
      gradient.dx[pixel] = dx;
      gradient.dy[pixel] = dy;
      gradient.strength[pixel] = Math.abs(dx) + Math.abs(dy);
    }
  }
  return gradient;
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length - 1);
}

/** Starts at every strong edge and follows the crests of the gradient as long as they are weak edges. */
function traceEdges(gradient: Gradient, weakEdge: number, strongEdge: number): Uint8Array {
  const { stride, strength } = gradient;
  const edges = new Uint8Array(strength.length);
  const crests = strength.map((value, pixel) => (value > weakEdge && isCrest(gradient, pixel) ? value : 0));
  const open: number[] = [];
  const mark = (pixel: number) => {
    edges[pixel] = 255;
    open.push(pixel);
  };
  crests.forEach((value, pixel) => {
    if (value > strongEdge) mark(pixel);
  });
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    for (const row of [pixel - stride, pixel, pixel + stride]) {
      for (const neighbour of [row - 1, row, row + 1]) {
        if (crests[neighbour] && !edges[neighbour]) mark(neighbour);
      }
    }
  }
  return edges;
}

/** tan 22.5° in the 15 bits OpenCV gives it; tan 67.5° is exactly 2 more. */
const TAN_22_5 = 13573 / 2 ** 15;
const TAN_67_5 = TAN_22_5 + 2;

/** Whether the gradient is strongest here, compared with the two neighbours in its direction. */
function isCrest({ stride, dx, dy, strength }: Gradient, pixel: number): boolean {
  const [x = 0, y = 0] = [dx[pixel], dy[pixel]];
  const here = strength[pixel] ?? 0;
  const at = (neighbour: number) => strength[neighbour] ?? 0;
  if (Math.abs(y) < Math.abs(x) * TAN_22_5) return here > at(pixel - 1) && here >= at(pixel + 1);
  if (Math.abs(y) > Math.abs(x) * TAN_67_5) return here > at(pixel - stride) && here >= at(pixel + stride);
  const diagonal = x * y < 0 ? stride - 1 : stride + 1;
  return here > at(pixel - diagonal) && here > at(pixel + diagonal);
}
//#endregion snippet
