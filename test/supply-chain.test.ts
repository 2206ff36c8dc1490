/**
 * The supply chain: versions are exact, every package in the lockfile carries its checksum, none comes from
 * a place of its own (a git repository, a tarball, a folder), no install script runs, and nothing is older
 * than the lowest safe version in `supply-chain/floors.json`.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}
type Locked = Readonly<Record<string, LockedPackage>>;

const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const manifest = readJson("../package.json");
const locked: Locked = readJson("../package-lock.json").packages;
const floors: Readonly<Record<string, string>> = readJson("./supply-chain/floors.json");
const declared: Readonly<Record<string, string>> = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
};

const exactVersion = /^(\d+)\.(\d+)\.(\d+)$/;

/** Negative when `a` is older than `b`; a version with a suffix is no release and counts as oldest. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => exactVersion.exec(version)?.slice(1).map(Number) ?? [-1, 0, 0]);
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
}

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

function belowFloor(packages: Locked): string[] {
  return Object.entries(packages)
    .filter(([path, { version }]) => {
      const floor = path === "" ? undefined : floors[nameOf(path)];
      return floor !== undefined && compareVersions(version ?? "", floor) < 0;
    })
    .map(([path, { version }]) => `${path} ${version} is below ${floors[nameOf(path)]}`);
}

/** With registry addresses left out of the lockfile, any address that remains is not the registry's. */
function fromElsewhere(packages: Locked): string[] {
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined || link === true)
    .map(([path, { resolved }]) => `${path} comes from ${resolved}`);
}

function withoutChecksum(packages: Locked): string[] {
  return Object.entries(packages)
    .filter(([path, { integrity }]) => path !== "" && !/^sha512-/.test(integrity ?? ""))
    .map(([path]) => path);
}

describe("package.json", () => {
  test("names exact versions only", () => {
    expect(Object.entries(declared).filter(([, version]) => !exactVersion.test(version))).toEqual([]);
  });

  test("names the versions that the lockfile installs", () => {
    for (const [name, version] of Object.entries(declared)) {
      expect(locked[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  test("runs no script when it is installed", () => {
    const names = Object.keys(manifest.scripts);
    expect(names.filter((name) => /^(pre|post)?install$|^(pre|post)?prepare$/.test(name))).toEqual([]);
  });
});

describe("package-lock.json", () => {
  test("holds no package below its lowest safe version", () => {
    expect(belowFloor(locked)).toEqual([]);
  });

  test("holds every package that has a lowest safe version", () => {
    const names = new Set(Object.keys(locked).map(nameOf));
    expect(Object.keys(floors).filter((name) => !names.has(name))).toEqual([]);
  });

  test("takes every package from the registry", () => {
    expect(fromElsewhere(locked)).toEqual([]);
  });

  test("carries a checksum of every package", () => {
    expect(withoutChecksum(locked)).toEqual([]);
  });
});

describe(".npmrc", () => {
  const lines = readFileSync(new URL("../.npmrc", import.meta.url), "utf8").split("\n");

  test("switches install scripts off and saves exact versions", () => {
    expect(lines).toContain("ignore-scripts=true");
    expect(lines).toContain("save-exact=true");
  });

  test("leaves registry addresses out of the lockfile and names no host", () => {
    expect(lines).toContain("omit-lockfile-registry-resolved=true");
    expect(
      lines.filter((line) => /:\/\/|registry\s*=/.test(line.replace("omit-lockfile-registry-resolved", ""))),
    ).toEqual([]);
  });
});

describe("the checks", () => {
  test("notice an old copy deep in the tree", () => {
    const planted = { "node_modules/x/node_modules/vite": { version: "8.0.9", integrity: "sha512-x" } };
    expect(belowFloor(planted)).toEqual(["node_modules/x/node_modules/vite 8.0.9 is below 8.0.16"]);
  });

  test("notice a pre-release", () => {
    expect(belowFloor({ "node_modules/yaml": { version: "2.9.1-rc.1" } })).toHaveLength(1);
  });

  test("notice a package from a git repository, a link and a missing checksum", () => {
    const planted: Locked = {
      "": {},
      "node_modules/a": { resolved: "git+ssh://git@host.test/a.git#0123", integrity: "sha512-x" },
      "node_modules/b": { link: true },
    };
    expect(fromElsewhere(planted)).toHaveLength(2);
    expect(withoutChecksum(planted)).toEqual(["node_modules/b"]);
  });
});
