/**
 * One scenario, all the way: parsed, compiled, run under each of its policies with the invariants after every
 * instant, the auditor over the log and the identities of the end. What it gives depends on the scenario alone, but for the
 * milliseconds of processor time; a run that would take too many instants ends early and is counted as cut.
 */
import { InputError } from "../../src/base/errors.ts";
import type { LoggedEvent } from "../../src/metrics/event-log.ts";
import type { Plan, PolicySettings } from "../../src/model/types.ts";
import type { World } from "../../src/model/world.ts";
import { epochOf, spanSeconds } from "../../src/scenario/compile/times.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { createSimulation, type DemandPath, drawDemand } from "../../src/studies/simulate.ts";
import { audit } from "../../src/validation/audit.ts";
import { invariants, keepsLimits } from "../properties/invariants.ts";
import { holdAtEnd } from "./end-identities.ts";
import { type Mark, marksOf, type Seen } from "./marks.ts";
import { recordedFor } from "./recorded.ts";

export type Verdict = {
  readonly outcome: "clean" | "refused" | "violation" | "cut";
  /** What was violated, under which policy; why it was refused. */
  readonly what: string;
  readonly policies: number;
  readonly instants: number;
  readonly events: number;
  readonly milliseconds: number;
};

export type Limits = {
  /** Instants of one run. */
  readonly instants: number;
  /** Milliseconds of processor time of one run; Infinity where the outcome must not depend on the machine. */
  readonly milliseconds: number;
};

/** Processor time so far, in milliseconds: the clock says how busy the machine is, not how long a run takes. */
const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Runs a scenario under each of its policies; marks of what was seen are added to `seen`. */
export const checkScenario = (scenario: unknown, limits: Limits, seen: Set<Mark>): Verdict => {
  const started = spent();
  let count = { policies: 0, instants: 0, events: 0 };
  const verdict = (outcome: Verdict["outcome"], what: string): Verdict => ({
    outcome,
    what,
    ...count,
    milliseconds: spent() - started,
  });
  let by = "compiling";
  try {
    const { plan, policies, demand } = compiled(scenario);
    for (const policy of policies) {
      by = policy.name;
      const run = runOne(plan, policy, demand, limits, seen);
      count = {
        policies: count.policies + 1,
        instants: count.instants + run.instants,
        events: count.events + run.events,
      };
      if (run.isCut) return verdict("cut", `${by}: after ${run.instants} instants and ${run.events} events`);
    }
    return verdict("clean", "");
  } catch (error) {
    if (error instanceof InputError && (by === "compiling" || isTooLarge(error)))
      return verdict("refused", error.problems.map(({ path, message }) => `${path}: ${message}`).join("; "));
    return verdict(
      "violation",
      `${by}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
};

/** What only the run shows: it is too large to be counted exactly, or to be planned for, and says so. */
const isTooLarge = ({ problems }: InputError): boolean =>
  problems.every(({ path, allowed = "" }) =>
    path === "horizon" ? allowed === "below 2^53 GPU-seconds" : allowed.endsWith("reviews in a plan"),
  );

function compiled(text: unknown): { plan: Plan; policies: readonly PolicySettings[]; demand: DemandPath } {
  const { scenario } = parseScenario(JSON.stringify(text), { file: "fuzz.yaml" });
  const horizon = spanSeconds(scenario.horizon, epochOf(scenario.start));
  const traces = recordedFor(scenario, horizon);
  const plan = compilePlan(scenario, traces);
  return { plan, policies: compilePolicies(scenario), demand: drawDemand(plan, 0, traces.rows) };
}

function runOne(plan: Plan, policy: PolicySettings, demand: DemandPath, limits: Limits, seen: Set<Mark>) {
  const events: LoggedEvent[] = [];
  const simulation = createSimulation(plan, policy, demand, {
    bins: 7,
    story: true,
    onEvent: (event) => events.push(event),
    observe: invariants,
  });
  const deadline = spent() + limits.milliseconds;
  const earliest = performance.now() + limits.milliseconds;
  const isTooLong = (): boolean => performance.now() > earliest && spent() > deadline;
  let instants = 0;
  while (simulation.step())
    if (++instants >= limits.instants || (instants % 64 === 0 && isTooLong()))
      return { instants, events: events.length, isCut: true };
  const result = simulation.finish();
  keepsLimits(simulation.world);
  holdAtEnd(simulation.world, result, audit(events, plan.horizon));
  unwatched(plan, policy, demand, result.fingerprint, events.length);
  note({ world: simulation.world, events, policy }, seen);
  return { instants, events: events.length, isCut: false };
}

/** Small runs once more with nobody watching: the same bytes. */
function unwatched(
  plan: Plan,
  policy: PolicySettings,
  demand: DemandPath,
  fingerprint: unknown,
  events: number,
): void {
  if (events > 5000) return;
  const again = createSimulation(plan, policy, demand, { bins: 0, story: false }).finish();
  if (JSON.stringify(again.fingerprint) !== JSON.stringify(fingerprint))
    throw new Error(`unwatched, the run is another: ${JSON.stringify([again.fingerprint, fingerprint])}`);
}

function note(run: Seen & { readonly world: World }, seen: Set<Mark>): void {
  for (const mark of marksOf(run)) seen.add(mark);
}
