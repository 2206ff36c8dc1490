/**
 * What the checks of relations have in common: a collector of problems and warnings, times that may not be
 * readable, references that may name nothing, and lists in order of time.
 */
import { DAY, formatDate, formatInstant } from "../../base/calendar.ts";
import { isDate, momentSeconds, type Span, spanSeconds } from "../compile/times.ts";
import { didYouMean } from "../explain/did-you-mean.ts";
import { type Finding, mismatch, type Path, quote } from "../explain/finding.ts";
import type { Parts } from "./parts.ts";
import { indexPruned, isUncertain, type Pruned } from "./prune.ts";

type Extra = Partial<Pick<Finding, "found" | "allowed" | "hint" | "onKey">>;

export class Report {
  readonly problems: Finding[] = [];
  readonly warnings: Finding[] = [];
  private readonly pruned: Pruned;

  /** @param pruned - what was taken out before the checks; relations with it are not reported */
  constructor(pruned: readonly Path[]) {
    this.pruned = indexPruned(pruned);
  }

  problem(path: Path, message: string, extra: Extra = {}): void {
    if (!isUncertain(path, this.pruned)) this.problems.push({ path, message, ...extra });
  }

  warn(path: Path, message: string, extra: Extra = {}): void {
    this.warnings.push({ path, message, ...extra });
  }

  /** Names of one list; each may be given once. */
  unique(names: readonly (string | undefined)[], pathOf: (index: number) => Path, noun: string): void {
    const seen = new Map<string, number>();
    names.forEach((name, i) => {
      if (name === undefined) return;
      const first = seen.get(name);
      if (first === undefined) seen.set(name, i);
      else {
        const hint = `the first is ${noun} number ${first + 1}; give each its own name`;
        this.problem(pathOf(i), `another ${noun} is named ${quote(name)}`, { found: quote(name), hint });
      }
    });
  }

  /** A reference by name. */
  refersTo(name: string, names: readonly (string | undefined)[], path: Path, noun: string): void {
    if (names.includes(name)) return;
    const known = names.filter((candidate) => candidate !== undefined);
    const allowed = known.length === 0 ? `no ${noun} is declared` : known.map(quote).join(", ");
    const hint = didYouMean(name, known) ?? (known.length === 0 ? allowed : `declared: ${allowed}`);
    this.problem(path, `there is no ${noun} ${quote(name)}`, { found: quote(name), allowed, hint });
  }
}

/** Refuses a length of time of nothing. */
export function aboveZero(setting: Setting, span: Span, path: Path): boolean {
  if (spanIn(setting, span) > 0) return true;
  const { message, ...rest } = mismatch(path, "a length of time above 0", span);
  setting.report.problem(path, message, rest);
  return false;
}

/** What the checks of one entity need to know about the whole. */
export type Setting = Parts & { readonly report: Report };

/** Seconds of a length of time, as if from the start; 0-based checks do not depend on the months' lengths. */
export const spanIn = ({ epoch }: Setting, span: Span): number => spanSeconds(span, epoch ?? 0);

/** Seconds since the start; undefined when the start cannot be read and a date is given. */
export function momentIn({ epoch }: Setting, moment: Span, from = 0): number | undefined {
  if (epoch === undefined && isDate(moment)) return undefined;
  return momentSeconds(moment, from, epoch ?? 0);
}

/** A day, and the time when it is not midnight, for messages. */
export function dateText({ epoch }: Setting, seconds: number): string {
  const instant = (epoch ?? 0) + seconds;
  return instant % DAY === 0 ? formatDate(instant) : formatInstant(instant);
}

/** Refuses a date before the scenario's start. @returns its seconds, if they are known and fine */
export function notBeforeStart(
  setting: Setting,
  moment: Span,
  path: Path,
  hint?: string,
): number | undefined {
  const at = momentIn(setting, moment);
  if (at === undefined) return undefined;
  if (at >= 0) return at;
  const allowed = `a date from ${dateText(setting, 0)} on`;
  setting.report.problem(path, `${moment} is before the scenario's start: expected ${allowed}`, {
    found: String(moment),
    allowed,
    hint,
  });
  return undefined;
}

/** Refuses entries that do not come strictly later than the one before. */
export function inOrder(
  setting: Setting,
  times: readonly (number | undefined)[],
  pathOf: (index: number) => Path,
): void {
  for (let i = 1; i < times.length; i++) {
    const [before, at] = [times[i - 1], times[i]];
    if (before === undefined || at === undefined || at > before) continue;
    setting.report.problem(
      pathOf(i),
      at === before ? "two entries for the same time" : "out of order: earlier than the entry before it",
      {
        allowed: `later than ${dateText(setting, before)}`,
        hint: "list the entries in order of time, each once",
      },
    );
  }
}
