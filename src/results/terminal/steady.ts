/** Whether and when a scenario settles, for a person on the terminal. */
import { formatDuration } from "../../base/units.ts";
import type { Channel } from "../../metrics/outcome.ts";
import type { SteadyChannel, SteadyResult } from "../../studies/steady.ts";
import { listed } from "../answer/facts.ts";
import { scaleOf, write } from "../figures/numbers.ts";
import { paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { table } from "./table.ts";
import { printed, shown, wrapped } from "./text.ts";

/** The answer in words; deterministic. */
export const steadyAnswer = ({ channels, warmUp, horizon }: SteadyResult): string => {
  const restless = channels.filter((each) => each.warmUp === null).map(({ channel }) => channel);
  if (channels.length === 0) return "Nothing changes over the horizon: it is steady from the start.";
  if (warmUp !== null)
    return warmUp === 0
      ? "A steady state holds from the start: no warm-up is needed."
      : `A steady state is reached after ${formatDuration(warmUp)}: declare warmUp: ${warmUp} s, or ${formatDuration(warmUp)}.`;
  const rest = channels.length - restless.length;
  return `No steady state was found: ${listed(restless)} ${restless.length === 1 ? "does" : "do"} not settle in the first half of ${formatDuration(horizon)}${
    rest === 0 ? "" : `, ${rest} others do`
  }. Demand that grows has none; then ask for what happens until the horizon, without a warm-up. Else make the horizon longer.`;
};

export const renderSteady = (result: SteadyResult, { width, color, unicode }: RenderOptions): string => {
  const paint = paintOf(color);
  const { scenario, policy, replications, seed, channels, binSeconds } = result;
  const column = (heading: string, of: (each: SteadyChannel) => string) => ({
    heading,
    cells: channels.map((each) => ({ text: of(each) })),
  });
  const isSingle = replications === 1;
  const note = isSingle
    ? "Intervals are by batch means; (!) where batches still resemble each other, and the interval is too narrow."
    : "Intervals are over replications.";
  const lines = [
    ...wrapped(shown(scenario.name), width),
    ...wrapped(
      `policy ${shown(policy)} · ${replications} replication${isSingle ? "" : "s"}, means over ${formatDuration(binSeconds)} · seed ${shown(seed)}`,
      width,
    ).map(paint.faint),
    "",
    ...wrapped(steadyAnswer(result), width).map(paint.strong),
    "",
    ...table(
      channels.map(({ channel }) => channel),
      [
        column("settles after", ({ warmUp }) =>
          warmUp === null ? "no steady state" : formatDuration(warmUp),
        ),
        column("mean from then on", meanText),
        column("95 % interval", intervalText),
      ],
      width,
      paint.faint,
    ),
    "",
    ...wrapped(`Warm-up by MSER-5. ${note}`, width).map(paint.faint),
    paint.faint(shown(result.command)),
  ];
  return printed(lines, unicode);
};

const unitOf = (channel: Channel) => (channel === "rent" || channel === "opportunity" ? "$" : "GPUs");

const meanText = ({ channel, mean }: SteadyChannel): string =>
  mean === null ? "" : write(mean.mean, scaleOf(unitOf(channel), [mean.mean]));

const intervalText = ({ channel, mean, batches }: SteadyChannel): string => {
  if (mean === null || mean.n < 2) return "";
  const scale = scaleOf(unitOf(channel), [mean.mean], [(mean.high - mean.low) / 2]);
  const doubt = batches?.isIndependent === false ? " (!)" : "";
  return `${write(mean.low, { ...scale, suffix: "" })} to ${write(mean.high, scale)}${doubt}`;
};
