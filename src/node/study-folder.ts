/**
 * The folder of a study: what was asked (`study.json`, complete in itself), where it came from (`manifest.json`), the
 * journal, and the results. Every process of a sweep, on whatever machine, works from this folder alone.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../base/errors.ts";
import type { TraceReport } from "../demand/trace/report.ts";
import { availabilityFilesOf, type Traces, traceFilesOf } from "../scenario/compile/trace-set.ts";
import { overrideScenario } from "../scenario/parse.ts";
import { type ParsedStudy, parseStudy } from "../scenario/parse-study.ts";
import type { Scenario } from "../scenario/schema.ts";
import { planSweep, type SweepBasis, type SweepPlan, type TraceContent } from "../studies/sweep/plan.ts";
import { loadTraces } from "./load-traces.ts";
import { writeStaged } from "./staged-files.ts";

export const STUDY_FOLDER_SCHEMA = "clawback-study-folder/1";

export type Manifest = {
  readonly schema: typeof STUDY_FOLDER_SCHEMA;
  readonly name: string;
  /** The study as the user named it, for the command that goes on. */
  readonly file: string;
  /** Where recorded files are looked for. */
  readonly traceFolder: string;
  readonly basis: SweepBasis;
  readonly axes: readonly string[];
};

/** Where everything is in a study's folder. */
export const pathsIn = (folder: string) => ({
  manifest: join(folder, "manifest.json"),
  study: join(folder, "study.json"),
  journal: join(folder, "journal"),
  lock: join(folder, "lock"),
  progress: join(folder, "progress.json"),
  shards: join(folder, "shards"),
  csv: join(folder, "results.csv"),
  parquet: join(folder, "results.parquet"),
  json: join(folder, "results.json"),
});

/** A study with the recorded files that its scenarios refer to. */
export const loadStudy = async (
  parsed: ParsedStudy,
  traceFolder: string,
): Promise<{
  plan: SweepPlan;
  reports: readonly { readonly file: string; readonly report: TraceReport }[];
}> => {
  const scenarios = scenariosIn(parsed);
  const { traces, reports } = await loadTraces(scenarios, traceFolder);
  const contents = contentsOf(scenarios, traceFolder);
  return { plan: planSweep(parsed, traces satisfies Traces, contents, digestOfText), reports };
};

/** The scenario, and those that an axis leads to other recorded files. */
const scenariosIn = ({ scenario, axes }: ParsedStudy): Scenario[] => {
  const others = axes.flatMap(({ paths, values }) =>
    paths.some((path) => /file|availability|trace|demand$|jobs$|pools$|internal$|tenants$/i.test(path))
      ? values.map(({ written }) =>
          overrideScenario(
            scenario,
            paths.map((path) => ({ path, value: written })),
          ),
        )
      : [],
  );
  return [scenario, ...others];
};

const contentsOf = (scenarios: readonly Scenario[], folder: string): TraceContent[] => {
  const files = scenarios.flatMap((scenario) =>
    [...traceFilesOf(scenario), ...availabilityFilesOf(scenario)].map(({ file }) => file),
  );
  return [...new Set(files)].sort().map((file) => ({ file, sha256: digestOfFile(join(folder, file)) }));
};

const digestOfText = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

const digestOfFile = (path: string): string => {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.allocUnsafe(1024 * 1024);
    for (let n = readSync(file, chunk); n > 0; n = readSync(file, chunk)) hash.update(chunk.subarray(0, n));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
};

/** Refuses a folder that holds something else. */
export const checkStudyFolder = (folder: string): void => {
  if (!existsSync(folder) || existsSync(pathsIn(folder).manifest)) return;
  const inside = readdirSync(folder).filter((name) => name !== "lock");
  if (inside.length === 0) return;
  throw new InputError([
    {
      path: "",
      file: folder,
      message: "the folder is not empty and holds no study",
      hint: "name another one with -o, which need not exist",
    },
  ]);
};

/**
 * Writes what was asked into the folder.
 *
 * @returns why results that are there are not those of this study; empty when they are, or when there are none
 */
export const writeStudyFolder = (
  folder: string,
  plan: SweepPlan,
  from: { readonly file: string; readonly traceFolder: string },
): string[] => {
  mkdirSync(folder, { recursive: true });
  const paths = pathsIn(folder);
  const before = existsSync(paths.manifest) ? readManifest(folder) : undefined;
  const manifest: Manifest = {
    schema: STUDY_FOLDER_SCHEMA,
    name: plan.study.name,
    file: from.file,
    traceFolder: resolve(from.traceFolder),
    basis: plan.basis,
    axes: plan.axes.map(({ name }) => name),
  };
  const study = { ...plan.study, scenario: plan.scenario };
  writeStaged([paths.study, paths.manifest], ([studyFile, manifestFile]) => {
    studyFile?.write(`${JSON.stringify(study, null, 1)}\n`);
    manifestFile?.write(`${JSON.stringify(manifest, null, 1)}\n`);
  });
  return before === undefined ? [] : reasonsFor(before, manifest);
};

const PARTS: Readonly<Record<keyof SweepBasis, string>> = {
  engine: "another version of the engine",
  record: "another form of results",
  scenario: "the scenario changed",
  seed: "the seed changed",
  policies: "the policies changed",
  traces: "recorded files changed",
};

const reasonsFor = (before: Manifest, now: Manifest): string[] => {
  const parts = (Object.keys(PARTS) as (keyof SweepBasis)[]).flatMap((part) => {
    const [was, is] = [before.basis[part], now.basis[part]];
    if (was === is) return [];
    return [part === "scenario" || part === "traces" ? PARTS[part] : `${PARTS[part]}: ${is}, was ${was}`];
  });
  const hasOtherAxes = JSON.stringify(before.axes) !== JSON.stringify(now.axes);
  return hasOtherAxes ? [...parts, "there are other axes"] : parts;
};

/** @throws InputError when there is none, or it is none of ours */
export const readManifest = (folder: string): Manifest => {
  const { manifest: path } = pathsIn(folder);
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw noStudy(folder);
    throw new InputError([
      { path: "", file: path, message: "the manifest is damaged", hint: "run the sweep again" },
    ]);
  }
  const { schema } = (manifest ?? {}) as Partial<Manifest>;
  if (schema !== STUDY_FOLDER_SCHEMA)
    throw new InputError([
      {
        path: "schema",
        file: path,
        message: `expected ${STUDY_FOLDER_SCHEMA}`,
        found: JSON.stringify(schema),
      },
    ]);
  return manifest as Manifest;
};

const noStudy = (folder: string): InputError =>
  new InputError([
    {
      path: "",
      file: folder,
      message: "there is no study in this folder",
      hint: "clawback sweep or clawback plan makes one from a study file",
    },
  ]);

/**
 * The study of a folder, ready to run. Recorded files must be what they were.
 *
 * @param traceFolder - where they are, when not where they were
 */
export const openStudyFolder = async (
  folder: string,
  traceFolder?: string,
): Promise<{ readonly plan: SweepPlan; readonly manifest: Manifest }> => {
  const manifest = readManifest(folder);
  const parsed = parseStudy(readFileSync(pathsIn(folder).study), { file: pathsIn(folder).study });
  const { plan } = await loadStudy(parsed, traceFolder ?? manifest.traceFolder);
  if (plan.basis.traces !== manifest.basis.traces)
    throw new InputError([
      {
        path: "",
        file: traceFolder ?? manifest.traceFolder,
        message: "recorded files are not those that the study was planned with",
        found: plan.basis.traces,
        allowed: manifest.basis.traces,
        hint: "plan the study again, or bring the files",
      },
    ]);
  return { plan, manifest };
};

/** Removes what was found so far; what was asked stays. */
export const forgetResults = (folder: string): void => {
  const paths = pathsIn(folder);
  for (const path of [paths.journal, paths.csv, paths.parquet, paths.json, paths.progress])
    rmSync(path, { force: true });
  rmSync(paths.shards, { force: true, recursive: true });
};
