/** The elementary functions under the name that drawing code looks for; they live on the floor below, for sums need them too. */
export { cosTurns, exp, log, pow, sinTurns } from "../base/elementary.ts";
