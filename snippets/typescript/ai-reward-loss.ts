// name: Reward model loss and Bradley–Terry fit / 奖励模型损失与 Bradley–Terry 拟合
// description: The pairwise loss that trains a reward model, and scores fitted to a table of wins / 训练奖励模型用的成对损失，以及根据两两胜负次数拟合分数
// prefix: ai-reward-loss, ai-bradley-terry
// terms: reward-model, bradley-terry-model, preference-data, rlhf
//#region snippet
/** What a reward model gives two answers to the same prompt. */
export interface ScoredPair {
  readonly chosen: number;
  readonly rejected: number;
}

/**
 * The loss of a reward model, to be minimized: the mean of −log σ(chosen − rejected), in nats (Ouyang et al. 2022).
 * It is ln 2 for a model that cannot tell the answers apart. Throws for no pairs and for scores that are not finite.
 */
export function rewardLoss(pairs: readonly ScoredPair[]): number {
  if (pairs.length === 0) throw new Error('there are no pairs to take the mean of');
  const losses = pairs.map(({ chosen, rejected }, i) => {
    if (Number.isFinite(chosen) && Number.isFinite(rejected)) return negativeLogSigmoid(chosen - rejected);
    throw new Error(`pair ${i} has the scores ${chosen} and ${rejected}: both have to be finite`);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** −log σ(x) without computing σ(x) first, which underflows where x is far below 0. */
function negativeLogSigmoid(x: number): number {
  return Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

const TOLERANCE = 1e-10;
const MAX_ROUNDS = 10_000;

/**
 * The scores that make `wins` most likely where P(i beats j) = σ(score i − score j): the Bradley–Terry model,
 * fitted with the iteration of Newman 2023, eq. 12. `wins[i][j]` is how often i beat j; count a tie as half a win for each.
 * Only differences of scores mean something: their mean is set to 0.
 * Throws for a table that is not square or has a count that cannot be, and where no finite scores exist.
 */
export function fitScores(wins: readonly (readonly number[])[]): number[] {
  checkCounts(wins);
  checkConnected(wins);
  const scores = wins.map(() => 0);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const steps = wins.map((_, i) => improve(scores, wins, i));
    if (Math.max(...steps) < TOLERANCE) {
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      return scores.map((score) => score - mean);
    }
  }
  throw new Error(`the scores still move after ${MAX_ROUNDS} rounds: add comparisons`);
}

/** Moves the score of an item by the ratio of its wins to its losses, each weighted by how unexpected it was. */
function improve(scores: number[], wins: readonly (readonly number[])[], item: number): number {
  const score = scores[item] ?? 0;
  let won = 0;
  let lost = 0;
  scores.forEach((other, j) => {
    won += (wins[item]?.[j] ?? 0) * sigmoid(other - score);
    lost += (wins[j]?.[item] ?? 0) * sigmoid(score - other);
  });
  const step = Math.log(won / lost);
  scores[item] = score + step;
  return Math.abs(step);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function checkCounts(wins: readonly (readonly number[])[]): void {
  if (wins.length < 2) throw new Error(`a fit takes two or more items, not ${wins.length}`);
  wins.forEach((row, i) => {
    if (row.length !== wins.length)
      throw new Error(`row ${i} of the wins has ${row.length} counts, not ${wins.length}`);
    row.forEach((count, j) => {
      if (!(count >= 0 && count < Infinity))
        throw new Error(`wins[${i}][${j}] is ${count}, which is no count`);
      if (i === j && count > 0) throw new Error(`wins[${i}][${j}] is ${count}: nothing beats itself`);
    });
  });
}

/** Finite scores exist where a chain of wins leads from every item to every other. */
function checkConnected(wins: readonly (readonly number[])[]): void {
  const below = reach(wins.length, (i, j) => (wins[i]?.[j] ?? 0) > 0);
  const above = reach(wins.length, (i, j) => (wins[j]?.[i] ?? 0) > 0);
  wins.forEach((_, i) => {
    if (below.has(i) && above.has(i)) return;
    const [from, to] = below.has(i) ? [i, 0] : [0, i];
    throw new Error(`no finite scores: no chain of wins leads from item ${from} to item ${to}`);
  });
}

/** The items to which a chain of steps leads from item 0. */
function reach(size: number, isStep: (from: number, to: number) => boolean): ReadonlySet<number> {
  const reached = new Set([0]);
  // A set also visits what is added on the way.
  for (const from of reached) {
    for (let to = 0; to < size; to++) if (isStep(from, to)) reached.add(to);
  }
  return reached;
}
//#endregion snippet
