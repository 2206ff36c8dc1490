/**
 * A study as points and units of work. A point is one value for each axis; a unit is all policies over a range of
 * replications at one point. Nothing is listed in advance: a point and a key are worked out when they are asked
 * for, so that a study of a million units costs no more memory than one of ten.
 *
 * The key of a unit is a SHA-256 of everything its result depends on, and of nothing else: whoever edits a study and
 * goes on runs what is new and keeps what is not.
 */
import { definitionsFor, type MetricDefinition } from "../../metrics/definitions.ts";
import { noTraces, type Traces } from "../../scenario/compile/trace-set.ts";
import { compilePlan } from "../../scenario/compile.ts";
import { type Override, overrideScenario } from "../../scenario/parse.ts";
import type { ParsedStudy } from "../../scenario/parse-study.ts";
import { canonicalJson } from "../../scenario/resolved.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Axis } from "../../scenario/study/axis.ts";
import type { Study } from "../../scenario/study-schema.ts";
import type { Stop } from "../stop.ts";
import { VERSION } from "../version.ts";
import { type Digest, hexDigest } from "./digest.ts";
import { pointsOf, type SweepPoint } from "./points.ts";
import { pointStops } from "./stop.ts";

export type { SweepPoint } from "./points.ts";

/** Version of what a unit's result looks like; part of every key. */
export const RECORD_SCHEMA = "clawback-unit/1";

/** Content of one recorded file: its name in the scenario, and the SHA-256 of its bytes. */
export type TraceContent = { readonly file: string; readonly sha256: string };

/** All policies over the replications `from` up to and without `to`, at one point. */
export type SweepUnit = {
  readonly key: string;
  readonly point: number;
  readonly settings: readonly Override[];
  readonly from: number;
  readonly to: number;
};

/** What all units of a study depend on: when a part of it changes, everything is run again, and the part says why. */
export type SweepBasis = {
  readonly engine: string;
  readonly record: string;
  /** SHA-256 of the canonical scenario without texts for readers. */
  readonly scenario: string;
  readonly seed: string;
  readonly policies: string;
  readonly traces: string;
};

export type SweepPlan = {
  readonly study: Study;
  readonly scenario: Scenario;
  readonly axes: readonly Axis[];
  readonly basis: SweepBasis;
  readonly policies: readonly string[];
  /** Place of the policy that differences are taken against. */
  readonly baseline: number;
  readonly traces: Traces;
  readonly traceContents: readonly TraceContent[];
  /** Metrics of the results, in order. */
  readonly definitions: readonly MetricDefinition[];
  /** How many points there are. */
  readonly points: number;
  /** Replications at each point; with a precision or a selection, the fewest and the most. */
  readonly replications: { readonly least: number; readonly most: number };
  /** Starts the rule that says when a point has enough of them; undefined when their number is fixed. */
  readonly startStop: (() => Stop) | undefined;
  readonly pointAt: (place: number) => SweepPoint;
  readonly unitAt: (point: SweepPoint, from: number) => SweepUnit;
};

/**
 * @param traces - what the scenario's files hold, and what they were
 * @param digest - SHA-256 in hexadecimal, when the platform has one of its own
 */
export const planSweep = (
  { study, scenario, axes }: ParsedStudy,
  traces: Traces = noTraces,
  traceContents: readonly TraceContent[] = [],
  digest: Digest = hexDigest,
): SweepPlan => {
  const policies = study.policies.length > 0 ? study.policies : Object.keys(scenario.policies);
  const pick = pointsOf(study, axes, String(scenario.seed));
  const least = study.replications ?? scenario.replications;
  const definitions = definitionsOf(scenario, traces);
  const startStop = pointStops(study, scenario, policies);
  const most = startStop === undefined ? least : Math.max(least, study.mostReplications);
  const basis = basisOf(scenario, policies, traceContents);
  const prefix = hexDigest(JSON.stringify(basis));
  return {
    study,
    scenario,
    axes,
    basis,
    policies,
    baseline: Math.max(0, study.baseline === undefined ? 0 : policies.indexOf(study.baseline)),
    traces,
    traceContents,
    definitions:
      study.metrics.length === 0
        ? definitions
        : definitions.filter(({ name }) => study.metrics.includes(name)),
    points: pick.count,
    replications: { least, most },
    startStop,
    pointAt: pick.at,
    unitAt: (point, from) => {
      const to = Math.min(from + study.batch, most);
      const { settings } = point;
      return { key: keyOf(digest, prefix, settings, from, to), point: point.index, settings, from, to };
    },
  };
};

/** What all keys of a study have in common. Texts for readers decide nothing, nor does the number of replications. */
const basisOf = (
  scenario: Scenario,
  policies: readonly string[],
  traces: readonly TraceContent[],
): SweepBasis => {
  const own = Object.entries(scenario.policies).filter(([name]) => policies.includes(name));
  const decisive: Scenario = {
    ...scenario,
    question: "",
    description: "",
    replications: 1,
    seed: "",
    policies: Object.fromEntries(own),
  };
  return {
    engine: VERSION,
    record: RECORD_SCHEMA,
    scenario: hexDigest(canonicalJson(decisive)),
    seed: String(scenario.seed),
    policies: policies.join(", "),
    traces: traces.map(({ file, sha256 }) => `${file} ${sha256}`).join(", "),
  };
};

const keyOf = (
  digest: Digest,
  prefix: string,
  settings: readonly Override[],
  from: number,
  to: number,
): string =>
  digest(`${prefix}\n${JSON.stringify(settings.map(({ path, value }) => [path, value]))}\n${from}-${to}`);

/** The metrics that the scenario has. */
const definitionsOf = (scenario: Scenario, traces: Traces): readonly MetricDefinition[] => {
  const plan = compilePlan(scenario, traces);
  return definitionsFor({
    leases: plan.contracts.length > 0 || plan.streams.length === 0,
    jobs: plan.streams.length > 0,
  });
};

/** The scenario at a point. @throws InputError when it does not take the point's values */
export const scenarioAt = (plan: Pick<SweepPlan, "scenario">, settings: readonly Override[]): Scenario =>
  overrideScenario(plan.scenario, settings);
