/**
 * A lock on a folder that names its owner. Whoever finds it held is told by whom; whoever finds it left behind by a
 * process that is gone takes it over and says so. Nobody ever waits for it.
 */
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

export type Owner = {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in ticks since the machine did; tells a process from a later one of that number. */
  readonly began: string;
  readonly what: string;
};

export type Lock = {
  /** Whether it is still ours; touches it, so that others see that we live. */
  readonly renew: () => boolean;
  readonly release: () => void;
};

/** Somebody else holds the lock. */
export class LockedError extends Error {
  readonly owner: Owner;

  constructor(path: string, owner: Owner) {
    super(`${path} is held by ${ownerText(owner)}`);
    this.name = "LockedError";
    this.owner = owner;
  }
}

/** Seconds without a sign of life after which an owner on another machine counts as gone. */
const SILENT = 120;

/**
 * Takes a lock.
 *
 * @param onTakenOver - told when a stale one was taken over, and from whom
 * @throws LockedError when somebody holds it
 */
export const takeLock = (path: string, what: string, onTakenOver: (from: string) => void): Lock => {
  const own: Owner = { pid: process.pid, host: hostname(), began: beganOf(process.pid), what };
  const text = JSON.stringify(own);
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, text);
  try {
    for (let attempt = 0; ; attempt++) {
      if (linked(mine, path)) return lockOf(path, text);
      const found = readLock(path);
      if (found === undefined) continue;
      const owner = ownerIn(found);
      if ((owner !== undefined && isAlive(owner, path)) || attempt > 5)
        throw new LockedError(path, owner ?? { pid: 0, host: "somewhere", began: "", what: "" });
      if (takeAway(path, found))
        onTakenOver(owner === undefined ? "a process that left no name" : ownerText(owner));
    }
  } finally {
    rmSync(mine, { force: true });
  }
};

export const ownerText = ({ pid, host, what }: Owner): string =>
  `process ${pid} on ${host}${what === "" ? "" : ` (${what})`}`;

/** The owner of a lock, if somebody holds it. */
export const ownerOf = (path: string): Owner | undefined => {
  const found = readLock(path);
  const owner = found === undefined ? undefined : ownerIn(found);
  return owner !== undefined && isAlive(owner, path) ? owner : undefined;
};

const lockOf = (path: string, text: string): Lock => ({
  renew: () => {
    if (readLock(path) !== text) return false;
    const now = Date.now() / 1000;
    utimesSync(path, now, now);
    return true;
  },
  release: () => {
    if (readLock(path) === text) rmSync(path, { force: true });
  },
});

/** A link comes about whole or not at all, and never over another. */
const linked = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

/** Removes the stale lock that was read; one that somebody put there since is put back. */
const takeAway = (path: string, stale: string): boolean => {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return false;
  }
  const isStale = readLock(aside) === stale;
  if (!isStale) linked(aside, path);
  rmSync(aside, { force: true });
  return isStale;
};

const readLock = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

const ownerIn = (text: string): Owner | undefined => {
  try {
    const { pid, host, began, what } = JSON.parse(text) as Owner;
    return Number.isSafeInteger(pid) && typeof host === "string"
      ? { pid, host, began: String(began), what: String(what) }
      : undefined;
  } catch {
    return undefined;
  }
};

/** On this machine the process is asked; on others the lock's age tells. */
const isAlive = ({ pid, host, began }: Owner, path: string): boolean => {
  if (host !== hostname()) {
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return age < SILENT * 1000;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = beganOf(pid);
  return began === "" || now === "" || now === began;
};

/** Field 22 of `/proc/PID/stat`; empty where there is none. */
const beganOf = (pid: number): string => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
};
