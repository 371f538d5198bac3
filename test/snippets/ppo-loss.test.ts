import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface SampledToken {
  readonly logProb: number;
  readonly oldLogProb: number;
  readonly referenceLogProb: number;
  readonly advantage: number;
}

interface PpoLoss {
  readonly loss: number;
  readonly objective: number;
  readonly kl: number;
  readonly clipFraction: number;
}

interface Exports {
  ppoLoss(tokens: readonly SampledToken[], clipRange?: number, klWeight?: number): PpoLoss;
}

/** The numbers of the stops. */
const [CLIP_RANGE, KL_WEIGHT] = [1, 2];

/** A token whose probability is `ratio` times what it was when it was sampled; the reference agrees with it now. */
function sampled(ratio: number, advantage: number): SampledToken {
  const logProb = Math.log(0.3 * ratio);
  return { logProb, oldLogProb: Math.log(0.3), referenceLogProb: logProb, advantage };
}

/** A token that the policy gives the probability `policy`, and the reference another. */
function judged(policy: number, reference: number): SampledToken {
  const [logProb, referenceLogProb] = [Math.log(policy), Math.log(reference)];
  return { logProb, oldLogProb: logProb, referenceLogProb, advantage: 0 };
}

function assertClose(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('ai-ppo-loss', () => {
  let folder: string;
  let snippet: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-ppo-loss', options);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`maximizes the clipped surrogate: the loss is its negative (${format})`, async () => {
      const { ppoLoss } = await use({ format });
      const better = ppoLoss([sampled(1.5, 1)]);
      assertClose(better.objective, 1.2);
      assertClose(better.loss, -1.2);
      const worse = ppoLoss([sampled(0.5, -1)]);
      assertClose(worse.objective, -0.8);
      assertClose(worse.loss, 0.8);
    });
  }

  for (const [ratio, advantage, objective, clipFraction] of [
    [1, 2, 2, 0],
    [1, -2, -2, 0],
    [1.1, 2, 2.2, 0],
    [0.9, -2, -1.8, 0],
    [1.5, 2, 2.4, 1],
    // Moved the wrong way: no clip, so that the gradient brings it back.
    [0.5, 2, 1, 0],
    [1.5, -2, -3, 0],
    [0.5, -2, -1.6, 1],
    [1.5, 0, 0, 0],
  ] as const) {
    it(`gives the ratio ${ratio} with the advantage ${advantage} the objective ${objective}`, () => {
      const result = snippet.ppoLoss([sampled(ratio, advantage)]);
      assertClose(result.objective, objective);
      assert.equal(result.clipFraction, clipFraction);
      assertClose(result.kl, 0);
    });
  }

  it('is the mean over the tokens', () => {
    const tokens = [sampled(1.5, 1), sampled(0.5, -1), sampled(1, 3), sampled(1.5, -2)];
    const { objective, clipFraction } = snippet.ppoLoss(tokens);
    assertClose(objective, (1.2 - 0.8 + 3 - 3) / 4);
    assert.equal(clipFraction, 0.5);
  });

  it('adds the weighted divergence to the loss, not to the objective', () => {
    const token = { ...judged(0.5, 0.25), advantage: 2 };
    const { loss, objective, kl } = snippet.ppoLoss([token], 0.2, 0.1);
    assertClose(objective, 2);
    assertClose(kl, Math.LN2 - 0.5);
    assertClose(loss, 0.1 * (Math.LN2 - 0.5) - 2);
  });

  it('estimates the divergence without bias: its expectation is KL(policy ‖ reference)', () => {
    // Half and half: one sample of each outcome has the policy's own frequencies.
    const { kl } = snippet.ppoLoss([judged(0.5, 0.25), judged(0.5, 0.75)]);
    assertClose(kl, 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75));
    // Three of four: the other direction, KL(reference ‖ policy), would be 0.143841.
    const skewed = snippet.ppoLoss([
      judged(0.75, 0.5),
      judged(0.75, 0.5),
      judged(0.75, 0.5),
      judged(0.25, 0.5),
    ]);
    assertClose(skewed.kl, 0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5));
  });

  it('never estimates a negative divergence, and keeps its digits near 0', () => {
    const logProb = fc.double({ min: -30, max: 0, noNaN: true });
    fc.assert(
      fc.property(logProb, logProb, (policy, reference) => {
        const token = { logProb: policy, oldLogProb: policy, referenceLogProb: reference, advantage: 1 };
        assert.ok(snippet.ppoLoss([token]).kl >= 0);
      }),
    );
    const near = { logProb: -1, oldLogProb: -1, referenceLogProb: -1 + 2 ** -20, advantage: 0 };
    assertClose(snippet.ppoLoss([near]).kl / (2 ** -41 + 2 ** -60 / 6), 1, 1e-6);
  });

  it('is a lower bound of the surrogate without clip', () => {
    const logProb = fc.double({ min: -5, max: 0, noNaN: true });
    const advantage = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(logProb, logProb, advantage, (now, then, value) => {
        const token = { logProb: now, oldLogProb: then, referenceLogProb: now, advantage: value };
        const { objective, clipFraction } = snippet.ppoLoss([token]);
        const plain = Math.exp(now - then) * value;
        assert.ok(objective <= plain);
        assert.equal(clipFraction, objective < plain ? 1 : 0);
      }),
    );
  });

  it('uses the clip range and the weight that were filled in', async () => {
    const { ppoLoss } = await use({ values: { [CLIP_RANGE]: '0.3', [KL_WEIGHT]: '2' } });
    assertClose(ppoLoss([sampled(1.5, 1)]).objective, 1.3);
    assertClose(ppoLoss([judged(0.5, 0.25)]).loss, 2 * (Math.LN2 - 0.5));
    assertClose(snippet.ppoLoss([judged(0.5, 0.25)]).loss, 0.05 * (Math.LN2 - 0.5));
  });

  it('refuses what would give a wrong number', () => {
    const token = sampled(1, 1);
    for (const [call, message] of [
      [() => snippet.ppoLoss([]), 'there are no tokens to take the mean of'],
      [
        () => snippet.ppoLoss([token, { ...token, advantage: NaN }]),
        'advantage of token 1 is NaN, not finite',
      ],
      [
        () => snippet.ppoLoss([{ ...token, referenceLogProb: -Infinity }]),
        'referenceLogProb of token 0 is -Infinity, not finite',
      ],
      [
        () => snippet.ppoLoss([{ ...token, oldLogProb: 0.8 }]),
        'oldLogProb of token 0 is 0.8: a log-probability is at most 0',
      ],
      [
        () => snippet.ppoLoss([{ ...token, logProb: 0.8 }]),
        'logProb of token 0 is 0.8: a log-probability is at most 0',
      ],
      [() => snippet.ppoLoss([token], 20), 'the clip range is 20, not between 0 and 1'],
      [() => snippet.ppoLoss([token], 0), 'the clip range is 0, not between 0 and 1'],
      [() => snippet.ppoLoss([token], 0.2, -1), 'the weight of the KL penalty is -1'],
    ] as const) {
      assert.throws(call, { message });
    }
  });
});
