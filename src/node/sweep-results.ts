/**
 * The results of a study, written from its journal in one pass over the points: CSV, Parquet and JSON together, all of
 * them or none. Whoever ran the units, in whatever order and however often it was interrupted, gets the same bytes.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Hasher } from "../base/hash.ts";
import { parquetWriter } from "../results/parquet.ts";
import { csvWriter } from "../results/tidy.ts";
import { type GivenUp, jsonHead, jsonPoint, jsonTail } from "../studies/sweep/json.ts";
import type { SweepPlan } from "../studies/sweep/plan.ts";
import { decodeRecord, type UnitRecord } from "../studies/sweep/record.ts";
import { type PointSummary, summarize } from "../studies/sweep/summary.ts";
import { meanColumns, meanRows } from "../studies/sweep/table.ts";
import type { Journal } from "./journal.ts";
import { scanJournal } from "./journal-frames.ts";
import { writeStaged } from "./staged-files.ts";
import { pathsIn } from "./study-folder.ts";

export type Written = {
  readonly points: number;
  /** Points that lack a unit. */
  readonly missing: number;
  readonly fingerprint: string;
  /** The first points, for those who want to look at once. */
  readonly first: readonly PointSummary[];
};

/** Points that are kept to be looked at. */
const MOST_SHOWN = 25;

/** Reads a unit's result from a journal. */
export const recordReader =
  (journal: Pick<Journal, "read">) =>
  (key: string): UnitRecord | undefined => {
    const bytes = journal.read(key);
    return bytes === undefined ? undefined : decodeRecord(bytes);
  };

/** Points that are complete, in order; undefined for one that lacks a unit. */
export function* summariesOf(
  plan: SweepPlan,
  journal: Pick<Journal, "read">,
): Generator<PointSummary | undefined> {
  const read = recordReader(journal);
  for (let place = 0; place < plan.points; place++) yield summarize(plan, plan.pointAt(place), read);
}

export const writeResults = (
  folder: string,
  plan: SweepPlan,
  journal: Pick<Journal, "read">,
  givenUp: readonly GivenUp[],
): Written => {
  const paths = pathsIn(folder);
  const columns = meanColumns(plan);
  const [csv, parquet] = [csvWriter(columns), parquetWriter(columns)];
  const hasher = new Hasher();
  const first: PointSummary[] = [];
  let points = 0;
  let missing = 0;
  writeStaged([paths.csv, paths.parquet, paths.json], (files) => {
    const [csvFile, parquetFile, jsonFile] = files as [
      (typeof files)[0],
      (typeof files)[0],
      (typeof files)[0],
    ];
    jsonFile.write(jsonHead(plan));
    for (const summary of summariesOf(plan, journal)) {
      if (summary === undefined) {
        missing++;
        continue;
      }
      hasher.text(summary.fingerprint);
      const rows = meanRows(plan, summary);
      csvFile.write(csv.rows(rows));
      parquetFile.write(parquet.rows(rows));
      jsonFile.write(jsonPoint(plan, summary, points === 0));
      points++;
      if (first.length < MOST_SHOWN) first.push(summary);
    }
    csvFile.write(csv.end());
    parquetFile.write(parquet.end());
    jsonFile.write(jsonTail(givenUp, hasher.digest()));
  });
  return { points, missing, fingerprint: hasher.digest(), first };
};

/** The study's journal and those of its shards. */
export const journalsIn = (folder: string): string[] => {
  const { journal, shards } = pathsIn(folder);
  const own = existsSync(journal) ? [journal] : [];
  const others = existsSync(shards) ? readdirSync(shards).filter((name) => name.endsWith(".journal")) : [];
  return [...own, ...others.sort().map((name) => join(shards, name))];
};

/** All results of a folder, finished or not, in memory. */
export const resultsIn = (folder: string): Map<string, Uint8Array> => {
  const results = new Map<string, Uint8Array>();
  for (const path of journalsIn(folder)) scanJournal(path, (key, bytes) => results.set(key, bytes));
  return results;
};
