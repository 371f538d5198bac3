// name: Fréchet Inception Distance (FID) / 弗雷歇初始距离（FID）
// description: How far generated pictures are from real ones, from their features: mean, covariance, matrix square root / 由图像特征计算生成图像与真实图像的距离：均值、协方差与矩阵平方根
// prefix: ai-fid
// terms: fid, inception-v3, diversity, evaluation
// packages: ml-matrix@6.15.1, @types/node@24.19.2 (dev)
//#region snippet
import { covariance, EigenvalueDecomposition, Matrix } from 'ml-matrix';

// To compare with published numbers, take the 2048 features of Inception v3's last pooling layer, and as many pictures
// as they did: 50,000 is the custom. With other features, such as CLIP's, say which.
// Time grows with the cube of the dimensions: seconds for 512, minutes for 2048.

/** The features of a picture: an ordinary array; Array.from makes one of a Float32Array. */
export type Vector = readonly number[];

/** What FID keeps of a set. Save it as JSON: the real pictures need it only once. */
export interface Gaussian {
  readonly mean: Vector;
  /** Symmetric; a row for each dimension. */
  readonly covariance: readonly Vector[];
}

/** FID of two sets of features, a row for each picture (Heusel et al. 2017). 0 is best. */
export function fid(real: readonly Vector[], generated: readonly Vector[]): number {
  return frechetDistance(fitGaussian(real), fitGaussian(generated));
}

/** Mean and covariance of features. Warns of fewer than dimensions + 1 pictures: the covariance is singular. */
export function fitGaussian(features: readonly Vector[]): Gaussian {
  const dimensions = features[0]?.length ?? 0;
  if (features.length < 2 || dimensions === 0)
    throw new RangeError('A covariance needs the features of 2 pictures or more');
  for (const [i, row] of features.entries()) {
    if (row.length !== dimensions || !row.every(Number.isFinite))
      throw new RangeError(`Row ${i} of the features is not ${dimensions} finite numbers`);
  }
  if (features.length <= dimensions)
    console.warn(
      `${features.length} pictures for ${dimensions} features: a singular covariance, and FID far too high`,
    );
  return {
    mean: new Matrix(features).mean('column'),
    covariance: covariance(features).to2DArray(),
  };
}

/** The squared Fréchet distance of two Gaussians: |μ₁ − μ₂|² + Tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½). */
export function frechetDistance(a: Gaussian, b: Gaussian): number {
  if (a.mean.length !== b.mean.length)
    throw new RangeError(`The sets differ in their features: ${a.mean.length} and ${b.mean.length} numbers`);
  const [first, second] = [toMatrix(a), toMatrix(b)];
  const shift = a.mean.reduce((sum, value, i) => sum + (value - (b.mean[i] ?? NaN)) ** 2, 0);
  // Σ₁Σ₂ is not symmetric, but it has the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is.
  const root = squareRoot(first);
  const { realEigenvalues } = decompose(root.mmul(second).mmul(root));
  const traceOfRoot = realEigenvalues.reduce((sum, value) => sum + rootOf(value), 0);
  return Math.max(shift + first.trace() + second.trace() - 2 * traceOfRoot, 0);
}

function toMatrix({ mean, covariance: rows }: Gaussian): Matrix {
  const matrix = new Matrix(rows);
  if (matrix.rows !== mean.length || !matrix.isSymmetric())
    throw new RangeError(`The covariance of ${mean.length} features has to be symmetric, with as many rows`);
  return matrix;
}

/** V √Λ Vᵀ of a symmetric matrix V Λ Vᵀ. */
function squareRoot(matrix: Matrix): Matrix {
  const { eigenvectorMatrix: vectors, realEigenvalues } = decompose(matrix);
  return vectors.clone().mulRowVector(realEigenvalues.map(rootOf)).mmul(vectors.transpose());
}

function decompose(matrix: Matrix): EigenvalueDecomposition {
  return new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
}

/** Eigenvalues of a covariance are not negative, but rounding can make them so. */
function rootOf(eigenvalue: number): number {
  return Math.sqrt(Math.max(eigenvalue, 0));
}
//#endregion snippet
