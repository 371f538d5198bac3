// name: Sampling from a diffusion model (DDPM) / 扩散模型的采样（DDPM）
// description: From noise to data with a network that predicts the noise, one reverse step after another; σ² = β or β̃ / 用噪声预测网络从纯噪声逐步还原出数据，方差 σ² 可选 β 或 β̃
// prefix: ai-ddpm-step, ai-ddpm-sample
// terms: ddpm, denoising, noise-prediction, sampler, diffusion-model
// stop 1 after STEPS =: 1000
// stop 2 choice after =: posteriorVariance | forwardVariance
//#region snippet
/** A picture, a latent or any other data, flattened: an ordinary array; Array.from makes one of a Float32Array. */
export type Vector = readonly number[];

/** The model: the noise ε it sees in x, the data after step t of 1 … T. */
export type PredictNoise = (x: Vector, t: number) => Vector | Promise<Vector>;

/** Both lists have T + 1 values: index t is step t, and index 0 is the data, without noise. */
export interface Schedule {
  /** β: the variance of the noise that a step adds. */
  readonly betas: Vector;
  /** ᾱ: how much of the data's variance is left after a step; from 1 down to almost 0. */
  readonly alphaBars: Vector;
}

/** σ² of a reverse step. */
export type VarianceOf = (schedule: Schedule, t: number) => number;

/** T. Steps and β have to be those the model was trained with. */
const STEPS = 1000;

/** New data of `length` numbers, from noise (Ho et al. 2020, algorithm 2). `random` gives numbers from 0 up to 1. */
export async function sample(
  predictNoise: PredictNoise,
  length: number,
  schedule = linearSchedule(),
  random: () => number = Math.random,
): Promise<Vector> {
  let x: Vector = gaussianNoise(length, random);
  for (let t = schedule.betas.length - 1; t > 0; t--) {
    x = stepBack(x, await predictNoise(x, t), gaussianNoise(length, random), t, schedule);
  }
  return x;
}

/** x_{t−1} from x_t: eq. 11 of Ho et al. 2020, plus σ_t z; z is fresh Gaussian noise, left out in the last step. */
export function stepBack(
  x: Vector,
  predictedNoise: Vector,
  z: Vector,
  t: number,
  schedule: Schedule,
  varianceOf: VarianceOf = posteriorVariance,
): Vector {
  const last = schedule.betas.length - 1;
  if (!Number.isInteger(t) || t < 1 || t > last) throw new RangeError(`Step ${t} is not one of 1 … ${last}`);
  const beta = at(schedule.betas, t);
  const noiseShare = beta / Math.sqrt(1 - at(schedule.alphaBars, t));
  const scale = 1 / Math.sqrt(1 - beta);
  const mean = combine(scale, x, -scale * noiseShare, predictedNoise);
  const sigma = t > 1 ? Math.sqrt(varianceOf(schedule, t)) : 0;
  return combine(1, mean, sigma, z);
}

/** σ² = β̃_t (eq. 7), the lower bound: exact where all data is the same point. */
export function posteriorVariance({ betas, alphaBars }: Schedule, t: number): number {
  return (at(betas, t) * (1 - at(alphaBars, t - 1))) / (1 - at(alphaBars, t));
}

/** σ² = β_t, the upper bound: exact where the data is Gaussian noise itself. */
export function forwardVariance({ betas }: Schedule, t: number): number {
  return at(betas, t);
}

/** β on a straight line; the defaults, for 1000 steps, are those of Ho et al. 2020, section 4. */
export function linearSchedule(steps = STEPS, first = 1e-4, last = 0.02): Schedule {
  if (!Number.isInteger(steps) || steps < 2) throw new RangeError(`${steps} is not a number of steps from 2`);
  const betas = [0];
  const alphaBars = [1];
  for (let t = 1; t <= steps; t++) {
    const beta = first + ((last - first) * (t - 1)) / (steps - 1);
    betas.push(beta);
    alphaBars.push(at(alphaBars, t - 1) * (1 - beta));
  }
  return { betas, alphaBars };
}

/** Independent numbers with mean 0 and variance 1 (Box–Muller). */
function gaussianNoise(length: number, random: () => number): number[] {
  const draw = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length }, draw);
}

/** ax + by. */
function combine(a: number, x: Vector, b: number, y: Vector): Vector {
  if (x.length !== y.length) throw new RangeError(`Vectors differ in length: ${x.length} and ${y.length}`);
  return x.map((value, i) => a * value + b * at(y, i));
}

function at(values: Vector, index: number): number {
  return values[index] ?? NaN;
}
//#endregion snippet
