import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VERSION } from "../src/studies/version.ts";

test("the version of the engine is that of the package", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(VERSION).toBe(version);
});
