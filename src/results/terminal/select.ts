/** Which policy was chosen, for a person on the terminal: the answer in a sentence, then what each policy was given. */

import { METRIC, type MetricDefinition, metricDefinitions } from "../../metrics/definitions.ts";
import type { SelectResult } from "../../studies/select.ts";
import { scaleOfIntervals, write } from "../figures/numbers.ts";
import { paintOf } from "./paint.ts";
import type { RenderOptions } from "./render.ts";
import { table } from "./table.ts";
import { printed, shown, wrapped } from "./text.ts";

/** The answer in words; deterministic. */
export const selectAnswer = ({ best, confidence, method, budget }: SelectResult): string => {
  if (confidence === null) return `After ${budget} runs it is not decided yet; ${best} is ahead.`;
  const percent = `${Math.floor(1000 * confidence) / 10} %`;
  return method === "ocba"
    ? `${best} is the best with a probability of at least ${percent}, by the means and spreads found.`
    : `${best} is the best, or no further from it than does not matter, with ${percent} confidence.`;
};

export const renderSelect = (result: SelectResult, { width, color, unicode }: RenderOptions): string => {
  const paint = paintOf(color);
  const { policies, scenario, seed, metric } = result;
  const { label, unit } = metricDefinitions[METRIC[metric]] as MetricDefinition;
  const scale = scaleOfIntervals(
    unit,
    policies.map(({ measure }) => measure),
  );
  const cells = (of: (each: SelectResult["policies"][0]) => string) =>
    policies.map((each) => ({ text: of(each) }));
  const runs = policies.reduce((sum, { measure }) => sum + measure.n, 0);
  const lines = [
    ...wrapped(shown(scenario.name), width),
    ...wrapped(`${runs} runs of ${policies.length} policies · seed ${shown(seed)}`, width).map(paint.faint),
    "",
    ...wrapped(shown(selectAnswer(result)), width).map(paint.strong),
    "",
    ...table(
      policies.map(({ policy }) => shown(policy)),
      [
        { heading: label, cells: cells(({ measure }) => write(measure.mean, scale)) },
        {
          heading: "95 % interval",
          cells: cells(({ measure }) => `${write(measure.low, scale)} to ${write(measure.high, scale)}`),
        },
        { heading: "replications", cells: cells(({ measure }) => String(measure.n)) },
      ],
      width,
      paint.faint,
    ),
    "",
    paint.faint(shown(result.command)),
  ];
  return printed(lines, unicode);
};
