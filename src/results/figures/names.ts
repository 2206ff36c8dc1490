/**
 * Names of what is compared. When a parameter is varied, its path is said once and names carry the value
 * alone: `reactive @ 90 days`.
 */
import type { PolicyResult } from "../types.ts";

/** The name of an entry in full, as comparisons carry it: `policy`, or `policy @ path=value`. */
export const entryName = ({ policy, variant }: Pick<PolicyResult, "policy" | "variant">): string =>
  variant === "" ? policy : `${policy} @ ${variant}`;

/** `policy`, or `policy @ value` when a parameter was varied. */
export const policyName = ({ policy, variant }: Pick<PolicyResult, "policy" | "variant">): string =>
  variant === "" ? policy : `${policy} @ ${valueIn(variant)}`;

/** The same from the name of a comparison, which holds the path too. */
export const shortName = (name: string): string => {
  const at = name.indexOf(" @ ");
  return at === -1 ? name : `${name.slice(0, at)} @ ${valueIn(name.slice(at + 3))}`;
};

/** The path of the parameter that was varied; empty when none was. */
export const variedPath = (policies: readonly PolicyResult[]): string => {
  const variant = policies[0]?.variant ?? "";
  return variant.includes("=") ? variant.slice(0, variant.indexOf("=")) : "";
};

const valueIn = (variant: string): string => variant.slice(variant.indexOf("=") + 1);
