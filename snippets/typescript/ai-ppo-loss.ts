// name: PPO loss with a KL penalty / 带 KL 惩罚的 PPO 损失
// description: The clipped surrogate of PPO and a KL penalty towards a reference model, from the log-probabilities of sampled tokens / 由采样 token 的对数概率计算 PPO 裁剪目标，并加上相对参考模型的 KL 惩罚
// prefix: ai-ppo-loss
// terms: ppo, kl-penalty, rlhf, grpo
// stop 1 after CLIP_RANGE =: 0.2
// stop 2 after KL_WEIGHT =: 0.05
//#region snippet
/** ε: how far the probability of a token may move, relative to the sampling policy, before the clip takes effect. */
const CLIP_RANGE = 0.2;
/** β: the weight of the KL penalty; 0 switches it off. */
const KL_WEIGHT = 0.05;

/** A token of a sampled answer. Log-probabilities are natural logarithms, so at most 0. Leave padding out. */
export interface SampledToken {
  /** Under the policy in training. */
  readonly logProb: number;
  /** Under the policy as it was when it sampled the token. */
  readonly oldLogProb: number;
  /** Under the frozen reference model, mostly the one that training began from. */
  readonly referenceLogProb: number;
  /** How much better the token turned out than expected. */
  readonly advantage: number;
}

/** Means over the tokens. */
export interface PpoLoss {
  /** What an optimizer minimizes: β · kl − objective. */
  readonly loss: number;
  /** The clipped surrogate, which is maximized. */
  readonly objective: number;
  /** How far the policy is from the reference, in nats. */
  readonly kl: number;
  /** Share of the tokens, 0…1, that are clipped: they give no gradient. */
  readonly clipFraction: number;
}

/**
 * The loss of PPO: the clipped surrogate (Schulman et al. 2017, eq. 7) with its sign turned, and a KL penalty.
 * The penalty is a part of the loss, as in GRPO; RLHF with PPO often subtracts it from the reward instead.
 * Throws for no tokens, for numbers that are not finite and for logarithms above 0.
 */
export function ppoLoss(
  tokens: readonly SampledToken[],
  clipRange = CLIP_RANGE,
  klWeight = KL_WEIGHT,
): PpoLoss {
  if (tokens.length === 0) throw new Error('there are no tokens to take the mean of');
  if (!(clipRange > 0 && clipRange < 1))
    throw new Error(`the clip range is ${clipRange}, not between 0 and 1`);
  if (!(klWeight >= 0 && klWeight < Infinity)) throw new Error(`the weight of the KL penalty is ${klWeight}`);
  tokens.forEach(checkToken);
  const surrogates = tokens.map((token) => surrogate(token, clipRange));
  const objective = mean(surrogates.map(({ value }) => value));
  const kl = mean(tokens.map(estimateKl));
  const clipFraction = mean(surrogates.map(({ isClipped }) => Number(isClipped)));
  return { loss: klWeight * kl - objective, objective, kl, clipFraction };
}

/** min(ρA, clip(ρ, 1 − ε, 1 + ε) A), where ρ is the probability of the token now over that when it was sampled. */
function surrogate({ logProb, oldLogProb, advantage }: SampledToken, clipRange: number) {
  const ratio = Math.exp(logProb - oldLogProb);
  const plain = ratio * advantage;
  const clipped = Math.min(Math.max(ratio, 1 - clipRange), 1 + clipRange) * advantage;
  return { value: Math.min(plain, clipped), isClipped: clipped < plain };
}

/**
 * The estimator k3 of KL(policy ‖ reference) from one sample: (r − 1) − log r with r = reference / policy
 * (Schulman, "Approximating KL Divergence", 2020). It is never negative; its mean is the divergence
 * as long as the policy is still the one that sampled.
 */
function estimateKl({ logProb, referenceLogProb }: SampledToken): number {
  const logRatio = referenceLogProb - logProb;
  return Math.expm1(logRatio) - logRatio;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkToken(token: SampledToken, position: number): void {
  for (const name of ['logProb', 'oldLogProb', 'referenceLogProb', 'advantage'] as const) {
    const value = token[name];
    if (!Number.isFinite(value)) throw new Error(`${name} of token ${position} is ${value}, not finite`);
    if (name !== 'advantage' && value > 0)
      throw new Error(`${name} of token ${position} is ${value}: a log-probability is at most 0`);
  }
}
//#endregion snippet
