/**
 * What the owner's net value is made of, a row a policy: rent and charges to the right, credits and the cost
 * of demand that is not met to the left, and a mark where that leaves it.
 */
import type { MetricName } from "../../metrics/definitions.ts";
import { caption, label } from "../label.ts";
import type { Interval, PolicyResult, StudyResult } from "../types.ts";
import { type Chart, legendAbove, type Marker, rowAxis, rowLabel, type Trace } from "./figure.ts";
import { policyName } from "./names.ts";
import { type Scale, scaleOf, write } from "./numbers.ts";

/** Policies drawn. */
const MOST_DRAWN = 12;

type Part = {
  readonly name: string;
  readonly metric: MetricName;
  readonly sign: 1 | -1;
  readonly marker: Marker;
};

/** The formula of net value, term by term. */
export const parts: readonly Part[] = [
  { name: "Rent", metric: "revenue", sign: 1, marker: { color: "@firm" } },
  { name: "Termination charges", metric: "terminationBalance", sign: 1, marker: { color: "@external" } },
  { name: "SLA credits", metric: "credits", sign: -1, marker: { color: "@stranded" } },
  {
    name: "Opportunity cost",
    metric: "opportunityCost",
    sign: -1,
    marker: {
      color: "@unmet",
      pattern: { shape: "/", bgcolor: "@unmet", fgcolor: "@background", size: 8, solidity: 0.2 },
    },
  },
];

/** Where the money comes from and goes to, for all policies. */
export const cashChart = (result: StudyResult): Chart => {
  const policies = result.policies.slice(0, MOST_DRAWN);
  const at = (policy: PolicyResult, metric: MetricName): Interval =>
    policy.metrics[result.definitions.findIndex(({ name }) => name === metric)];
  const values = parts.map(({ metric, sign }) => policies.map((policy) => sign * at(policy, metric).mean));
  const net = policies.map((policy) => at(policy, "netValue"));
  const scale = scaleOf("$", values.flat());
  return {
    title: "Revenue, credits and opportunity cost",
    note: `Over the whole run, mean of replications. To the right what the owner earns, to the left what it loses; the diamond is the net value with its 95 % interval. Unmet demand is valued at $${result.scenario.assumptions.internalGpuHour} a GPU-hour, an assumption.`,
    data: [...parts.flatMap((part, k) => bars(part, values[k], scale)), netTrace(net, scale)],
    layout: {
      height: 100 + 52 * Math.max(1, policies.length),
      margin: { l: 8, r: 16, t: 56, b: 44 },
      hovermode: "closest",
      barmode: "relative",
      showlegend: true,
      legend: legendAbove,
      xaxis: {
        zeroline: true,
        zerolinecolor: "@muted",
        zerolinewidth: 1.5,
        nticks: 7,
        title: { text: label(`$ ${scale.suffix}`), standoff: 4 },
      },
      yaxis: rowAxis(policies.length),
      annotations: policies.map((policy, i) => rowLabel(label(policyName(policy), 40), -i + 0.02)),
    },
    table: tableOf(result.policies, at),
  };
};

const MIDDLE = -0.2;
const THICK = 0.36;

const bars = ({ name, marker }: Part, values: readonly number[], scale: Scale): Trace[] =>
  values.every((value) => value === 0)
    ? []
    : [
        {
          type: "bar",
          orientation: "h",
          name: label(name),
          y: values.map((_, i) => -i + MIDDLE),
          x: values.map((value) => value / scale.divisor),
          width: values.map(() => THICK),
          marker: { ...marker, line: { width: 0 } },
          customdata: values.map((value) => label(write(value, scaleOf("$", [value])))),
          hovertemplate: caption`${label(name)}: %{customdata}<extra></extra>`,
        },
      ];

const netTrace = (net: readonly Interval[], scale: Scale): Trace => ({
  type: "scatter",
  mode: "markers",
  name: label("Net value"),
  x: net.map(({ mean }) => mean / scale.divisor),
  y: net.map((_, i) => -i + MIDDLE),
  error_x: {
    type: "data",
    symmetric: false,
    array: net.map(({ mean, high }) => (high - mean) / scale.divisor),
    arrayminus: net.map(({ mean, low }) => (mean - low) / scale.divisor),
    color: "@ink",
    thickness: 1.6,
    width: 5,
  },
  marker: { color: "@ink", symbol: "diamond", size: 10, line: { color: "@background", width: 1.5 } },
  customdata: net.map(({ mean }) => label(write(mean, scaleOf("$", [mean])))),
  hovertemplate: caption`${label("Net value")}: %{customdata}<extra></extra>`,
});

const tableOf = (
  policies: readonly PolicyResult[],
  at: (policy: PolicyResult, metric: MetricName) => Interval,
): Chart["table"] => ({
  columns: ["Policy", ...parts.map(({ name }) => name), "Net value"].map((head, i) => ({
    head,
    isNumber: i > 0,
  })),
  rows: policies.map((policy) => [
    policyName(policy),
    ...[...parts.map(({ metric, sign }) => sign * at(policy, metric).mean), at(policy, "netValue").mean].map(
      (value) => write(value, scaleOf("$", [value])),
    ),
  ]),
  omitted: "",
});
