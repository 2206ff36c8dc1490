/** `clawback steady`: whether a scenario settles, after what warm-up, and at what level. */
import { renderSteady, steadyState } from "../../index.ts";
import type { PointFlags } from "../options.ts";
import { terminal } from "../output.ts";
import { evaluationOf, withProgress } from "../points.ts";
import { loadScenario } from "../study.ts";

export const steady = async (name: string, flags: Omit<PointFlags, "vary">): Promise<void> => {
  const request = evaluationOf("steady", name, loadScenario(name, flags), { ...flags, vary: [] }, []);
  const result = await withProgress(flags, (options) => steadyState(request, options));
  process.stdout.write(
    flags.json ? `${JSON.stringify(result, null, 2)}\n` : renderSteady(result, terminal(flags)),
  );
};
