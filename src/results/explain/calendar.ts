/** The lockout calendar: from when each lease can be called, and when its capacity can be back at the earliest. */
import { formatGpus } from "../../base/units.ts";
import { table } from "../terminal/table.ts";
import { cut, shown } from "../terminal/text.ts";
import type { LeaseStory } from "../types.ts";
import type { Page } from "./page.ts";

export const calendarLines = (leases: readonly LeaseStory[], { width, paint, dates }: Page): string[] => {
  if (leases.length === 0) return ["There is no lease."];
  const column = (heading: string, text: (lease: LeaseStory) => string, side: "left" | "right" = "left") => ({
    heading,
    side,
    cells: leases.map((lease) => ({ text: text(lease) })),
  });
  return table(
    leases.map(({ name }) => cut(shown(name), 20)),
    [
      column("GPUs at most", (lease) => formatGpus(most(lease)), "right"),
      column("held from", ({ start }) => (start <= 0 ? "the start" : dates.read(start))),
      column("locked until", (lease) => (isLocked(lease) ? dates.read(lease.lockoutEnd) : "never")),
      column("back earliest", ({ earliestReturn }) => dates.read(earliestReturn)),
      column("term ends", ({ expiry }) => dates.read(expiry)),
    ],
    width,
    paint.faint,
  );
};

export const calendarData = (leases: readonly LeaseStory[]): object[] =>
  leases.map((lease) => ({
    lease: lease.name,
    tenant: lease.tenant,
    start: lease.start,
    expiry: lease.expiry,
    lockoutEnd: lease.lockoutEnd,
    earliestReturn: lease.earliestReturn,
    gpus: most(lease),
  }));

const most = ({ held }: LeaseStory): number =>
  held.reduce((gpus, { firm, noticed, vacated }) => Math.max(gpus, firm + noticed + vacated), 0);

const isLocked = ({ start, lockoutEnd }: LeaseStory): boolean => lockoutEnd > Math.max(0, start);
