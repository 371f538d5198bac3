import { requireFromSnippets } from './repository.ts';

/** What is used of OpenCV, compiled to WebAssembly. */
interface OpenCV {
  readonly Mat: (new () => Mat) | undefined;
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly COLOR_RGB2GRAY: number;
  matFromArray(rows: number, columns: number, type: number, data: ArrayLike<number>): Mat;
  cvtColor(from: Mat, to: Mat, code: number): void;
  Canny(from: Mat, to: Mat, weakEdge: number, strongEdge: number): void;
  onRuntimeInitialized: () => void;
}

interface Mat {
  readonly data: Uint8Array;
  delete(): void;
}

let runtime: OpenCV | undefined;

/** Has to be awaited before the functions below. */
export async function startOpenCV(): Promise<void> {
  // Never awaited itself: the module has a `then`, with which `await` would not return.
  const module = requireFromSnippets('@techstark/opencv-js') as OpenCV;
  if (!module.Mat) await new Promise<void>((resolve) => (module.onRuntimeInitialized = resolve));
  runtime = module;
}

/** `cv.Canny`: 255 on an edge, 0 elsewhere. */
export function cannyOfOpenCV(
  gray: ArrayLike<number>,
  width: number,
  height: number,
  weakEdge: number,
  strongEdge: number,
): Uint8Array {
  const cv = started();
  return transform(cv.matFromArray(height, width, cv.CV_8UC1, gray), (from, to) =>
    cv.Canny(from, to, weakEdge, strongEdge),
  );
}

/** `cv.cvtColor(…, COLOR_RGB2GRAY)`. */
export function grayOfOpenCV(rgb: ArrayLike<number>, width: number, height: number): Uint8Array {
  const cv = started();
  return transform(cv.matFromArray(height, width, cv.CV_8UC3, rgb), (from, to) =>
    cv.cvtColor(from, to, cv.COLOR_RGB2GRAY),
  );
}

function started(): OpenCV & { readonly Mat: new () => Mat } {
  if (!runtime?.Mat) throw new Error('startOpenCV() has to be awaited first');
  return runtime as OpenCV & { readonly Mat: new () => Mat };
}

function transform(from: Mat, work: (from: Mat, to: Mat) => void): Uint8Array {
  const to = new (started().Mat)();
  work(from, to);
  const result = Uint8Array.from(to.data);
  from.delete();
  to.delete();
  return result;
}
