/** The commands that try many points of one scenario: where a condition turns, what matters, which policy is best, what settles. */
import { type Command, Option } from "commander";
import type { SeekFlags } from "./commands/seek.ts";
import type { SensitivityFlags } from "./commands/sensitivity.ts";
import {
  addPointOptions,
  addPolicyOptions,
  addSelectOptions,
  examples,
  type PointFlags,
  type SelectFlags,
  whole,
} from "./options.ts";

export const addPoints = (program: Command): void => {
  addPointOptions(program.command("seek").argument("<scenario>"))
    .summary("finds the value of a parameter at which a condition stops holding")
    .description(
      "Finds the value of one parameter at which a condition begins or ceases to hold, with a 95 % interval, by bisection on the same demand.",
    )
    .option(
      "--until <condition>",
      "a metric, TENANT.METRIC or P(... > VALUE) against a value, such as unmetShare < 2 %",
    )
    .addHelpText(
      "after",
      examples(
        'seek colossus --vary "tenants.anthropic.contract.notice.owner=1 day..180 days" --until "unmetShare < 2 %"',
        'seek colossus --vary internal.grok-training.demand.growth=1..5 --until "P(anthropic.evictions > 0) < 0.5"',
      ),
    )
    .action(async (name: string, flags: SeekFlags) => (await import("./commands/seek.ts")).seek(name, flags));

  addPointOptions(program.command("sensitivity").argument("<scenario>"))
    .summary("tells which parameters matter")
    .description(
      "Tells which of several parameters matter for a metric: a tornado (one at a time), elementary effects (Morris) or shares of variance (Sobol).",
    )
    .addOption(
      new Option("--method <method>", "tornado, morris or sobol")
        .choices(["tornado", "morris", "sobol"])
        .default("tornado"),
    )
    .option("--metric <metric>", "a metric, TENANT.METRIC or P(... > VALUE)", "netValue")
    .addOption(
      new Option(
        "--size <n>",
        "trajectories of morris (default 10), rows of sobol (default 128, rather a power of two)",
      ).argParser(whole(2, 100_000)),
    )
    .addHelpText(
      "after",
      examples(
        'sensitivity colossus --vary internal.grok-training.demand.growth=1.8..3 --vary "tenants.anthropic.contract.notice.owner=30 days..180 days"',
        "sensitivity colossus --method morris --metric unmetShare --vary internal.grok-training.demand.growth=1.8..3 --vary values.internalGpuHour=5..20",
      ),
    )
    .action(async (name: string, flags: SensitivityFlags) =>
      (await import("./commands/sensitivity.ts")).sensitivity(name, flags),
    );

  addSelectOptions(program.command("select").argument("<scenario>"))
    .summary("chooses the best policy within a budget of runs")
    .description(
      "Chooses the best policy by a metric within a budget of runs. They go where they help the choice (optimal computing budget allocation), or to all policies alike until one is left (the procedure of Kim and Nelson).",
    )
    .addHelpText(
      "after",
      examples(
        "select colossus --budget 300",
        "select colossus --method kn --metric unmetShare --indifference 0.002 --budget 2000",
      ),
    )
    .action(async (name: string, flags: SelectFlags) =>
      (await import("./commands/select.ts")).select(name, flags),
    );

  addPolicyOptions(program.command("steady").argument("<scenario>"))
    .summary("tells whether a scenario settles, and after what warm-up")
    .description(
      "Tells for each series whether it settles, after what warm-up (MSER-5) and at what level; that there is no steady state is an answer too.",
    )
    .addHelpText("after", examples("steady spot-edge", "steady my.yaml -r 1 --json"))
    .action(async (name: string, flags: Omit<PointFlags, "vary">) =>
      (await import("./commands/steady.ts")).steady(name, flags),
    );
};
