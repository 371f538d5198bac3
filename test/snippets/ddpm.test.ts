import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRandom } from './image.ts';
import { assertAllClose, assertClose, centralMoment, mean } from './numbers.ts';
import { createFolder, load, removeFolder, type Use } from './run.ts';

type Vector = readonly number[];

interface Schedule {
  readonly betas: Vector;
  readonly alphaBars: Vector;
}

interface ScheduleExports {
  linearBetas(steps?: number, first?: number, last?: number): Vector;
  cosineBetas(steps?: number, offset?: number, highest?: number): Vector;
  createSchedule(betas?: Vector): Schedule;
  addNoise(data: Vector, noise: Vector, t: number, schedule: Schedule): Vector;
  gaussianNoise(length: number, random?: () => number): Vector;
}

type VarianceOf = (schedule: Schedule, t: number) => number;

interface StepExports {
  sample(
    predictNoise: (x: Vector, t: number) => Vector | Promise<Vector>,
    length: number,
    schedule?: Schedule,
    random?: () => number,
  ): Promise<Vector>;
  stepBack(
    x: Vector,
    predictedNoise: Vector,
    z: Vector,
    t: number,
    schedule: Schedule,
    varianceOf?: VarianceOf,
  ): Vector;
  readonly posteriorVariance: VarianceOf;
  readonly forwardVariance: VarianceOf;
  linearSchedule(steps?: number, first?: number, last?: number): Schedule;
}

const at = (values: Vector, i: number) => values[i] ?? NaN;

describe('ai-ddpm-schedule', function () {
  this.timeout(30_000);
  let folder: string;
  const use = (options?: Use) => load<ScheduleExports>(folder, 'ai-ddpm-schedule', options);

  before(() => (folder = createFolder()));
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`leaves 4.0358e-5 of the data after the 1000 linear steps of Ho et al. (${format})`, async () => {
      const { createSchedule } = await use({ format });
      const { betas, alphaBars } = createSchedule();
      assert.deepEqual([betas.length, alphaBars.length], [1001, 1001]);
      assertAllClose([at(betas, 1), at(betas, 1000)], [1e-4, 0.02]);
      assertClose(at(alphaBars, 1000) / 4.0358e-5, 1, 1e-5);
    });
  }

  it('puts step t at index t, after the data without noise', async () => {
    const { createSchedule, linearBetas } = await use();
    assertAllClose(linearBetas(3, 0.1, 0.5), [0.1, 0.3, 0.5]);
    const { betas, alphaBars } = createSchedule(linearBetas(3, 0.1, 0.5));
    assertAllClose(betas, [0, 0.1, 0.3, 0.5]);
    assertAllClose(alphaBars, [1, 0.9, 0.63, 0.315]);
  });

  it('takes cosine steps: ᾱ is the squared cosine, but for the last β', async () => {
    const { createSchedule, cosineBetas } = await use();
    for (const steps of [10, 1000, 4000]) {
      const { betas, alphaBars } = createSchedule(cosineBetas(steps));
      assert.equal(alphaBars.length, steps + 1);
      // cos² x = (1 + cos 2x) / 2, with the offset of the paper.
      const square = (t: number) => (1 + Math.cos((Math.PI * (t / steps + 0.008)) / 1.008)) / 2;
      assertAllClose(
        alphaBars.slice(0, -1),
        Array.from({ length: steps }, (_, t) => square(t) / square(0)),
        1e-9,
      );
      assert.equal(betas[steps], 0.999);
      assertClose(at(alphaBars, steps) / at(alphaBars, steps - 1), 0.001, 1e-9);
    }
    // The offset was chosen so that the first noise is a little smaller than a step of the 256 in −1 … 1.
    const first = Math.sqrt(at(cosineBetas(1000), 0));
    assert.ok(first < 1 / 127.5 && first > 0.5 / 127.5, `${first}`);
  });

  it('takes the offset and the highest β it is given', async () => {
    const { cosineBetas } = await use();
    // Without an offset ᾱ of 2 steps is cos²(π/4) = 1/2.
    assertAllClose(cosineBetas(2, 0, 0.75), [0.5, 0.75]);
  });

  it('uses what was filled in', async () => {
    const { createSchedule, cosineBetas, linearBetas } = await use({
      values: { 1: '250', 2: 'cosineBetas' },
    });
    const { betas } = createSchedule();
    assert.equal(linearBetas().length, 250);
    assert.deepEqual(betas, [0, ...cosineBetas(250)]);
  });

  it('adds noise so that the variances sum to that of the data', async () => {
    const { addNoise, createSchedule, linearBetas } = await use();
    const schedule = createSchedule(linearBetas(3, 0.1, 0.5));
    assert.deepEqual(addNoise([3, -4], [5, 6], 0, schedule), [3, -4]);
    assertAllClose(addNoise([1, 0, 2], [0, 1, 3], 2, schedule), [
      Math.sqrt(0.63),
      Math.sqrt(0.37),
      2 * Math.sqrt(0.63) + 3 * Math.sqrt(0.37),
    ]);
  });

  it('reaches with one step what the steps reach one after another', async () => {
    const { addNoise, createSchedule, gaussianNoise, linearBetas } = await use();
    const schedule = createSchedule(linearBetas(20, 0.01, 0.2));
    const random = createRandom(4);
    const x0 = Array.from({ length: 20_000 }, () => 3);
    let x: Vector = x0;
    for (const beta of schedule.betas.slice(1)) {
      const noise = gaussianNoise(x.length, random);
      x = x.map((value, i) => Math.sqrt(1 - beta) * value + Math.sqrt(beta) * at(noise, i));
    }
    const direct = addNoise(x0, gaussianNoise(x0.length, random), 20, schedule);
    assertClose(mean(x), mean(direct), 0.03);
    assertClose(centralMoment(x, 2), centralMoment(direct, 2), 0.03);
  });

  it('draws noise from the normal distribution', async () => {
    const { gaussianNoise } = await use();
    const noise = gaussianNoise(100_000, createRandom(1));
    assertClose(mean(noise), 0, 0.015);
    assertClose(centralMoment(noise, 2), 1, 0.02);
    assertClose(centralMoment(noise, 3), 0, 0.05);
    assertClose(centralMoment(noise, 4), 3, 0.04);
    assertClose(mean(noise.slice(1).map((value, i) => value * at(noise, i))), 0, 0.015);
    assert.ok(gaussianNoise(3, () => 0).every(Number.isFinite));
    assert.notDeepEqual(gaussianNoise(3), gaussianNoise(3));
  });

  it('names what is wrong', async () => {
    const { addNoise, cosineBetas, createSchedule, linearBetas } = await use();
    const schedule = createSchedule(linearBetas(10));
    for (const steps of [0, 1, 2.5, NaN]) {
      assert.throws(() => linearBetas(steps), new RangeError(`${steps} is not a number of steps from 2`));
      assert.throws(() => cosineBetas(steps), new RangeError(`${steps} is not a number of steps from 2`));
    }
    for (const beta of [0, 1, -0.1, NaN])
      assert.throws(
        () => createSchedule([0.1, beta]),
        new RangeError(`β has to be between 0 and 1, not ${beta}`),
      );
    for (const t of [-1, 11, 1.5, NaN])
      assert.throws(() => addNoise([1], [1], t, schedule), new RangeError(`Step ${t} is not one of 0 … 10`));
    for (const noise of [[1], [1, 2, 3]])
      assert.throws(
        () => addNoise([1, 2], noise, 1, schedule),
        new RangeError(`Data of 2 numbers needs as many of noise, not ${noise.length}`),
      );
  });
});

describe('ai-ddpm-step', function () {
  this.timeout(30_000);
  let folder: string;
  const use = (options?: Use) => load<StepExports>(folder, 'ai-ddpm-step', options);

  before(() => (folder = createFolder()));
  after(() => removeFolder(folder));

  /** The noise that is likeliest in x, the data after step t, where the data is N(centre, variance). */
  const bestGuess =
    ({ alphaBars }: Schedule, centre: number, variance: number) =>
    (x: Vector, t: number) => {
      const alphaBar = at(alphaBars, t);
      const slope = Math.sqrt(1 - alphaBar) / (alphaBar * variance + 1 - alphaBar);
      return x.map((value) => slope * (value - Math.sqrt(alphaBar) * centre));
    };

  /** Exact mean and variance at the end of the chain: with a linear guess every step is linear. */
  function endOfChain(
    { stepBack, linearSchedule }: StepExports,
    centre: number,
    variance: number,
    varianceOf?: VarianceOf,
  ) {
    const schedule = linearSchedule();
    const guess = bestGuess(schedule, centre, variance);
    let [chainMean, chainVariance] = [0, 1];
    for (let t = schedule.betas.length - 1; t > 0; t--) {
      const step = (x: number, z: number) =>
        at(stepBack([x], guess([x], t), [z], t, schedule, varianceOf), 0);
      const slope = step(1, 0) - step(0, 0);
      const sigma = step(0, 1) - step(0, 0);
      chainMean = step(chainMean, 0);
      chainVariance = slope ** 2 * chainVariance + sigma ** 2;
    }
    return { mean: chainMean, variance: chainVariance };
  }

  for (const format of ['module', 'commonjs'] as const) {
    it(`ends at the data with the best noise prediction there is (${format})`, async () => {
      const exports = await use({ format });
      const posterior = endOfChain(exports, 2, 0.25);
      assertClose(posterior.mean, 1.99998, 1e-6);
      assertClose(posterior.variance, 0.246125, 1e-6);
      assert.deepEqual(endOfChain(exports, 2, 0.25, exports.posteriorVariance), posterior);
      const forward = endOfChain(exports, 2, 0.25, exports.forwardVariance);
      assertClose(forward.mean, 1.99998, 1e-6);
      assertClose(forward.variance, 0.250752, 1e-6);
    });
  }

  it('is exact where the paper says so: β for noise, β̃ for a single point', async () => {
    const exports = await use();
    // The last step adds no noise, and so leaves 1 − β₁ of the variance.
    const noise = endOfChain(exports, 0, 1, exports.forwardVariance);
    assertClose(noise.variance, 1 - 1e-4);
    const point = endOfChain(exports, 7, 0, exports.posteriorVariance);
    assertClose(point.mean, 7, 1e-9);
    assertClose(point.variance, 0, 1e-9);
  });

  it('uses the variance that was filled in', async () => {
    const exports = await use({ values: { 2: 'forwardVariance' } });
    assertClose(endOfChain(exports, 2, 0.25).variance, 0.250752, 1e-6);
  });

  it('returns the data from step 1 with the true noise, whatever z and σ are', async () => {
    const { stepBack, linearSchedule, forwardVariance, posteriorVariance } = await use();
    const vector = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 });
    const schedule = linearSchedule();
    const alphaBar = at(schedule.alphaBars, 1);
    fc.assert(
      fc.property(vector, vector, vector, (data, noise, z) => {
        const x = data.map(
          (value, i) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * at(noise, i),
        );
        for (const varianceOf of [forwardVariance, posteriorVariance])
          assertAllClose(stepBack(x, noise, z, 1, schedule, varianceOf), data, 1e-9);
      }),
    );
  });

  it('steps to the mean of the forward process that knows the data (eq. 7)', async () => {
    const { stepBack, linearSchedule } = await use();
    const schedule = linearSchedule(50, 0.01, 0.3);
    const [data, noise] = [1.5, -0.7];
    for (let t = 1; t <= 50; t++) {
      const [beta, before, here] = [
        at(schedule.betas, t),
        at(schedule.alphaBars, t - 1),
        at(schedule.alphaBars, t),
      ];
      const x = Math.sqrt(here) * data + Math.sqrt(1 - here) * noise;
      const posterior =
        ((Math.sqrt(before) * beta) / (1 - here)) * data +
        ((Math.sqrt(1 - beta) * (1 - before)) / (1 - here)) * x;
      assertAllClose(stepBack([x], [noise], [0], t, schedule), [posterior], 1e-10);
    }
  });

  it('has the schedule of Ho et al.', async () => {
    const { linearSchedule } = await use();
    const { betas, alphaBars } = linearSchedule();
    assert.deepEqual([betas.length, alphaBars.length], [1001, 1001]);
    assertAllClose([at(betas, 0), at(betas, 1), at(betas, 1000), at(alphaBars, 0)], [0, 1e-4, 0.02, 1]);
    assertClose(at(alphaBars, 1000) / 4.0358e-5, 1, 1e-5);
  });

  it('samples data with the mean and variance of the training data', async () => {
    const { sample, linearSchedule } = await use();
    const guess = bestGuess(linearSchedule(), 2, 0.25);
    const data = await sample(guess, 4000, undefined, createRandom(2020));
    assert.equal(data.length, 4000);
    assertClose(mean(data), 2, 0.015);
    assertClose(centralMoment(data, 2), 0.246, 0.02);
    assertClose(mean(data.slice(1).map((value, i) => (value - 2) * (at(data, i) - 2))), 0, 0.02);
    assert.deepEqual(
      await sample(guess, 4, undefined, createRandom(1)),
      await sample(guess, 4, undefined, createRandom(1)),
    );
    assert.notDeepEqual(await sample(guess, 4), await sample(guess, 4));
  });

  it('starts from noise', async () => {
    const { sample, linearSchedule } = await use();
    const seen: Vector[] = [];
    const model = (x: Vector) => {
      seen.push(x);
      return x;
    };
    await sample(model, 20_000, linearSchedule(2), createRandom(3));
    const [start = []] = seen;
    assertClose(mean(start), 0, 0.03);
    assertClose(centralMoment(start, 2), 1, 0.04);
  });

  it('asks the model once for each of the steps filled in, from the last to the first, and waits for it', async () => {
    const { sample } = await use({ values: { 1: '5' } });
    const steps: number[] = [];
    const data = await sample(async (x, t) => {
      steps.push(t);
      await Promise.resolve();
      return x;
    }, 3);
    assert.deepEqual(steps, [5, 4, 3, 2, 1]);
    assert.ok(data.length === 3 && data.every(Number.isFinite));
  });

  it('names what is wrong', async () => {
    const { linearSchedule, sample, stepBack } = await use();
    const schedule = linearSchedule(10);
    for (const t of [0, -1, 11, 1.5, NaN])
      assert.throws(
        () => stepBack([1], [1], [1], t, schedule),
        new RangeError(`Step ${t} is not one of 1 … 10`),
      );
    const message = /^RangeError: Vectors differ in length: 2 and [13]$/;
    for (const other of [[1], [1, 2, 3]]) {
      assert.throws(() => stepBack([1, 2], other, [1, 2], 3, schedule), message);
      assert.throws(() => stepBack([1, 2], [1, 2], other, 3, schedule), message);
      await assert.rejects(
        sample(() => other, 2, schedule),
        message,
      );
    }
    for (const steps of [0, 1, 2.5, NaN])
      assert.throws(() => linearSchedule(steps), new RangeError(`${steps} is not a number of steps from 2`));
  });
});
