/**
 * The steady state of a process that moves by single steps up and down: the flow from each state to the next equals
 * the flow back (Kleinrock, Queueing Systems I (1975), chapter 3).
 */

/** A weight above this is scaled down, together with all before it. */
const LARGE = 1e200;

/**
 * Probabilities of the states 0 to `last`.
 *
 * @param last - the highest state, whole, from 0
 * @param up - rate from state n to n + 1, for n from 0 to last − 1
 * @param down - rate from state n to n − 1, above 0, for n from 1 to last
 */
export const steadyState = (
  last: number,
  up: (state: number) => number,
  down: (state: number) => number,
): Float64Array => {
  const weights = new Float64Array(last + 1);
  weights[0] = 1;
  for (let state = 1; state <= last; state++) {
    weights[state] = weights[state - 1] * (up(state - 1) / down(state));
    if (weights[state] > LARGE) scaleDown(weights, state);
  }
  let total = 0;
  for (let state = 0; state <= last; state++) total += weights[state];
  for (let state = 0; state <= last; state++) weights[state] /= total;
  return weights;
};

/** Divides all weights up to `state` by the last of them. */
const scaleDown = (weights: Float64Array, state: number): void => {
  const largest = weights[state];
  for (let i = 0; i <= state; i++) weights[i] /= largest;
};

/** Mean over the states 0, 1, 2 … of what `value` says. */
export const meanOver = (probabilities: Float64Array, value: (state: number) => number): number => {
  let sum = 0;
  for (let state = 0; state < probabilities.length; state++) sum += probabilities[state] * value(state);
  return sum;
};
