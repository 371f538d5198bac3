import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Case {
  readonly name: string;
  readonly output: string;
  readonly expected: string;
}

type Scores = Readonly<Record<string, number | null>>;

interface Score {
  readonly name: string;
  readonly score: number | null;
}

type Scorer = (test: Case) => Score | null | Promise<Score | null>;

interface ScoreTable {
  readonly rows: readonly { readonly name: string; readonly scores: Scores }[];
  readonly means: Scores;
}

interface Exports {
  readonly SCORERS: Readonly<Record<string, Scorer>>;
  scoreCases(cases: readonly Case[], scorers?: Readonly<Record<string, Scorer>>): Promise<ScoreTable>;
  toMarkdown(table: ScoreTable): string;
}

/** What each column says of an output, in the order of the columns. */
const EXPECTED: readonly [output: string, expected: string, scores: readonly (number | null)[]][] = [
  //                       ExactMatch, Levenshtein, NumericDiff, ValidJSON, JSONDiff, ListContains
  ['Paris', 'Paris', [1, 1, null, null, null, null]],
  ['abd', 'abc', [0, 2 / 3, null, null, null, null]],
  ['', 'abc', [0, 0, null, null, null, null]],
  ['', '', [1, 1, null, null, null, null]],
  ['kitten', 'sitting', [0, 4 / 7, null, null, null, null]],
  ['42', '42', [1, 1, 1, null, null, null]],
  ['90', '100', [0, 1 / 3, 18 / 19, null, null, null]],
  [' 1e2 ', '100', [0, 1 / 5, 1, null, null, null]],
  ['-5', '5', [0, 1 / 2, 0, null, null, null]],
  ['0', '0', [1, 1, 1, null, null, null]],
  ['about 100', '100', [0, 3 / 9, 0, null, null, null]],
  ['', '100', [0, 0, 0, null, null, null]],
  ['Infinity', '8', [0, 0, 0, null, null, null]],
  ['8', 'Infinity', [0, 0, null, null, null, null]],
  ['{"a":1,"b":2}', '{"b":2,"a":1}', [0, 9 / 13, null, 1, 1, null]],
  ['{"a":90,"b":"x"}', '{"a":100,"b":"x"}', [0, 15 / 17, null, 1, (18 / 19 + 1) / 2, null]],
  ['{"a":1', '{"a":1}', [0, 6 / 7, null, 0, 0, null]],
  ['1', '{"a":1}', [0, 1 / 7, null, 0, 0, null]],
  ['["b","a"]', '["a","b"]', [0, 7 / 9, null, 1, 0, 1]],
  ['["a"]', '["a","b"]', [0, 5 / 9, null, 1, 1 / 2, 1 / 2]],
  ['["a","b"]', '["b"]', [0, 5 / 9, null, 1, 0, 1 / 2]],
  ['[1]', '["a"]', [0, 2 / 5, null, 1, 0, 0]],
  ['[1]', '[1]', [1, 1, null, 1, 1, null]],
  ['x', 'null', [0, 0, null, null, null, null]],
];

const COLUMNS = ['ExactMatch', 'Levenshtein', 'NumericDiff', 'ValidJSON', 'JSONDiff', 'ListContains'];

describe('ai-eval-autoevals', function () {
  this.timeout(30_000);
  let folder: string;
  let exports: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-eval-autoevals', options);
  const test: Case = { name: 'greeting', output: 'a', expected: 'b' };

  before(async () => {
    folder = createFolder();
    exports = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`scores texts, numbers, JSON and lists (${format})`, async () => {
      const { scoreCases } = await use({ format });
      const cases = EXPECTED.map(([output, expected]) => ({
        name: `${output} for ${expected}`,
        output,
        expected,
      }));
      const { rows, means } = await scoreCases(cases);
      assert.deepEqual(Object.keys(means), COLUMNS);
      for (const [i, { name, scores }] of rows.entries()) {
        assert.equal(name, cases[i]?.name);
        assert.deepEqual(rounded(Object.values(scores)), rounded(EXPECTED[i]?.[2] ?? []), name);
      }
      for (const [i, column] of COLUMNS.entries()) {
        const applied = EXPECTED.flatMap(([, , scores]) => scores[i] ?? []);
        assert.ok(applied.length > 2);
        const mean = applied.reduce((sum, value) => sum + value) / applied.length;
        assert.deepEqual(rounded([means[column] ?? null]), rounded([mean]));
      }
    });
  }

  it('needs no network', async () => {
    const { fetch } = globalThis;
    const { connect } = Socket.prototype;
    let attempts = 0;
    const refuse = () => {
      attempts++;
      throw new Error('no network');
    };
    globalThis.fetch = refuse;
    Socket.prototype.connect = refuse;
    try {
      await exports.scoreCases(EXPECTED.map(([output, expected]) => ({ name: 'any', output, expected })));
    } finally {
      globalThis.fetch = fetch;
      Socket.prototype.connect = connect;
    }
    assert.equal(attempts, 0);
  });

  it('writes a Markdown table with means over the cases to which a scorer applies', async () => {
    const { scoreCases, toMarkdown } = exports;
    const table = await scoreCases([
      { name: 'near', output: 'abd', expected: 'abc' },
      { name: 'a | b', output: '90', expected: '100' },
    ]);
    assert.equal(
      toMarkdown(table),
      [
        '| Case | ExactMatch | Levenshtein | NumericDiff | ValidJSON | JSONDiff | ListContains |',
        '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
        '| near | 0.00 | 0.67 | – | – | – | – |',
        '| a \\| b | 0.00 | 0.33 | 0.95 | – | – | – |',
        '| Mean | 0.00 | 0.50 | 0.95 | – | – | – |',
      ].join('\n'),
    );
  });

  it('takes scorers of its reader, and leaves out the cases they do not apply to', async () => {
    const seen: string[] = [];
    const scorers: Record<string, Scorer> = {
      Short: ({ output }) => ({ name: 'any', score: output.length < 3 ? 1 : 0 }),
      Later: ({ name }) => Promise.resolve({ name: 'any', score: seen.push(name) / 4 }),
      Skipped: ({ name }) => (name === 'two' ? { name: 'any', score: null } : null),
    };
    const cases = ['one', 'two'].map((name) => ({ name, output: name.slice(1), expected: '' }));
    assert.deepEqual(await exports.scoreCases(cases, scorers), {
      rows: [
        { name: 'one', scores: { Short: 1, Later: 0.25, Skipped: null } },
        { name: 'two', scores: { Short: 1, Later: 0.5, Skipped: null } },
      ],
      means: { Short: 1, Later: 0.375, Skipped: null },
    });
    assert.deepEqual(seen, ['one', 'two']);
  });

  for (const [name, scorer, message] of [
    [
      'no number',
      () => ({ name: '', score: NaN }),
      'Bad failed on "greeting": RangeError: NaN is not from 0 to 1',
    ],
    [
      'a percentage',
      () => ({ name: '', score: 80 }),
      'Bad failed on "greeting": RangeError: 80 is not from 0 to 1',
    ],
    [
      'less than 0',
      () => ({ name: '', score: -1 }),
      'Bad failed on "greeting": RangeError: -1 is not from 0 to 1',
    ],
    ['an error', () => Promise.reject(new Error('no key')), 'Bad failed on "greeting": Error: no key'],
  ] as readonly [string, Scorer, string][]) {
    it(`names the scorer that gives ${name}, and the case`, () =>
      assert.rejects(exports.scoreCases([test], { ...exports.SCORERS, Bad: scorer }), { message }));
  }

  it('refuses to score nothing', () =>
    assert.rejects(exports.scoreCases([]), { name: 'RangeError', message: 'There are no cases to score' }));
});

function rounded(scores: readonly (number | null)[]): readonly (number | null)[] {
  return scores.map((score) => score && Number(score.toFixed(9)));
}
