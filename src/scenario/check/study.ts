/**
 * Relations between the fields of a study: axes that make sense, metrics and policies that exist. Whether the scenario
 * takes the values of the axes is `check/study-points.ts`.
 */
import { metricDefinitions } from "../../metrics/definitions.ts";
import { isShipped } from "../compile/policy.ts";
import { didYouMean } from "../explain/did-you-mean.ts";
import { type Finding, type Path, quote } from "../explain/finding.ts";
import { shippedPolicyNames } from "../policy-schema.ts";
import type { Scenario } from "../schema.ts";
import { amountOf } from "../study/amount.ts";
import { axisName } from "../study/axis.ts";
import type { Study } from "../study-schema.ts";
import { checkAxes, noAmount } from "./study-axes.ts";

const known = metricDefinitions.map(({ name }) => name);

/** @param study - as the schema takes it */
export function checkStudy(study: Study): Finding[] {
  const findings = checkAxes(study);
  study.metrics.forEach((name, i) => {
    findings.push(...refers(name, known, ["metrics", i], "metric"));
  });
  for (const name of Object.keys(study.precision))
    findings.push(...refers(name, known, ["precision", name], "metric").map((f) => ({ ...f, onKey: true })));
  findings.push(...checkConstraints(study));
  findings.push(...checkSelect(study));
  if (study.replications !== undefined && study.replications > study.mostReplications && isOpen(study))
    findings.push({
      path: ["mostReplications"],
      message: `at most ${study.mostReplications} replications, and at least ${study.replications}`,
      hint: "raise `mostReplications`",
    });
  return findings;
}

function checkConstraints(study: Study): Finding[] {
  const findings: Finding[] = [];
  study.constraints.forEach((constraint, i) => {
    const at: Path = ["constraints", i];
    const { metric, axis, atMost, atLeast } = constraint;
    if ((metric === undefined) === (axis === undefined))
      findings.push({ path: at, message: "a constraint is on a `metric` or on an `axis`: give one of them" });
    if (metric !== undefined) findings.push(...refers(metric, known, [...at, "metric"], "metric"));
    if (axis !== undefined)
      findings.push(...refers(axis, Object.keys(study.axes).map(axisName), [...at, "axis"], "axis"));
    if (atMost === undefined && atLeast === undefined)
      findings.push({ path: at, message: "a constraint has a limit: give `atMost`, `atLeast` or both" });
    for (const key of ["atMost", "atLeast"] as const)
      if (constraint[key] !== undefined && amountOf(constraint[key]) === undefined)
        findings.push(noAmount([...at, key], constraint[key]));
  });
  return findings;
}

/** Policies of a study, against its scenario. */
export function checkStudyPolicies(study: Study, scenario: Scenario): Finding[] {
  const own = Object.keys(scenario.policies);
  const known = [...new Set([...own, ...shippedPolicyNames])];
  const findings = study.policies.flatMap((name, i) =>
    own.includes(name) || isShipped(name) ? [] : refers(name, known, ["policies", i], "policy"),
  );
  study.policies.forEach((name, i) => {
    if (study.policies.indexOf(name) < i)
      findings.push({
        path: ["policies", i],
        message: "the policy is listed twice",
        hint: "remove one of the two",
      });
  });
  const compared = study.policies.length > 0 ? study.policies : own;
  if (study.baseline !== undefined)
    findings.push(...refers(study.baseline, compared, ["baseline"], "policy"));
  return findings;
}

/** Whether the number of replications is found out while they are made. */
const isOpen = ({ precision, select }: Study): boolean =>
  select !== undefined || Object.keys(precision).length > 0;

function checkSelect({ select }: Study): Finding[] {
  if (select === undefined) return [];
  const chosen = metricDefinitions.filter(({ better }) => better !== "neither").map(({ name }) => name);
  const at: Path = ["select"];
  const isNeutral = metricDefinitions.some(
    ({ name, better }) => name === select.metric && better === "neither",
  );
  const findings = isNeutral
    ? [
        {
          path: [...at, "metric"],
          message: `neither more nor less of ${select.metric} is better, so none can be the best by it`,
          found: quote(select.metric),
          hint: "choose by netValue or unmetShare, for example",
        },
      ]
    : refers(select.metric, chosen, [...at, "metric"], "metric");
  const indifference = amountOf(select.indifference);
  if (indifference === undefined || indifference.unit === "seconds" || !(indifference.value > 0))
    findings.push({
      path: [...at, "indifference"],
      message: "expected a number above 0, or a percentage such as 0.5 %",
      found: JSON.stringify(select.indifference),
    });
  const confidence = amountOf(select.confidence)?.value ?? 0;
  if (!(confidence > 0.5 && confidence < 1))
    findings.push({
      path: [...at, "confidence"],
      message: "a confidence lies between 50 % and 100 %, both excluded",
      found: JSON.stringify(select.confidence),
      hint: "95 %, for example",
    });
  return findings;
}

function refers(name: string, known: readonly string[], path: Path, noun: string): Finding[] {
  if (known.includes(name)) return [];
  const hint =
    didYouMean(name, known) ??
    (known.length <= 20 ? `there are ${known.map(quote).join(", ")}` : `the manual lists every ${noun}`);
  return [{ path, message: `there is no ${noun} ${quote(name)}`, found: quote(name), hint }];
}
