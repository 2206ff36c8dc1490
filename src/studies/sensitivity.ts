/**
 * Which parameters matter: a tornado (one at a time, low and high), elementary effects (Morris) or shares of
 * variance (Sobol), of the mean of a measure over replications on the same demand.
 */
import { InputError } from "../base/errors.ts";
import { openStream } from "../random/streams.ts";
import type { Interval } from "../results/types.ts";
import type { Override } from "../scenario/parse.ts";
import { scenarioHash } from "../scenario/resolved.ts";
import { type Axis, axisOf, type Range } from "./axis.ts";
import {
  createEvaluator,
  type EvaluationOptions,
  type EvaluationRequest,
  type Evaluator,
} from "./evaluate.ts";
import { type Measure, parseMeasure } from "./measure.ts";
import { morrisDesign } from "./sensitivity/morris.ts";
import {
  type MorrisRow,
  morrisOf,
  type SobolRow,
  sobolOf,
  type TornadoBar,
  tornadoOf,
} from "./sensitivity/rows.ts";
import { MOST_PARAMETERS, saltelliDesign } from "./sensitivity/sobol-indices.ts";
import { VERSION } from "./version.ts";

export type { MorrisRow, SobolRow, TornadoBar } from "./sensitivity/rows.ts";

export const sensitivityMethods = ["tornado", "morris", "sobol"] as const;
export type SensitivityMethod = (typeof sensitivityMethods)[number];

export type SensitivityRequest = EvaluationRequest & {
  readonly method: SensitivityMethod;
  readonly vary: readonly Range[];
  /** Such as `netValue`, `anthropic.rent` or `P(anthropic.evictions > 0)`. */
  readonly measure: string;
  /** Trajectories of Morris, at least 2; rows of Sobol, at least 2 and rather a power of two. */
  readonly size?: number | undefined;
  readonly command: string;
};

export type SensitivityResult = {
  readonly schema: "clawback-sensitivity/1";
  readonly tool: { readonly name: "clawback"; readonly version: string };
  readonly scenario: { readonly name: string; readonly question: string; readonly hash: string };
  readonly command: string;
  readonly seed: string;
  readonly policy: string;
  readonly replications: number;
  readonly runs: number;
  readonly measure: { readonly text: string; readonly label: string; readonly unit: Measure["unit"] };
  readonly method: SensitivityMethod;
  /** The measure in the scenario as it is. */
  readonly base: Interval;
  /** The most important parameter first; only the list of the method is filled. */
  readonly tornado: readonly TornadoBar[];
  readonly morris: readonly MorrisRow[];
  readonly sobol: readonly SobolRow[];
};

/** Trajectories or rows when nothing is said. */
export const defaultSizes: { readonly [M in SensitivityMethod]: number } = {
  tornado: 1,
  morris: 10,
  sobol: 128,
};

/**
 * Carries out the method.
 *
 * @throws InputError when a parameter, a range or the measure means nothing in the scenario
 */
export const sensitivity = async (
  request: SensitivityRequest,
  options: EvaluationOptions,
): Promise<SensitivityResult> => {
  check(request);
  const { scenario, method, vary } = request;
  const measure = parseMeasure(
    request.measure,
    scenario.tenants.map(({ name }) => name),
  );
  const axes = vary.map((range) => axisOf(scenario, range));
  const size = request.size ?? defaultSizes[method];
  const evaluator = createEvaluator(request, measure, options, pointsOf(method, axes.length, size));
  const stream = (purpose: string) => openStream(evaluator.seed, 0, "sensitivity", purpose);
  const design = designOf(method, axes.length, size, stream("design"));
  const [base, ...values] = (await evaluator.evaluate([
    [],
    ...design.map((point) => overridesAt(axes, point)),
  ])) as [Float64Array, ...Float64Array[]];
  const rows = { tornado: [] as TornadoBar[], morris: [] as MorrisRow[], sobol: [] as SobolRow[] };
  if (method === "tornado") rows.tornado = tornadoOf(axes, base, values);
  if (method === "morris") rows.morris = morrisOf(axes, design, values);
  if (method === "sobol") rows.sobol = sobolOf(axes, values, stream("bootstrap"));
  return {
    schema: "clawback-sensitivity/1",
    tool: { name: "clawback", version: VERSION },
    scenario: {
      name: scenario.name,
      question: scenario.question,
      hash: scenarioHash(evaluator.scenario, await request.traces([evaluator.scenario])),
    },
    ...about(evaluator),
    command: request.command,
    measure: { text: measure.text, label: measure.label, unit: measure.unit },
    method,
    base: measure.intervalOf(base),
    ...rows,
  };
};

const about = ({ seed, policy, replications, runs }: Evaluator) => ({
  seed,
  policy,
  replications,
  runs: runs(),
});

const check = ({ method, vary, size }: SensitivityRequest): void => {
  const paths = vary.map(({ path }) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (vary.length === 0)
    throw new InputError([
      { path: "vary", message: "there is no parameter to vary", allowed: "PATH=LOW..HIGH" },
    ]);
  if (twice !== undefined) throw new InputError([{ path: "vary", message: `${twice} is varied twice` }]);
  if (method === "sobol" && vary.length > MOST_PARAMETERS)
    throw new InputError([
      {
        path: "vary",
        message: `Sobol indices are taken of at most ${MOST_PARAMETERS} parameters`,
        found: String(vary.length),
        hint: "find the important ones with --method morris first",
      },
    ]);
  if (size !== undefined && !(Number.isInteger(size) && size >= 2))
    throw new InputError([
      { path: "size", message: "expected a whole number from 2 on", found: String(size) },
    ]);
};

const pointsOf = (method: SensitivityMethod, parameters: number, size: number): number => {
  if (method === "tornado") return 1 + 2 * parameters;
  return 1 + size * (parameters + (method === "morris" ? 1 : 2));
};

const designOf = (
  method: SensitivityMethod,
  parameters: number,
  size: number,
  stream: ReturnType<typeof openStream>,
): Float64Array[] => {
  if (method === "morris") return morrisDesign(parameters, size, stream);
  if (method === "sobol") return saltelliDesign(parameters, size, stream);
  // one parameter at an end; the others, not a number, stay as they are
  return Array.from({ length: 2 * parameters }, (_, i) => {
    const point = new Float64Array(parameters).fill(Number.NaN);
    point[i >> 1] = i % 2;
    return point;
  });
};

const overridesAt = (axes: readonly Axis[], point: Float64Array): Override[] =>
  axes.flatMap((axis, d) => {
    const place = point[d] as number;
    return Number.isNaN(place) ? [] : [{ path: axis.path, value: axis.textAt(place) }];
  });
