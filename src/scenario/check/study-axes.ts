/** The axes of a study: paths that can be read, amounts of one kind and in order, each path once, not too many points. */
import { type Finding, type Path, quote } from "../explain/finding.ts";
import { type AmountUnit, amountOf } from "../study/amount.ts";
import { axisName, isList, pathsOf, rangeSize } from "../study/axis.ts";
import { type AxisSpec, MAX_AXIS_VALUES, MAX_POINTS, type RangeSpec, type Study } from "../study-schema.ts";
import { parsePath } from "../text/path.ts";

/** Whether the axes make sense by themselves; what the scenario takes is judged elsewhere. */
export function checkAxes(study: Study): Finding[] {
  const findings = Object.entries(study.axes).flatMap(([name, spec]) => checkAxis(name, spec));
  findings.push(...checkPathsOnce(study));
  return findings.length > 0 ? findings : checkSize(study);
}

function checkAxis(name: string, spec: AxisSpec): Finding[] {
  const path: Path = ["axes", name];
  const unread = pathsOf(name).filter((one) => parsePath(one) === undefined);
  if (unread.length > 0)
    return unread.map((one) => ({
      path,
      message: `${quote(one)} is no path`,
      hint: "write it like tenants[0].contract.gpus or tenants.anthropic.contract.gpus; join several by ` + `",
      onKey: true,
    }));
  if (isList(spec)) return checkList(spec, path);
  const amounts = amountsOf(spec);
  const unreadable = amounts.filter(([, written]) => amountOf(written) === undefined);
  if (unreadable.length > 0) return unreadable.map(([key, written]) => noAmount([...path, key], written));
  const units = new Set<AmountUnit | undefined>(amounts.map(([, written]) => amountOf(written)?.unit));
  if (units.size > 1)
    return [
      {
        path,
        message: "its amounts are of different kinds",
        hint: "write all of them in the same way, with units or without",
      },
    ];
  return [...checkOrder(spec, path), ...(spec.kind === "range" ? checkRange(spec, path) : [])];
}

/** The amounts of an axis that must ascend, in that order, and the step. */
const amountsOf = (spec: Exclude<AxisSpec, readonly unknown[]>): [string, unknown][] => {
  const keys = spec.kind === "lognormal" ? ["median", "p90"] : ["from", "mode", "to", "step"];
  return keys.flatMap((key): [string, unknown][] => {
    const written = (spec as Readonly<Record<string, unknown>>)[key];
    return written === undefined ? [] : [[key, written]];
  });
};

function checkOrder(spec: Exclude<AxisSpec, readonly unknown[]>, path: Path): Finding[] {
  const findings: Finding[] = [];
  const ascending = amountsOf(spec).filter(([key]) => key !== "step");
  const value = (i: number): number => amountOf(ascending[i]?.[1])?.value ?? Number.NaN;
  for (let i = 1; i < ascending.length; i++) {
    const mayBeEqual = spec.kind === "triangular";
    if (value(i) > value(i - 1) || (mayBeEqual && value(i) === value(i - 1))) continue;
    const [key, before] = [ascending[i]?.[0] as string, ascending[i - 1]?.[0] as string];
    findings.push({ path: [...path, key], message: `\`${key}\` is not above \`${before}\`` });
  }
  if (spec.kind === "triangular" && value(2) === value(0))
    findings.push({ path: [...path, "to"], message: "`to` is not above `from`" });
  const needsPositive =
    spec.kind === "lognormal" ||
    spec.kind === "logUniform" ||
    (spec.kind === "range" && spec.scale === "log");
  if (needsPositive && !(value(0) > 0))
    findings.push({ path: [...path, ascending[0]?.[0] as string], message: "expected an amount above 0" });
  return findings;
}

function checkRange(spec: RangeSpec, path: Path): Finding[] {
  if ((spec.step === undefined) === (spec.count === undefined))
    return [{ path, message: "a range has a `step` or a `count`: give one of them" }];
  if (spec.step === undefined) return [];
  if (spec.scale === "log")
    return [{ path: [...path, "scale"], message: "a logarithmic range needs a `count`, not a `step`" }];
  if (!((amountOf(spec.step)?.value ?? 0) > 0))
    return [{ path: [...path, "step"], message: "expected a step above 0" }];
  const size = rangeSize(spec);
  return size > MAX_AXIS_VALUES
    ? [{ path: [...path, "step"], message: `${size} values: at most ${MAX_AXIS_VALUES} are allowed` }]
    : [];
}

function checkList(values: readonly unknown[], path: Path): Finding[] {
  const seen = new Map<string, number>();
  return values.flatMap((value, i) => {
    const key = JSON.stringify(value);
    const first = seen.get(key);
    seen.set(key, first ?? i);
    return first === undefined
      ? []
      : [
          {
            path: [...path, i],
            message: "the value is listed twice",
            found: key,
            hint: "remove one of the two",
          },
        ];
  });
}

function checkPathsOnce({ axes }: Study): Finding[] {
  const seen = new Set<string>();
  const names = Object.keys(axes).map(axisName);
  const twice = Object.keys(axes).filter((_, i) => names.indexOf(names[i] as string) < i);
  if (twice.length > 0)
    return twice.map((key) => ({ path: ["axes", key], message: "another axis has this name", onKey: true }));
  return Object.keys(axes).flatMap((name) =>
    pathsOf(name).flatMap((path): Finding[] => {
      if (!seen.has(path)) {
        seen.add(path);
        return [];
      }
      return [
        { path: ["axes", name], message: `${quote(path)} is changed by another axis too`, onKey: true },
      ];
    }),
  );
}

function checkSize({ axes, samples }: Study): Finding[] {
  let points = 1;
  let isDrawn = false;
  for (const spec of Object.values(axes)) {
    if (isList(spec)) points *= spec.length;
    else if (spec.kind === "range") points *= rangeSize(spec);
    else isDrawn = true;
  }
  if (isDrawn) points *= samples;
  return points > MAX_POINTS
    ? [
        {
          path: ["axes"],
          message: `${points} points: at most ${MAX_POINTS} are allowed`,
          hint: "fewer values, or drawn axes with `samples`",
        },
      ]
    : [];
}

/** An amount that cannot be read. */
export const noAmount = (path: Path, written: unknown): Finding => ({
  path,
  message: `expected a number, a share or a length of time without months, got ${JSON.stringify(written)}`,
  found: JSON.stringify(written),
});
