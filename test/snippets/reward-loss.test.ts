import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Exports {
  rewardLoss(pairs: readonly { readonly chosen: number; readonly rejected: number }[]): number;
  fitScores(wins: readonly (readonly number[])[]): number[];
}

function assertClose(actual: number | undefined, expected: number, tolerance = 1e-12): void {
  const isClose = actual !== undefined && Math.abs(actual - expected) <= tolerance;
  assert.ok(isClose, `${actual} is not ${expected}`);
}

describe('ai-reward-loss', () => {
  let folder: string;
  let snippet: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-reward-loss', options);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`is ln 2 for answers that score the same, and finds ln 3 in 75 wins of 100 (${format})`, async () => {
      const { rewardLoss, fitScores } = await use({ format });
      assertClose(rewardLoss([{ chosen: 1.5, rejected: 1.5 }]), Math.LN2);
      const [first = NaN, second = NaN] = fitScores([
        [0, 75],
        [25, 0],
      ]);
      assertClose(first - second, Math.log(3), 1e-9);
      assertClose(first + second, 0);
    });
  }

  describe('rewardLoss', () => {
    const loss = (chosen: number, rejected: number) => snippet.rewardLoss([{ chosen, rejected }]);

    it('is −ln of the probability that the chosen one wins', () => {
      assertClose(loss(Math.log(3), 0), -Math.log(3 / 4));
      assertClose(loss(0, Math.log(3)), -Math.log(1 / 4));
    });

    it('is the mean over the pairs', () => {
      const pairs = [
        { chosen: Math.log(3), rejected: 0 },
        { chosen: 0, rejected: Math.log(3) },
        { chosen: 7, rejected: 7 },
      ];
      assertClose(snippet.rewardLoss(pairs), (Math.log(4 / 3) + Math.log(4) + Math.LN2) / 3);
    });

    it('depends on the difference alone, and grows by it when the two are exchanged', () => {
      const score = fc.double({ min: -50, max: 50, noNaN: true });
      fc.assert(
        fc.property(score, score, score, (chosen, rejected, shift) => {
          assertClose(loss(chosen + shift, rejected + shift), loss(chosen, rejected), 1e-10);
          assertClose(loss(rejected, chosen) - loss(chosen, rejected), chosen - rejected, 1e-10);
        }),
      );
    });

    it('neither overflows nor loses what is small', () => {
      assert.equal(loss(-1000, 1000), 2000);
      assert.equal(loss(1000, -1000), 0);
      assertClose(loss(40, 0) / Math.exp(-40), 1);
    });

    it('refuses what has no loss', () => {
      assert.throws(() => snippet.rewardLoss([]), { message: 'there are no pairs to take the mean of' });
      const pairs = [
        { chosen: 1, rejected: 0 },
        { chosen: 1, rejected: NaN },
      ];
      assert.throws(() => snippet.rewardLoss(pairs), {
        message: 'pair 1 has the scores 1 and NaN: both have to be finite',
      });
      assert.throws(() => loss(Infinity, 0), /^Error: pair 0 has the scores Infinity and 0/);
    });
  });

  describe('fitScores', () => {
    const score = fc.double({ min: -3, max: 3, noNaN: true });

    it('finds the scores that produced the wins, up to a constant', () => {
      fc.assert(
        fc.property(fc.array(score, { minLength: 2, maxLength: 6 }), (scores) => {
          const wins = scores.map((own, i) =>
            scores.map((other, j) => (i === j ? 0 : 100 / (1 + Math.exp(other - own)))),
          );
          const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
          const fitted = snippet.fitScores(wins);
          assert.equal(fitted.length, scores.length);
          for (const [i, value] of scores.entries()) assertClose(fitted[i], value - mean, 1e-8);
        }),
        { numRuns: 50 },
      );
    });

    it('is where the likelihood is largest: each item has the wins that its scores predict', () => {
      const table = fc.integer({ min: 3, max: 5 }).chain((size) =>
        fc.array(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: size, maxLength: size }), {
          minLength: size,
          maxLength: size,
        }),
      );
      fc.assert(
        fc.property(table, (counts) => {
          const wins = counts.map((row, i) => row.map((count, j) => (i === j ? 0 : count)));
          const fitted = snippet.fitScores(wins);
          for (const [i, own] of fitted.entries()) {
            let surplus = 0;
            for (const [j, other] of fitted.entries()) {
              const [won = NaN, lost = NaN] = [wins[i]?.[j], wins[j]?.[i]];
              surplus += won - (won + lost) / (1 + Math.exp(other - own));
            }
            assertClose(surplus, 0, 1e-6);
          }
        }),
        { numRuns: 50 },
      );
    });

    it('compares items that have only met others', () => {
      const [a = NaN, b = NaN, c = NaN] = snippet.fitScores([
        [0, 3, 0],
        [1, 0, 10],
        [0, 2, 0],
      ]);
      assertClose(a - b, Math.log(3), 1e-8);
      assertClose(b - c, Math.log(5), 1e-8);
    });

    it('keeps its digits where one item nearly always wins', () => {
      const wins = [0, 1, 2, 3].map((i) =>
        [0, 1, 2, 3].map((j) => (j === i + 1 ? 1e12 : j === i - 1 ? 1 : 0)),
      );
      const fitted = snippet.fitScores(wins);
      for (const i of [0, 1, 2])
        assertClose((fitted[i] ?? NaN) - (fitted[i + 1] ?? NaN), Math.log(1e12), 1e-8);
    });

    it('takes ties as half a win for each', () => {
      assert.deepEqual(
        snippet.fitScores([
          [0, 0.5],
          [0.5, 0],
        ]),
        [0, 0],
      );
    });

    for (const [what, wins, message] of [
      ['one item', [[0]], 'a fit takes two or more items, not 1'],
      ['a table that is not square', [[0, 1], [1]], 'row 1 of the wins has 1 counts, not 2'],
      [
        'a negative count',
        [
          [0, 1],
          [-1, 0],
        ],
        'wins[1][0] is -1, which is no count',
      ],
      [
        'a count that is no number',
        [
          [0, NaN],
          [1, 0],
        ],
        'wins[0][1] is NaN, which is no count',
      ],
      [
        'an infinite count',
        [
          [0, Infinity],
          [1, 0],
        ],
        'wins[0][1] is Infinity, which is no count',
      ],
      [
        'an item that beats itself',
        [
          [0, 1],
          [1, 2],
        ],
        'wins[1][1] is 2: nothing beats itself',
      ],
      [
        'an item that always wins',
        [
          [0, 3],
          [0, 0],
        ],
        'no finite scores: no chain of wins leads from item 1 to item 0',
      ],
      [
        'an item that always loses',
        [
          [0, 0],
          [3, 0],
        ],
        'no finite scores: no chain of wins leads from item 0 to item 1',
      ],
      [
        'groups that never met',
        [
          [0, 1, 0, 0],
          [1, 0, 0, 0],
          [0, 0, 0, 1],
          [0, 0, 1, 0],
        ],
        'no finite scores: no chain of wins leads from item 0 to item 2',
      ],
      [
        'groups that hardly met',
        [
          [0, 1e6, 1, 0],
          [1e6, 0, 0, 0],
          [2, 0, 0, 1e6],
          [0, 0, 1e6, 0],
        ],
        'the scores still move after 10000 rounds: add comparisons',
      ],
    ] as const) {
      it(`refuses ${what}`, () => {
        assert.throws(() => snippet.fitScores(wins), { message });
      });
    }
  });
});
