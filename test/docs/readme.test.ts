/** The commands that README and manual tell users to type: each one runs, with few replications. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clawback, newFolder } from "../cli/spawn.ts";

const pages = ["README.md", "web/docs/presets.md", "web/docs/statistics.md"];

const commandsOf = (page: string): string[] => {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  return [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap((block) =>
    (block[1] as string).trim().split("\n"),
  );
};

/** Words as a shell would split them: double quotes keep spaces. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|[^\s"]+(?:"[^"]*"[^\s"]*)*/g)].map((m) =>
    (m[1] ?? m[0]).replaceAll('"', ""),
  );

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

test("README quotes the answer that the command gives", () => {
  const text = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const quoted = [...text.matchAll(/^> (.*)$/gm)].map((m) => m[1]).join(" ");
  const { out } = clawback(["compare", "colossus", "-q"]);
  expect(quoted.length).toBeGreaterThan(100);
  for (const part of quoted.split("[…]")) expect(oneLine(out)).toContain(oneLine(part).replace(/^[;,] /, ""));
});

describe.each(pages)("%s", (page) => {
  const commands = commandsOf(page);

  test("has commands to try", () => {
    expect(commands.length).toBeGreaterThan(3);
  });

  test.each(commands)("%s", (command) => {
    const [program, ...args] = wordsOf(command);
    expect(program).toBe("clawback");
    const ended = clawback([...args, "-r", "2", "-q"], { cwd: newFolder() });
    expect(ended.err).toBe("");
    expect(ended.status).toBe(0);
    expect(ended.out.length).toBeGreaterThan(100);
  });
});
