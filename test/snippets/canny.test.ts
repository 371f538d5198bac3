import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  assertSameBytes,
  createRandom,
  decode,
  encodeJpeg,
  encodePng,
  paint,
  paintScene,
  type Pixels,
} from './image.ts';
import { cannyOfOpenCV, grayOfOpenCV, startOpenCV } from './opencv.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

interface Exports {
  canny(image: GrayImage, weakEdge?: number, strongEdge?: number): GrayImage;
  readGrayImage(file: string): Promise<GrayImage>;
  writeEdgeMap(pictureFile: string, edgeFile: string): Promise<void>;
}

describe('ai-canny', function () {
  this.timeout(30_000);
  let folder: string;
  const use = (options?: Use) => load<Exports>(folder, 'ai-canny', options);
  const write = async (name: string, bytes: Buffer) => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  };

  before(async () => {
    folder = createFolder();
    await startOpenCV();
  });
  after(() => removeFolder(folder));

  const random = createRandom(1986);
  const images: readonly [name: string, image: Pixels, thresholds?: readonly [number, number]][] = [
    ...Array.from({ length: 60 }, (_, i): [string, Pixels] => [
      `noise ${i + 1}`,
      paint(1 + Math.floor(64 * random()), 1 + Math.floor(64 * random()), () => 256 * random()),
    ]),
    ['soft noise', paint(64, 64, () => 118 + 30 * random()), [40, 90]],
    ['a square', paint(64, 64, (x, y) => (x > 15 && x < 48 && y > 15 && y < 48 ? 255 : 0))],
    ['a disc', paint(97, 61, (x, y) => ((x - 40) ** 2 + (y - 30) ** 2 < 400 ? 200 : 20))],
    ['rings', paint(128, 128, (x, y) => 128 + 127 * Math.sin(Math.hypot(x - 64, y - 64) / 3))],
    ['a slope', paint(80, 40, (x) => 3 * x), [5, 10]],
    ['diagonals', paint(64, 64, (x, y) => ((x + y) % 16 < 8 ? 0 : 255))],
    ['other diagonals', paint(64, 64, (x, y) => ((x - y + 64) % 16 < 8 ? 0 : 255))],
    ['lines of one pixel', paint(64, 64, (x, y) => (x % 7 === 0 || y % 9 === 0 ? 255 : 0))],
    ['weak edges on a strong one', paint(64, 64, (x, y) => (x < 32 ? 0 : 30 + y)), [100, 200]],
    ['nothing', paint(20, 20, () => 77)],
    ['one row', paint(50, 1, (x) => (x % 10 < 5 ? 0 : 255))],
    ['one pixel', paint(1, 1, () => 9)],
  ];

  it('finds the same pixels as OpenCV', async () => {
    const { canny } = await use();
    let edges = 0;
    for (const [name, { data, width, height }, [weak, strong] = [100, 200]] of images) {
      const expected = cannyOfOpenCV(data, width, height, weak, strong);
      const found = canny({ data, width, height }, weak, strong);
      assert.deepEqual([found.width, found.height], [width, height], name);
      assertSameBytes(found.data, expected, name);
      edges += expected.filter(Boolean).length;
    }
    assert.ok(edges > 10_000, `${edges} edges are too few to prove anything`);
  });

  it('uses the thresholds that were filled in', async () => {
    const { canny } = await use({ values: { 1: '20', 2: '60' } });
    const { data, width, height } = paint(64, 64, (x, y) => 128 + 40 * Math.sin(x / 4) * Math.cos(y / 5));
    const expected = cannyOfOpenCV(data, width, height, 20, 60);
    assert.notDeepEqual(expected, cannyOfOpenCV(data, width, height, 100, 200));
    assertSameBytes(canny({ data, width, height }).data, expected);
  });

  for (const format of ['module', 'commonjs'] as const) {
    it(`reads a picture and writes its edges as an RGB PNG (${format})`, async () => {
      const { readGrayImage, writeEdgeMap } = await use({ format });
      const scene = paintScene(120, 90, 3);
      const picture = await write('scene.png', await encodePng(scene));
      const gray = grayOfOpenCV(scene.data, scene.width, scene.height);
      assertSameBytes((await readGrayImage(picture)).data, gray);

      await writeEdgeMap(picture, path.join(folder, 'edges.png'));
      const written = await decode(path.join(folder, 'edges.png'));
      assert.deepEqual([written.width, written.height, written.channels], [120, 90, 3]);
      const expected = cannyOfOpenCV(gray, 120, 90, 100, 200);
      assert.ok(expected.some(Boolean));
      for (const channel of [0, 1, 2]) {
        assertSameBytes(
          written.data.filter((_, i) => i % 3 === channel),
          expected,
        );
      }
    });
  }

  it('reads gray pictures', async () => {
    const { readGrayImage } = await use();
    const image = paint(8, 6, (x, y) => 20 * x + y);
    assert.deepEqual((await readGrayImage(await write('gray.png', await encodePng(image)))).data, image.data);
  });

  it('sees white where a picture is transparent', async () => {
    const { readGrayImage } = await use();
    const transparent = { data: new Uint8Array(4 * 12), width: 4, height: 3, channels: 4 };
    const file = await write('transparent.png', await encodePng(transparent));
    assert.deepEqual((await readGrayImage(file)).data, new Uint8Array(12).fill(255));
  });

  it('reads photographs upright', async () => {
    const { readGrayImage } = await use();
    const lying = paint(32, 16, (x) => (x < 16 ? 0 : 255));
    const { width, height, data } = await readGrayImage(await write('photo.jpg', await encodeJpeg(lying, 6)));
    assert.deepEqual([width, height], [16, 32]);
    assert.deepEqual([data[0], data.at(-1)], [0, 255]);
  });
});
