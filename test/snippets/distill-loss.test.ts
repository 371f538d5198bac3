import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Example {
  readonly studentLogits: readonly number[];
  readonly teacherLogits: readonly number[];
  readonly label: number;
}

interface Exports {
  distillationLoss(examples: readonly Example[], temperature?: number, softWeight?: number): number;
}

/** The numbers of the stops. */
const [TEMPERATURE, SOFT_WEIGHT] = [1, 2];

function assertClose(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('ai-distill-loss', () => {
  let folder: string;
  let snippet: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-distill-loss', options);
  const loss = (
    studentLogits: readonly number[],
    teacherLogits: readonly number[],
    label: number,
    temperature?: number,
    softWeight?: number,
  ) => snippet.distillationLoss([{ studentLogits, teacherLogits, label }], temperature, softWeight);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`is KL(teacher ‖ student), in this direction (${format})`, async () => {
      const { distillationLoss } = await use({ format });
      const even = [0, 0];
      const skewed = [Math.log(3), 0];
      const of = (studentLogits: number[], teacherLogits: number[]) =>
        distillationLoss([{ studentLogits, teacherLogits, label: 0 }], 1, 1);
      assertClose(of(skewed, even), 0.5 * Math.log(4 / 3));
      assertClose(of(skewed, even), 0.143841, 5e-7);
      assertClose(of(even, skewed), 0.130812, 5e-7);
    });
  }

  it('is 0 for equal logits where only the teacher counts', () => {
    assert.equal(loss([1, 2, 3], [1, 2, 3], 0, 2, 1), 0);
  });

  it('is cross-entropy at temperature 1 where only the label counts', () => {
    assertClose(loss([0, 0, 0, 0], [9, 0, 0, 0], 2, 5, 0), Math.log(4));
    assertClose(loss([Math.log(3), 0], [0, 0], 0, 5, 0), Math.log(4 / 3));
    assertClose(loss([Math.log(3), 0], [0, 0], 1, 5, 0), Math.log(4));
  });

  it('divides the logits of both by the temperature, and multiplies the divergence by its square', () => {
    assertClose(loss([2 * Math.log(3), 0], [0, 0], 0, 2, 1), 4 * 0.5 * Math.log(4 / 3));
    assertClose(loss([0, 0], [2 * Math.log(3), 0], 0, 2, 1), 4 * (0.75 * Math.log(1.5) - 0.25 * Math.LN2));
  });

  it('weighs teacher and label', () => {
    const expected = 0.25 * (0.5 * Math.log(4 / 3)) + 0.75 * Math.log(4);
    assertClose(loss([Math.log(3), 0], [0, 0], 1, 1, 0.25), expected);
  });

  it('is the mean over the examples', () => {
    const examples = [
      { studentLogits: [Math.log(3), 0], teacherLogits: [0, 0], label: 0 },
      { studentLogits: [5, 5], teacherLogits: [-1, -1], label: 1 },
    ];
    assertClose(snippet.distillationLoss(examples, 1, 1), (0.5 * Math.log(4 / 3)) / 2);
  });

  it('matches logits when the temperature is high, as Hinton et al. show', () => {
    const logits = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(logits, logits, (student, teacher) => {
        const gaps = student.map((logit, i) => logit - (teacher[i] ?? NaN));
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
        assertClose(loss(student, teacher, 0, 1e4, 1), variance / 2, 2e-2);
      }),
    );
  });

  it('is never negative, and blind to a constant added to all logits of a network', () => {
    const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 4, maxLength: 4 });
    const shift = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(logits, logits, shift, shift, (student, teacher, a, b) => {
        const value = loss(student, teacher, 1);
        assert.ok(value >= -1e-12);
        const moved = loss(
          student.map((logit) => logit + a),
          teacher.map((logit) => logit + b),
          1,
        );
        assertClose(moved, value, 1e-9 * (1 + value));
      }),
    );
  });

  it('takes large logits and large vocabularies', () => {
    assert.equal(loss([1000, -1000], [-1000, 1000], 1, 1, 1), 2000);
    assert.equal(loss([1000, -1000], [1000, -1000], 1, 1, 0), 2000);
    const vocabulary = Array.from({ length: 150_000 }, () => 0);
    assertClose(loss(vocabulary, vocabulary, 7, 1, 0), Math.log(150_000), 1e-9);
  });

  it('uses the temperature and the weight that were filled in', async () => {
    const example = { studentLogits: [2, 0, -1], teacherLogits: [0, 1, 0], label: 2 };
    const { distillationLoss } = await use({ values: { [TEMPERATURE]: '3', [SOFT_WEIGHT]: '0.4' } });
    assert.equal(distillationLoss([example]), snippet.distillationLoss([example], 3, 0.4));
    assert.equal(snippet.distillationLoss([example]), snippet.distillationLoss([example], 2, 0.9));
    assert.notEqual(distillationLoss([example]), snippet.distillationLoss([example]));
  });

  it('refuses what would give a wrong number', () => {
    for (const [call, message] of [
      [() => snippet.distillationLoss([]), 'there are no examples to take the mean of'],
      [() => loss([1, 2], [1, 2, 3], 0), 'example 0: the student has 2 classes, the teacher 3'],
      [() => loss([1, NaN], [1, 2], 0), 'example 0 has a logit that is not finite'],
      [() => loss([1, 2], [-Infinity, 2], 0), 'example 0 has a logit that is not finite'],
      [() => loss([1, 2], [1, 2], 2), 'example 0: no class has the index 2'],
      [() => loss([1, 2], [1, 2], -1), 'example 0: no class has the index -1'],
      [() => loss([], [], 0), 'example 0: no class has the index 0'],
      [() => loss([1, 2], [1, 2], 0, 0), 'the temperature is 0: it has to be above 0'],
      [() => loss([1, 2], [1, 2], 0, NaN), 'the temperature is NaN: it has to be above 0'],
      [() => loss([1, 2], [1, 2], 0, 1, 1.5), 'the weight of the soft part is 1.5: it has to be from 0 to 1'],
      [() => loss([1, 2], [1, 2], 0, 1, -1), 'the weight of the soft part is -1: it has to be from 0 to 1'],
    ] as const) {
      assert.throws(call, { message });
    }
  });
});
