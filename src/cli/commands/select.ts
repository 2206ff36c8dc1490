/** `clawback select`: the best policy within a budget of runs. */
import { LEAST_REPLICATIONS, renderSelect, selectPolicy } from "../../index.ts";
import { UsageError } from "../exit.ts";
import type { SelectFlags } from "../options.ts";
import { terminal } from "../output.ts";
import { evaluationOf, withProgress } from "../points.ts";
import { bestOf } from "../stop.ts";
import { loadScenario } from "../study.ts";

export const select = async (name: string, flags: SelectFlags): Promise<void> => {
  const { method, metric, budget, policy } = flags;
  const words = ["--method", method, "--metric", metric, "--budget", String(budget)];
  for (const option of ["indifference", "confidence"] as const) {
    const value = flags[option];
    if (value === undefined) continue;
    if (method !== "kn") throw new UsageError(`--${option} belongs to --method kn; ocba spends its budget`);
    words.push(`--${option}`, value);
  }
  for (const each of policy) words.push("--policy", each);
  const points = { ...flags, policy: undefined, vary: [] };
  const request = {
    ...evaluationOf("select", name, loadScenario(name, points), points, words),
    policies: policy,
    method,
    best: bestOf(metric, flags),
    first: flags.replications ?? LEAST_REPLICATIONS,
    budget,
  };
  const result = await withProgress(flags, (options) => selectPolicy(request, options));
  process.stdout.write(
    flags.json ? `${JSON.stringify(result, null, 2)}\n` : renderSelect(result, terminal(flags)),
  );
};
