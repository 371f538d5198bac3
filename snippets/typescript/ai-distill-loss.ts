// name: Knowledge distillation loss / 知识蒸馏损失
// description: What a student is trained on: the teacher's softened probabilities and the labels, weighted / 学生模型的训练损失：按权重结合教师的软化概率与真实标签
// prefix: ai-distill-loss
// terms: knowledge-distillation, kl-divergence, cross-entropy-loss
// stop 1 after TEMPERATURE =: 2
// stop 2 after SOFT_WEIGHT =: 0.9
//#region snippet
/** T: above 1 it softens the probabilities, so that those of the wrong classes count. */
const TEMPERATURE = 2;
/** α, 0…1: how much the teacher counts; the labels count 1 − α. */
const SOFT_WEIGHT = 0.9;

/** One input: what both networks say of it before their softmax, a number for each class, and the right class. */
export interface Example {
  readonly studentLogits: readonly number[];
  readonly teacherLogits: readonly number[];
  /** Index of the right class. */
  readonly label: number;
}

/**
 * α T² KL(teacher ‖ student) at temperature T plus (1 − α) cross-entropy with the label at temperature 1,
 * in nats, the mean over the examples (Hinton et al. 2015). T² keeps the gradients of the two parts
 * comparable when T changes. The paper has the cross-entropy with the teacher where this has the divergence:
 * they differ by the teacher's entropy, so their gradients are equal, and this is 0 for a perfect copy.
 */
export function distillationLoss(
  examples: readonly Example[],
  temperature = TEMPERATURE,
  softWeight = SOFT_WEIGHT,
): number {
  if (examples.length === 0) throw new Error('there are no examples to take the mean of');
  if (!(temperature > 0 && temperature < Infinity))
    throw new Error(`the temperature is ${temperature}: it has to be above 0`);
  if (!(softWeight >= 0 && softWeight <= 1))
    throw new Error(`the weight of the soft part is ${softWeight}: it has to be from 0 to 1`);
  const losses = examples.map((example, i) => {
    checkExample(example, i);
    const { studentLogits, teacherLogits, label } = example;
    const soften = (logits: readonly number[]) => logSoftmax(logits.map((logit) => logit / temperature));
    const soft = temperature ** 2 * klDivergence(soften(teacherLogits), soften(studentLogits));
    const hard = -(logSoftmax(studentLogits)[label] ?? NaN);
    return softWeight * soft + (1 - softWeight) * hard;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** KL(p ‖ q) of two distributions given by their logarithms. */
function klDivergence(logP: readonly number[], logQ: readonly number[]): number {
  return logP.reduce((sum, logp, i) => sum + Math.exp(logp) * (logp - (logQ[i] ?? NaN)), 0);
}

/** The logarithm of the softmax; shifted by the largest logit, so that nothing overflows. */
function logSoftmax(logits: readonly number[]): number[] {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return logits.map((logit) => logit - logSum);
}

function checkExample({ studentLogits, teacherLogits, label }: Example, i: number): void {
  if (studentLogits.length !== teacherLogits.length)
    throw new Error(
      `example ${i}: the student has ${studentLogits.length} classes, the teacher ${teacherLogits.length}`,
    );
  if (![...studentLogits, ...teacherLogits].every(Number.isFinite))
    throw new Error(`example ${i} has a logit that is not finite`);
  if (studentLogits[label] === undefined) throw new Error(`example ${i}: no class has the index ${label}`);
}
//#endregion snippet
