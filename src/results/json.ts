/**
 * A study as JSON. `toInterfaceJson` is what other programs read: metrics by name, with interval, unit and
 * direction. A saved result holds the same keys and everything else besides, so that it can be reported on
 * and verified later; `parseResult` is its strict reader.
 */
import { calendarOf, metricsOf, seriesOf, storyOf } from "./json/parts.ts";
import type { PolicyResult, StudyResult } from "./types.ts";

export { parseResult } from "./json/read.ts";

/** The published shape; plain data. */
export const toInterfaceJson = (result: StudyResult) => ({
  schema: result.schema,
  tool: result.tool,
  scenario: { name: result.scenario.name, hash: result.scenario.hash },
  question: result.scenario.question,
  answer: result.answer,
  command: result.command,
  seed: result.seed,
  fingerprint: result.fingerprint,
  policies: result.policies.map((policy) => policyJson(policy, result)),
  comparisons: result.comparisons.map(({ policy, baseline, metrics }) => ({
    policy,
    baseline,
    metrics: metricsOf(metrics, result.definitions),
  })),
  ladder: result.ladder,
  ...(result.stopped === undefined ? {} : { stopped: result.stopped }),
  assertions: result.assertions,
  calendar: calendarOf(result.calendar),
  definitions: result.definitions,
  warnings: result.warnings,
});

const policyJson = (policy: PolicyResult, { definitions }: StudyResult) => ({
  name: policy.policy,
  variant: policy.variant,
  replications: policy.replications,
  metrics: metricsOf(policy.metrics, definitions),
  tenants: policy.tenants,
});

/** A result as it is saved: a line a part, so that two of them can be compared line by line. */
export const serializeResult = (result: StudyResult): string => {
  const whole = {
    ...toInterfaceJson(result),
    scenario: result.scenario,
    request: result.request,
    replications: result.replications,
    policies: result.policies.map((policy) => ({
      ...policyJson(policy, result),
      series: seriesOf(policy.series),
      fans: policy.fans.map(({ channel, quantiles, bands }) => ({
        channel,
        quantiles,
        bands: bands.map((band) => [...band]),
      })),
      story: storyOf(policy.story),
    })),
  };
  const lines = Object.entries(whole).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  return `{${lines.join(",\n")}}\n`;
};
