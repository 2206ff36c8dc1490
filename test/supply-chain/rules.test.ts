/** The supply chain keeps within its budget and its licences, and the manual's table is what the lockfile says. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { licencesPage } from "./licences.ts";
import { budget, type Locked, licensedIn, readLocked, refusedLicences, runtimeBytes } from "./rules.ts";

const root = new URL("../../", import.meta.url);
const locked = readLocked();
const packages = licensedIn(locked);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

test("there are no more packages than the budget allows", () => {
  const direct = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  expect(direct.length).toBeLessThanOrEqual(budget.direct);
  expect(packages.filter(({ use }) => use === "runtime").length).toBeLessThanOrEqual(budget.runtime);
  expect(packages.length).toBeLessThanOrEqual(budget.all);
});

test("what users install is no larger than the budget allows", () => {
  const bytes = runtimeBytes(locked, fileURLToPath(root));
  expect(bytes).toBeGreaterThan(1024 * 1024);
  expect(bytes).toBeLessThanOrEqual(budget.runtimeBytes);
});

test("every package has a licence of the list", () => {
  expect(refusedLicences(packages)).toEqual([]);
});

test("a package with another licence, or none, is noticed", () => {
  const planted: Locked = {
    "": {},
    "node_modules/a": { version: "1.0.0", license: "GPL-3.0-only" },
    "node_modules/b/node_modules/c": { version: "2.0.0" },
    "node_modules/d": { version: "1.0.0", license: "MIT", dev: true },
  };
  expect(refusedLicences(licensedIn(planted))).toEqual(["a 1.0.0: GPL-3.0-only", "c 2.0.0: none"]);
});

test("the table of licences is what the lockfile says (npm run licences)", () => {
  expect(readFileSync(new URL("web/docs/licences.md", root), "utf8")).toBe(licencesPage(packages));
});
