/**
 * What the supply chain is held to: how many packages there may be, how large those are that users install, and under which licences.
 * A limit is raised by hand, with the reason in the commit.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export type LockedPackage = {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
};
export type Locked = Readonly<Record<string, LockedPackage>>;

export const budget = {
  /** Packages that users of the library and the command line install, those that need not be included. */
  runtime: 36,
  /** Named in package.json for users. */
  direct: 10,
  /** With everything that builds and tests, for every platform. */
  all: 300,
  /** Bytes of the packages that users install. */
  runtimeBytes: 32 * 1024 * 1024,
} as const;

/** Licences that a package may have: permissive ones, and MPL-2.0 for what is used unchanged. */
export const allowedLicences: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT OR Apache-2.0",
  "MPL-2.0",
];

/** Packages that name their licence in a file of theirs and not where npm looks for it. */
export const licencesByHand: Readonly<Record<string, string>> = { jstat: "MIT" };

export type Licensed = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Whether users install it, or only those who build and test. */
  readonly use: "runtime" | "development";
};

const MARK = "node_modules/";
export const nameOf = (path: string): string => path.slice(path.lastIndexOf(MARK) + MARK.length);

const isRuntime = ({ dev, devOptional }: LockedPackage): boolean => dev !== true && devOptional !== true;

/** Every package of a lockfile, by name and version. */
export const licensedIn = (locked: Locked): Licensed[] =>
  Object.entries(locked)
    .filter(([path]) => path !== "")
    .map(([path, one]): Licensed => {
      const name = nameOf(path);
      const licence = one.license ?? licencesByHand[name] ?? "none";
      return { name, version: one.version ?? "", licence, use: isRuntime(one) ? "runtime" : "development" };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));

export const refusedLicences = (packages: readonly Licensed[]): string[] =>
  packages
    .filter(({ licence }) => !allowedLicences.includes(licence))
    .map(({ name, version, licence }) => `${name} ${version}: ${licence}`);

/** Bytes of the installed packages that users install too. */
export const runtimeBytes = (locked: Locked, root: string): number =>
  Object.entries(locked)
    .filter(([path, one]) => path !== "" && isRuntime(one))
    .reduce((sum, [path]) => sum + bytesIn(join(root, path)), 0);

const bytesIn = (folder: string): number => {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    // packages inside packages are in the lockfile themselves
    if (entry.isDirectory()) return sum + (entry.name === "node_modules" ? 0 : bytesIn(path));
    return sum + (entry.isFile() ? statSync(path).size : 0);
  }, 0);
};

export const readLocked = (): Locked =>
  JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")).packages;
