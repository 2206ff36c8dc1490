/** `clawback seek`: the value of a parameter at which a condition begins or ceases to hold. */
import { parseRange, renderSeek, seek as seekValue } from "../../index.ts";
import { UsageError } from "../exit.ts";
import type { PointFlags } from "../options.ts";
import { terminal } from "../output.ts";
import { evaluationOf, withProgress } from "../points.ts";
import { loadScenario } from "../study.ts";

export type SeekFlags = PointFlags & { readonly until?: string };

export const seek = async (name: string, flags: SeekFlags): Promise<void> => {
  const [vary, ...more] = flags.vary.map(parseRange);
  if (vary === undefined || more.length > 0)
    throw new UsageError(
      "seek varies one parameter: --vary PATH=LOW..HIGH, such as --vary internal.x.demand.growth=1..5",
    );
  if (flags.until === undefined)
    throw new UsageError('say what must hold: --until CONDITION, such as --until "unmetShare < 2 %"');
  const words = ["--until", flags.until];
  const request = {
    ...evaluationOf("seek", name, loadScenario(name, flags), flags, words),
    vary,
    condition: flags.until,
  };
  const result = await withProgress(flags, (options) => seekValue(request, options));
  process.stdout.write(
    flags.json ? `${JSON.stringify(result, null, 2)}\n` : renderSeek(result, terminal(flags)),
  );
};
