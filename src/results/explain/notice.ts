/** One notice: whom it went to, for whom, what was foreseen, who else was asked, what it cost, what became of it. */
import { formatGpus, formatMoney } from "../../base/units.ts";
import type { Dates } from "../figures/dates.ts";
import { padded, shown, wrapped } from "../terminal/text.ts";
import type { NoticeStory } from "../types.ts";
import type { Page } from "./page.ts";

type Because = NonNullable<NoticeStory["because"]>;

const LABEL = 12;

/** All that can be said of a notice, part by part; names are safe to be shown anywhere as text. */
export type NoticeAccount = {
  readonly headline: string;
  /** Whose demand it was for; empty when nobody's. */
  readonly cause: string;
  /** What was foreseen; empty when the notice was no answer to a shortage. */
  readonly foreseen: string;
  readonly candidates: readonly {
    readonly name: string;
    readonly callable: string;
    readonly earliest: string;
    /** Empty when nothing was taken. */
    readonly taken: string;
    readonly reason: string;
  }[];
  readonly cost: string;
  readonly ended: string;
};

export const noticeAccount = (notice: NoticeStory, dates: Dates): NoticeAccount => {
  const { because } = notice;
  return {
    headline: `${dates.read(notice.issuedAt)}: ${headline(notice, dates)}`,
    cause: shown(notice.cause),
    foreseen: because === undefined ? "" : foreseen(because, dates),
    candidates: (because?.candidates ?? []).map(({ lease, callable, earliest, taken, reason }) => ({
      name: shown(lease),
      callable: formatGpus(callable),
      earliest: dates.read(earliest),
      taken: taken > 0 ? formatGpus(taken) : "",
      reason: shown(reason),
    })),
    cost: cost(notice),
    ended: ending(notice, dates),
  };
};

export const noticeLines = (notice: NoticeStory, { width, paint, dates }: Page): string[] => {
  const account = noticeAccount(notice, dates);
  const item = (label: string, texts: readonly string[]): string[] =>
    texts
      .flatMap((text) => wrapped(text, width - LABEL - 2))
      .map((line, i) => `  ${paint.faint(padded(i === 0 ? label : "", LABEL))}${line}`);
  const unlessEmpty = (text: string): string[] => (text === "" ? [] : [text]);
  return [
    ...wrapped(account.headline, width),
    ...item("for", unlessEmpty(account.cause)),
    ...item("foreseen", unlessEmpty(account.foreseen)),
    ...item("asked", account.candidates.map(verdict)),
    ...item("cost", [account.cost]),
    ...item("ended", [account.ended]),
  ];
};

/** As the interface has it; what is not known is null. */
export const noticeData = (notice: NoticeStory): object => ({
  ...notice,
  needed: notice.needed ?? null,
  because: notice.because ?? null,
});

const headline = ({ id, by, kind, target, gpus, effectiveAt }: NoticeStory, dates: Dates): string => {
  const name = shown(target);
  const amount = `${formatGpus(gpus)} GPUs`;
  const end = `effective ${dates.read(effectiveAt)} (notice ${id})`;
  if (by === "tenant") return `${name} gives notice of ${amount}, ${end}`;
  switch (kind) {
    case "terminate":
      return `notice to ${name} to end its lease of ${amount}, ${end}`;
    case "shrink":
      return `notice to ${name} to give back ${amount} and keep the rest, ${end}`;
    case "nonRenew":
      return `${name} is told that its lease of ${amount} is not renewed, ${end}`;
    case "preempt":
      return `${name} is told to make room, ${amount}, ${end}`;
  }
};

const foreseen = ({ horizon, demand, supply, shortfall }: Because, dates: Dates): string => {
  const verdict = shortfall > 0 ? `${formatGpus(shortfall)} short` : "enough";
  return (
    `for ${dates.read(horizon)}, when its capacity would be free: demand ${formatGpus(demand)} GPUs, ` +
    `supply ${formatGpus(supply)}, ${verdict}`
  );
};

const verdict = ({ name, callable, earliest, taken, reason }: NoticeAccount["candidates"][0]): string => {
  const outcome = taken === "" ? "not taken" : `taken for ${taken}`;
  return `${name}, could give ${callable} GPUs by ${earliest}: ${outcome}${reason === "" ? "" : `, ${reason}`}`;
};

const cost = ({ rentPerDay, tenantCost, by, kind }: NoticeStory): string => {
  if (kind === "preempt") return "no rent: the run is the owner's own";
  const rent = `${formatMoney(rentPerDay)} of rent a day to the owner`;
  return by === "tenant" ? rent : `${rent}; ${formatMoney(tenantCost)} in all to the tenant`;
};

const ending = (notice: NoticeStory, dates: Dates): string => {
  const { state, endedAt, returned, gpus, missing, needed, delivered, kind } = notice;
  const isRun = kind === "preempt";
  const [how, meaning] = (isRun ? RUN_ENDINGS[state] : undefined) ?? ENDINGS[state];
  const parts = [`${how}${endedAt >= 0 ? ` on ${dates.read(endedAt)}` : ""}${meaning}`];
  if (returned > 0) parts.push(`${formatGpus(returned)} of ${formatGpus(gpus)} GPUs handed over`);
  if (missing > 0) parts.push(`${formatGpus(missing)} were not there to be returned`);
  if (!delivered) parts.push(`it did not reach the ${isRun ? "run" : "tenant"}`);
  if (needed !== undefined)
    parts.push(
      needed > 0 ? `${formatGpus(needed)} of them needed soon after` : "in vain: none was needed soon after",
    );
  return parts.join("; ");
};

/** What it is called, and what that means, around the date. */
const ENDINGS: { readonly [K in NoticeStory["state"]]: readonly [string, string] } = {
  queued: ["still waiting for the lockout to end", ""],
  running: ["still running when the simulation ends", ""],
  complied: ["complied with", ": the tenant had left"],
  enforced: ["enforced", ": the tenant was cut off"],
  rescinded: ["taken back", " with the tenant's consent"],
  moot: ["overtaken", ": it had no effect any more"],
};

/** The same of a planned run, where that is something else. */
const RUN_ENDINGS: { readonly [K in NoticeStory["state"]]?: readonly [string, string] } = {
  complied: ["complied with", ": the run had ended"],
  enforced: ["enforced", ": the run was stopped"],
};
