/**
 * What else could be asked of the scenario: how long a notice should be, two parameters at once, what matters most.
 * Each is simulated when a button is pressed, with its progress, and can be stopped.
 */
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { metricDefinitions, policyName } from "../../src/index.ts";
import { Plot } from "../charts/plot.tsx";
import type { Scheme } from "../charts/plotly.ts";
import type { Desk } from "../engine/desk-client.ts";
import type { PageState } from "../state/page-state.ts";
import { chartsOf } from "./found-charts.ts";
import { firstOfEach, LADDER, noticesOf, rangeAround, type Variable, variablesOf } from "./parameters.ts";
import { TwoParameters } from "./two-parameters.tsx";
import { type Asked, type Explored, useExploration } from "./use-exploration.ts";

export type WhatIfProps = {
  readonly state: PageState;
  readonly desk: Desk;
  readonly scheme: Scheme;
  /** Place of the policy that is asked about. */
  readonly place: number;
};

/** Parameters that are moved: what matters most of each program, tenant and policy. */
const MOST_PARAMETERS = 24;

export const WhatIf = (props: WhatIfProps) => {
  const { state, place } = props;
  const form = state.form.value;
  const variables = useMemo(() => (form === undefined ? [] : variablesOf(form)), [form]);
  const policy = state.shown.value?.result.policies[place];
  if (state.isImported.value || policy === undefined || variables.length === 0) return null;
  const own = { ...props, variables, policy: policy.policy };
  return (
    <section aria-labelledby="what-if-title" class="what-if">
      <h2 id="what-if-title">What if?</h2>
      <p class="note">
        Further studies on the same demand, when you ask for them; an edit stops them. One policy means{" "}
        <bdi>{policyName(policy)}</bdi>, which is chosen above.
      </p>
      <Ladder {...own} />
      <TwoParameters {...own} />
      <Tornado {...own} />
    </section>
  );
};

export type PartProps = WhatIfProps & {
  readonly variables: readonly Variable[];
  readonly policy: string;
};

const Ladder = (props: PartProps) => {
  const notices = noticesOf(props.variables);
  const [path, choose] = useState("");
  const notice = notices.find((one) => one.path === path) ?? notices[0];
  if (notice === undefined) return null;
  const values = [...new Set([...LADDER, notice.control.value])];
  return (
    <Part
      {...props}
      title="How long should a notice be?"
      note="One policy at each length, from seconds to half a year."
      button="Simulate the ladder"
      asked={{
        method: "ladder",
        policy: props.policy,
        notice: { path: notice.path, name: notice.name, values },
      }}
    >
      <Pick label="Notice" variables={notices} path={notice.path} onPick={choose} />
    </Part>
  );
};

const Tornado = (props: PartProps) => {
  const [metric, choose] = useState("netValue");
  const ranges = firstOfEach(props.variables.filter(({ control }) => control.isMain))
    .flatMap((variable) => rangeAround(variable) ?? [])
    .slice(0, MOST_PARAMETERS);
  if (ranges.length === 0) return null;
  return (
    <Part
      {...props}
      title="What matters most?"
      note={`One policy with each of ${ranges.length} parameters a quarter lower and a quarter higher.`}
      button="Simulate each parameter"
      asked={{ method: "tornado", policy: props.policy, metric, ranges }}
    >
      <MetricPick metric={metric} onPick={choose} />
    </Part>
  );
};

type FrameProps = PartProps & {
  readonly title: string;
  readonly note: string;
  readonly button: string;
  readonly asked: Asked;
  readonly children: ComponentChildren;
};

/** One question: what is asked, the button, how far it is, and what was found. */
export const Part = ({ state, desk, scheme, title, note, button, asked, children }: FrameProps) => {
  const { explored, run, stop } = useExploration(state, desk);
  const isRunning = explored.phase === "running";
  const isBusy = state.run.value.phase === "running" || state.isStale.value;
  const charts = useMemo(() => chartsOf(explored.found), [explored.found]);
  return (
    <div class="exploration" data-method={asked.method} data-phase={explored.phase}>
      <h3>{title}</h3>
      <p class="note">{note}</p>
      <div class="exploration-choice">
        {children}
        <button type="button" disabled={isBusy || isRunning} onClick={() => run(asked)}>
          {button}
        </button>
        {isRunning && (
          <>
            <progress max={Math.max(1, explored.total)} value={explored.done} aria-label="Runs done" />
            <button type="button" onClick={stop}>
              Stop
            </button>
          </>
        )}
      </div>
      <Outcome explored={explored} />
      <div class={explored.isOld ? "stale" : ""}>
        {charts.map((chart) => (
          <Plot key={chart.title} chart={chart} scheme={scheme} />
        ))}
      </div>
    </div>
  );
};

const Outcome = ({
  explored: { phase, message, found, isOld, done, total },
}: {
  readonly explored: Explored;
}) => (
  <div role="status">
    {phase === "failed" && <p class="warning">{message}</p>}
    {phase === "stopped" && (
      <p class="note">
        Stopped after {done} of {total} runs.
      </p>
    )}
    {isOld && <p class="note">The scenario has changed since; ask again for its numbers.</p>}
    {found?.method === "tornado" && found.omitted.length > 0 && (
      <p class="note">
        Left out, because the scenario does not take values that far: <bdi>{found.omitted.join(", ")}</bdi>.
      </p>
    )}
  </div>
);

type PickProps = {
  readonly label: string;
  readonly variables: readonly Variable[];
  readonly path: string;
  readonly onPick: (path: string) => void;
};

export const Pick = ({ label, variables, path, onPick }: PickProps) => {
  const isOther = variables.map((variable) => `${variable.path} ${variable.name}`).join("\n");
  // hundreds of them, and the same after almost every edit
  const options = useMemo(
    () =>
      variables.map((variable) => (
        <option key={variable.path} value={variable.path}>
          {variable.name}
        </option>
      )),
    [isOther],
  );
  return (
    <label>
      {label}
      <select value={path} onChange={(event) => onPick(event.currentTarget.value)}>
        {options}
      </select>
    </label>
  );
};

type MetricProps = { readonly metric: string; readonly onPick: (metric: string) => void };

export const MetricPick = ({ metric, onPick }: MetricProps) => (
  <label>
    Metric
    <select value={metric} onChange={(event) => onPick(event.currentTarget.value)}>
      {metricDefinitions
        .filter(({ headline }) => headline)
        .map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
    </select>
  </label>
);
