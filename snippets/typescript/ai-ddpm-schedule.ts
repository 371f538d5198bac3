// name: Noise schedule of a diffusion model (DDPM) / 扩散模型的噪声调度（DDPM）
// description: Linear or cosine β, ᾱ, and data with the noise of any step: the forward process that training needs / 线性或余弦噪声调度（β、ᾱ），并可一步加噪到任意时间步：训练扩散模型所需的前向过程
// prefix: ai-ddpm-schedule, ai-noise-schedule
// terms: noise-schedule, forward-process, ddpm, timestep, gaussian-noise
// stop 1 after STEPS =: 1000
// stop 2 choice after betas =: linearBetas | cosineBetas
//#region snippet
/** A picture, a latent or any other data, flattened: an ordinary array; Array.from makes one of a Float32Array. */
export type Vector = readonly number[];

/** Both lists have T + 1 values: index t is step t, and index 0 is the data, without noise. */
export interface Schedule {
  /** β: the variance of the noise that a step adds. */
  readonly betas: Vector;
  /** ᾱ: how much of the data's variance is left after a step; from 1 down to almost 0. */
  readonly alphaBars: Vector;
}

/** T: steps from data to noise. */
const STEPS = 1000;

/** β₁ … β_T on a straight line; the defaults, for 1000 steps, are those of Ho et al. 2020, section 4. */
export function linearBetas(steps = STEPS, first = 1e-4, last = 0.02): Vector {
  return stepsUpTo(steps).map((t) => first + ((last - first) * (t - 1)) / (steps - 1));
}

/** β₁ … β_T that make ᾱ fall like a squared cosine: gentler at both ends (Nichol & Dhariwal 2021, section 3.2). */
export function cosineBetas(steps = STEPS, offset = 0.008, highest = 0.999): Vector {
  const cosine = (t: number) => Math.cos(((t / steps + offset) / (1 + offset)) * (Math.PI / 2)) ** 2;
  return stepsUpTo(steps).map((t) => Math.min(1 - cosine(t) / cosine(t - 1), highest));
}

/** The schedule of β₁ … β_T, each between 0 and 1: ᾱ_t = (1 − β₁) ⋯ (1 − β_t). */
export function createSchedule(betas = linearBetas(STEPS)): Schedule {
  const alphaBars = [1];
  let alphaBar = 1;
  for (const beta of betas) {
    if (!(beta > 0 && beta < 1)) throw new RangeError(`β has to be between 0 and 1, not ${beta}`);
    alphaBar *= 1 - beta;
    alphaBars.push(alphaBar);
  }
  return { betas: [0, ...betas], alphaBars };
}

/** Data after step t of the forward process: x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε (Ho et al. 2020, eq. 4). */
export function addNoise(data: Vector, noise: Vector, t: number, { alphaBars }: Schedule): number[] {
  const alphaBar = alphaBars[t];
  if (alphaBar === undefined) throw new RangeError(`Step ${t} is not one of 0 … ${alphaBars.length - 1}`);
  if (data.length !== noise.length)
    throw new RangeError(`Data of ${data.length} numbers needs as many of noise, not ${noise.length}`);
  return data.map((x, i) => Math.sqrt(alphaBar) * x + Math.sqrt(1 - alphaBar) * (noise[i] ?? NaN));
}

/** ε: independent numbers with mean 0 and variance 1 (Box–Muller). `random` gives numbers from 0 up to 1. */
export function gaussianNoise(length: number, random: () => number = Math.random): number[] {
  const draw = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length }, draw);
}

function stepsUpTo(steps: number): number[] {
  if (!Number.isInteger(steps) || steps < 2) throw new RangeError(`${steps} is not a number of steps from 2`);
  return Array.from({ length: steps }, (_, i) => i + 1);
}
//#endregion snippet
