/**
 * Position-based click model (Richardson, Dominowska and Ragno, WWW 2007): a slot is looked at with a probability that
 * falls with its position whatever stands in it, and what is looked at is clicked by its attraction.
 */
export interface ClickModel {
  /** Strength of position bias: slot k is looked at with probability (1 / (1 + k)) ^ eta. 0: no bias. */
  readonly eta: number;
}

/** Probability that slot `slot`, 0 first, is looked at. */
export function examination({ eta }: ClickModel, slot: number): number {
  return (1 + slot) ** -eta;
}
