/** Signals while work is under way, between two works and after the last: in a process of its own, which ends by an exit code. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const module = fileURLToPath(new URL("../../src/cli/interruptible.ts", import.meta.url));

/** Works twice for as long as it is let: each line from outside ends a work. Tells on its output where it is. */
const program = `
  const { interruptible } = await import(${JSON.stringify(module)});
  const lines = [];
  let wake = () => {};
  process.stdin.on("data", () => wake());
  const line = () => new Promise((resolve) => { wake = resolve; });
  const told = async (what, signal) => {
    console.log(what);
    await Promise.race([line(), new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)))]);
  };
  try {
    await interruptible((signal) => told("first", signal));
    await told("between");
    await interruptible((signal) => told("second", signal));
    await told("after");
  } catch (error) {
    console.log("stopped: " + error.message);
    process.exitCode = error.code;
    await told("told");
  }
  process.stdin.destroy();`;

type End = { readonly code: number | null; readonly signal: string | null; readonly said: readonly string[] };

/** Runs the program; at each thing it says, the next of what is to be done. */
const drive = (acts: Readonly<Record<string, (child: ChildProcess) => void>>): Promise<End> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const said: string[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      for (const what of chunk.toString().trim().split("\n")) {
        said.push(what);
        acts[what]?.(child);
      }
    });
    child.on("close", (code, signal) => resolve({ code, signal, said }));
  });

const goOn = (child: ChildProcess): void => void child.stdin?.write("\n");
const interrupt = (child: ChildProcess): void => void child.kill("SIGINT");
const terminate = (child: ChildProcess): void => void child.kill("SIGTERM");
const through = { first: goOn, between: goOn, second: goOn, after: goOn };

test("without a signal it goes through", async () => {
  expect(await drive(through)).toEqual({
    code: 0,
    signal: null,
    said: ["first", "between", "second", "after"],
  });
});

test.each([
  ["first", ["first", "stopped: interrupted", "told"]],
  ["second", ["first", "between", "second", "stopped: interrupted", "told"]],
] as const)("the %s work is stopped in order", async (where, said) => {
  expect(await drive({ ...through, [where]: interrupt, told: goOn })).toEqual({
    code: 130,
    signal: null,
    said,
  });
});

test.each([
  ["between", 130, interrupt],
  ["after", 130, interrupt],
  ["after", 143, terminate],
] as const)("%s the works it ends at once with %i", async (where, code, act) => {
  const ended = await drive({ ...through, [where]: act });
  expect(ended).toMatchObject({ code, signal: null });
  expect(ended.said.at(-1)).toBe(where);
});

test("a second one ends at once what the first has stopped", async () => {
  expect(await drive({ first: terminate, told: interrupt })).toMatchObject({ code: 130, signal: null });
});
