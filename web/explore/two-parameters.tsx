/** One metric over two parameters: which ones, their values, and the map of what comes out. */
import { useState } from "preact/hooks";
import { firstPair, parameterOf, type Variable, valuesAround } from "./parameters.ts";
import { MetricPick, Part, type PartProps, Pick } from "./what-if.tsx";

/** What was written for an axis; undefined until somebody writes. */
type Written = { readonly path: string; readonly values: string | undefined };

const nothing: Written = { path: "", values: undefined };

export const TwoParameters = (props: PartProps) => {
  const { variables, policy } = props;
  const [metric, choose] = useState("unmetShare");
  const [across, writeAcross] = useState(nothing);
  const [up, writeUp] = useState(nothing);
  const pair = firstPair(variables);
  if (pair === undefined) return null;
  const of = (written: Written, first: Variable) =>
    variables.find(({ path }) => path === written.path) ?? first;
  const [x, y] = [of(across, pair[0]), of(up, pair[1])];
  const xs = across.values ?? valuesAround(x).join(", ");
  const ys = up.values ?? valuesAround(y).join(", ");
  const asked = {
    method: "map",
    policy,
    metric,
    x: parameterOf(x, xs),
    y: parameterOf(y, ys),
  } as const;
  return (
    <Part
      {...props}
      title="Two parameters at once"
      note="One policy at every pair of values."
      button={`Simulate ${asked.x.values.length * asked.y.values.length} pairs`}
      asked={asked}
    >
      <Axis label="Across" variables={variables} chosen={x} values={xs} onWrite={writeAcross} />
      <Axis label="Up" variables={variables} chosen={y} values={ys} onWrite={writeUp} />
      <MetricPick metric={metric} onPick={choose} />
    </Part>
  );
};

type AxisProps = {
  readonly label: string;
  readonly variables: readonly Variable[];
  readonly chosen: Variable;
  readonly values: string;
  readonly onWrite: (written: Written) => void;
};

const Axis = ({ label, variables, chosen, values, onWrite }: AxisProps) => (
  <>
    <Pick
      label={label}
      variables={variables}
      path={chosen.path}
      onPick={(path) => onWrite({ path, values: undefined })}
    />
    <label>
      Values, {label.toLowerCase()}
      <input
        type="text"
        maxLength={500}
        value={values}
        onChange={(event) => onWrite({ path: chosen.path, values: event.currentTarget.value || undefined })}
      />
    </label>
  </>
);
