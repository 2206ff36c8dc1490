/** `clawback status`: how far a sweep is, from its folder alone. */
import { existsSync, readFileSync } from "node:fs";
import { countUnits, decodeRecord, formatDuration } from "../../index.ts";
import {
  journalsIn,
  openStudyFolder,
  ownerOf,
  ownerText,
  pathsIn,
  type SweepProgress,
  scanJournal,
} from "../../node.ts";
import { quoted } from "../arguments.ts";
import { EXIT, escaped } from "../exit.ts";
import type { CommonFlags } from "../options.ts";

export const status = async (
  folder: string,
  flags: CommonFlags & { readonly json?: boolean },
): Promise<void> => {
  const { plan, manifest } = await openStudyFolder(folder);
  const paths = pathsIn(folder);
  // with a rule for stopping, what is needed depends on what was found; otherwise names suffice
  const results = new Map<string, Uint8Array | undefined>();
  const failed = new Map<string, string[]>();
  for (const path of journalsIn(folder))
    scanJournal(
      path,
      (key, bytes) => results.set(key, plan.startStop === undefined ? undefined : bytes),
      (key, { kind, message }) => failed.set(key, [...(failed.get(key) ?? []), `${kind}: ${message}`]),
    );
  const { done, total } = countUnits(plan, {
    has: (key) => results.has(key),
    read: (key) => {
      const bytes = results.get(key);
      return bytes === undefined ? undefined : decodeRecord(bytes);
    },
    isGivenUp: () => false,
  });
  const owner = ownerOf(paths.lock);
  const progress = owner === undefined ? undefined : progressIn(paths.progress);
  const failures = [...failed]
    .filter(([key]) => !results.has(key))
    .map(([key, messages]) => ({ key, times: messages.length, last: messages.at(-1) as string }));
  const told = {
    study: manifest.name,
    folder,
    done,
    total,
    failures,
    running: owner === undefined ? null : ownerText(owner),
    perSecond: progress?.rate ?? null,
    secondsLeft: progress?.left ?? null,
    results: existsSync(paths.json),
  };
  if (told.failures.length > 0) process.exitCode = EXIT.someFailed;
  process.stdout.write(flags.json ? `${JSON.stringify(told, null, 2)}\n` : textOf(told, manifest.file));
};

type Told = {
  readonly study: string;
  readonly folder: string;
  readonly done: number;
  readonly total: number;
  readonly failures: readonly { readonly key: string; readonly times: number; readonly last: string }[];
  readonly running: string | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly results: boolean;
};

const textOf = (told: Told, file: string): string => {
  const share = told.total === 0 ? 100 : (100 * told.done) / told.total;
  const lines = [
    `study     ${told.study}`,
    `units     ${told.done} of ${told.total} done (${share.toFixed(1)} %)`,
    told.running === null
      ? `running   nobody${told.done < told.total ? `; to go on: ${quoted(["clawback", "sweep", file, "-o", told.folder])}` : ""}`
      : `running   ${told.running}`,
    ...(told.perSecond === null ? [] : [`rate      ${told.perSecond.toPrecision(3)} units/s`]),
    ...(told.secondsLeft === null ? [] : [`left      ${formatDuration(Math.ceil(told.secondsLeft))}`]),
    ...told.failures.map(
      ({ key, times, last }) =>
        `failed    ${key.slice(0, 12)}, ${times} x, ${last}; alone: ${quoted(["clawback", "shard", told.folder, "--unit", key.slice(0, 12)])}`,
    ),
    `results   ${told.results ? `${told.folder}/results.csv, .parquet, .json` : "not yet"}`,
  ];
  return `${escaped(lines.join("\n"))}\n`;
};

const progressIn = (path: string): SweepProgress | undefined => {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as SweepProgress;
  } catch {
    return undefined;
  }
};
