/**
 * A toy of the simulator for tests of the report: one cluster, a day at a time, growing demand, leases with
 * notice. Not the model, but its books balance, and what it yields has the shape of real results.
 */
import { type Channel, channels, type LeaseStory, type NoticeStory } from "../../src/results/types.ts";

export const DAY = 86_400;

export type ToyPolicy = {
  readonly name: string /** Days of demand growth it looks ahead. */;
  readonly ahead: number;
};
export type ToyLease = {
  readonly name: string;
  readonly gpus: number;
  readonly notice: number;
  readonly lockout: number;
};

export const toyLeases: readonly ToyLease[] = [
  { name: "reflection", gpus: 42_000, notice: 30, lockout: 0 },
  { name: "cursor", gpus: 88_000, notice: 60, lockout: 120 },
  { name: "anthropic", gpus: 325_000, notice: 90, lockout: 91 },
];

export type ToyRun = {
  /** A row a day, a column a channel. */
  readonly days: readonly (readonly number[])[];
  readonly leases: readonly LeaseStory[];
  readonly notices: readonly NoticeStory[];
};

type Held = { at: number; firm: number; noticed: number; vacated: number };
type State = ToyLease & {
  start: number;
  firm: number;
  noticed: number;
  vacated: number;
  end: number;
  held: Held[];
};
type Open = { story: NoticeStory; lease: State; due: number };

/** Numbers in [0, 1) from a seed; good enough for a toy. */
export const toyDraws = (seed: number): (() => number) => {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
};

/** One replication under one policy; the demand depends on the seed alone. */
export const toyRun = (policy: ToyPolicy, seed: number, days: number): ToyRun => {
  const draw = toyDraws(seed);
  const leases: State[] = toyLeases.map((lease) => ({
    ...lease,
    start: -90 * DAY,
    firm: lease.gpus,
    noticed: 0,
    vacated: 0,
    end: -1,
    held: [],
  }));
  const notices: NoticeStory[] = [];
  let open: Open[] = [];
  const relets: { at: number; from: State; gpus: number }[] = [];
  const rows: number[][] = [];
  let wobble = 0;
  for (let day = 0; day < days; day++) {
    const at = day * DAY;
    wobble = wobble * 0.98 + (draw() - 0.5) * 0.03;
    const installed = day < 92 ? 680_000 : 780_000;
    const failed = Math.round(2000 + 900 * draw());
    const unpowered = day > 300 && day < 312 ? 30_000 : 0;
    const demand = Math.round(205_000 * 2.4 ** (day / 365) * (1 + wobble));
    for (const { story, lease, due } of open) {
      if (due > day) {
        if (lease.name === "cursor" && lease.noticed > 0) {
          const step = Math.min(lease.noticed, Math.ceil(story.gpus / lease.notice));
          lease.noticed -= step;
          lease.vacated += step;
        }
        continue;
      }
      lease.noticed = Math.max(0, lease.noticed - story.gpus);
      lease.vacated = 0;
      if (lease.firm + lease.noticed === 0) lease.end = at;
      const place = notices.indexOf(story);
      const needed =
        demand > installed * 0.6 || draw() < 0.7 ? Math.round(story.gpus * Math.min(1, 0.4 + draw())) : 0;
      notices[place] = {
        ...story,
        state: lease.name === "anthropic" ? "enforced" : "complied",
        endedAt: at,
        returned: story.gpus,
        needed,
      };
      if (needed === 0) relets.push({ at: day + 30, from: lease, gpus: story.gpus });
    }
    open = open.filter(({ due }) => due > day);
    for (const relet of relets.filter((relet) => relet.at === day)) {
      const name = `${relet.from.name}/${leases.filter((lease) => lease.name.startsWith(relet.from.name)).length + 1}`;
      leases.push({
        ...relet.from,
        name,
        start: at,
        firm: relet.gpus,
        noticed: 0,
        vacated: 0,
        end: -1,
        held: [],
      });
    }
    const leased = leases.reduce((sum, { firm, noticed, vacated }) => sum + firm + noticed + vacated, 0);
    const usable = installed - failed - unpowered - leased;
    const internal = Math.max(0, Math.min(demand, usable));
    const foreseen = Math.round(demand * 2.4 ** (policy.ahead / 365));
    const coming = open.reduce((sum, { story }) => sum + story.gpus, 0);
    let shortfall = foreseen - usable - coming;
    const candidates: { lease: string; callable: number; earliest: number; taken: number; reason: string }[] =
      [];
    for (const lease of leases) {
      if (lease.end >= 0) continue;
      const locked =
        lease.start + lease.lockout * DAY > at && lease.start >= 0 ? true : day < lease.lockout - 90;
      const earliest = (day + lease.notice) * DAY;
      const taken =
        shortfall > 5000 && !locked ? Math.min(lease.firm, Math.ceil(shortfall / 8000) * 8000) : 0;
      const reason = locked
        ? "inside its lockout"
        : taken > 0
          ? "shortest notice of those left"
          : "no longer needed";
      candidates.push({ lease: lease.name, callable: locked ? 0 : lease.firm, earliest, taken, reason });
      if (taken === 0) continue;
      shortfall -= taken;
      lease.firm -= taken;
      lease.noticed += taken;
      const story: NoticeStory = {
        id: notices.length,
        target: lease.name,
        by: "owner",
        kind: lease.firm === 0 ? "terminate" : "shrink",
        gpus: taken,
        issuedAt: at,
        effectiveAt: earliest,
        state: "running",
        endedAt: -1,
        cause: draw() < 0.6 ? "grok-training" : "tesla-autonomy",
        returned: 0,
        missing: 0,
        delivered: true,
        needed: undefined,
        rentPerDay: taken * 24 * 5.2,
        tenantCost: taken * 24 * Math.max(0, 120 - lease.notice) * 4,
        because: {
          demand: foreseen,
          supply: usable + coming,
          shortfall: foreseen - usable - coming,
          horizon: (policy.ahead || lease.notice) * DAY,
          candidates: [...candidates],
        },
      };
      notices.push(story);
      open.push({ story, lease, due: day + lease.notice });
    }
    const total = (pick: (lease: State) => number) =>
      leases.reduce((sum, lease) => sum + (lease.end >= 0 ? 0 : pick(lease)), 0);
    const [firm, noticed, vacated] = [total((l) => l.firm), total((l) => l.noticed), total((l) => l.vacated)];
    const lost = failed + unpowered;
    const turnover = day % 40 === 3 ? 1500 : 0;
    const free = installed - lost - internal - firm - noticed - vacated - turnover;
    const squeeze = Math.min(0, free);
    const row: { [K in Channel]: number } = {
      installed,
      internal: internal + squeeze,
      firm,
      noticed,
      vacated,
      turnover,
      held: 0,
      free: Math.max(0, free),
      failed,
      unpowered,
      external: 0,
      queued: 0,
      demand,
      unmet: demand - internal - squeeze,
      callable: total((l) => (l.notice <= 90 ? l.firm + l.noticed : 0)),
      rent: (firm + noticed) * 24 * 5.2,
      opportunity: (demand - internal - squeeze) * 24 * 10,
    };
    rows.push(channels.map((channel) => row[channel]));
    for (const lease of leases) {
      const last = lease.held[lease.held.length - 1];
      if (last?.firm === lease.firm && last.noticed === lease.noticed && last.vacated === lease.vacated)
        continue;
      lease.held.push({
        at: Math.max(at, lease.start),
        firm: lease.firm,
        noticed: lease.noticed,
        vacated: lease.vacated,
      });
    }
  }
  return { days: rows, notices, leases: leases.map(storyOf) };
};

const storyOf = (lease: State): LeaseStory => ({
  name: lease.name,
  tenant: lease.name.split("/")[0],
  start: lease.start,
  expiry: lease.start + 1095 * DAY,
  lockoutEnd: lease.start + (lease.lockout + 90) * DAY,
  end: lease.end,
  endReason: lease.end >= 0 ? "owner notice" : "",
  earliestReturn: lease.notice * DAY,
  held: lease.held,
});
