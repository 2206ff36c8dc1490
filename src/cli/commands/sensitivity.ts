/** `clawback sensitivity`: which parameters matter. */
import { parseRange, renderSensitivity, type SensitivityMethod, sensitivity as study } from "../../index.ts";
import { UsageError } from "../exit.ts";
import type { PointFlags } from "../options.ts";
import { terminal } from "../output.ts";
import { evaluationOf, withProgress } from "../points.ts";
import { loadScenario } from "../study.ts";

export type SensitivityFlags = PointFlags & {
  readonly method: SensitivityMethod;
  readonly metric: string;
  readonly size?: number;
};

export const sensitivity = async (name: string, flags: SensitivityFlags): Promise<void> => {
  if (flags.vary.length === 0)
    throw new UsageError("say what may vary: --vary PATH=LOW..HIGH, once for each parameter");
  const { method, metric, size } = flags;
  const words = ["--method", method, "--metric", metric];
  if (size !== undefined) words.push("--size", String(size));
  const request = {
    ...evaluationOf("sensitivity", name, loadScenario(name, flags), flags, words),
    vary: flags.vary.map(parseRange),
    method,
    measure: metric,
    size,
  };
  const result = await withProgress(flags, (options) => study(request, options));
  process.stdout.write(
    flags.json ? `${JSON.stringify(result, null, 2)}\n` : renderSensitivity(result, terminal(flags)),
  );
};
