/**
 * The rules of the source tree, as functions of (path, text): which floor may import which, which package
 * belongs where, and what is banned below the platform because it differs between machines, engines or
 * moments: most of `Math`, powers, clocks, timers, ambient randomness, locales, the console.
 * Every finding names its file, line, rule and the way out.
 */
import { posix } from "node:path";
import { blankNonCode } from "./blank.ts";

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: "floors" | "packages" | "platform" | "arithmetic";
  readonly message: string;
}

/** An excuse for one file and rule. The reason is for the reader; an excuse nobody needs fails the test. */
export interface Exception {
  readonly file: string;
  readonly rule: Violation["rule"];
  readonly reason: string;
}

/** What stands directly under `src/`, by floor: folders, and the two barrels. */
export const floors: readonly (readonly string[])[] = [
  ["base"],
  ["kernel", "random", "stats"],
  ["model"],
  ["policies", "demand", "metrics"],
  ["scenario"],
  ["studies", "results", "validation"],
  ["node"],
  ["index.ts", "node.ts"],
  ["cli"],
];

const siblingsApart = new Set([1, 3]);
const highestPortableFloor = 5;

/** All violations of one source file; `file` is its path from the project's root, such as `src/model/engine.ts`. */
export function checkSource(file: string, source: string): Violation[] {
  const blanked = blankNonCode(source);
  const room = roomOf(file);
  const floor = floorOf(room);
  if (floor === -1) {
    return [
      { file, line: 1, rule: "floors", message: `src/${room} is on no floor: add it to the list of floors` },
    ];
  }
  const findings = checkImports(file, source, blanked);
  if (floor <= highestPortableFloor) findings.push(...checkPortability(blanked));
  return findings
    .sort((a, b) => a.at - b.at)
    .map(({ at, rule, message }) => ({ file, line: lineOf(source, at), rule, message }));
}

interface Finding {
  readonly at: number;
  readonly rule: Violation["rule"];
  readonly message: string;
}

/** The first step below `src/`: a folder, or a file that stands there alone. */
const roomOf = (file: string): string => file.split("/")[1];
const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));
const lineOf = (source: string, at: number): number => source.slice(0, at).split("\n").length;

interface Import {
  readonly at: number;
  /** Absent when the module is computed at run time. */
  readonly specifier: string | undefined;
}

/** Static, re-exporting, side-effect, dynamic and type imports alike. */
export function importsOf(source: string, blanked: string = blankNonCode(source)): Import[] {
  const imports: Import[] = [];
  for (const match of blanked.matchAll(
    /\bfrom\s*(?=["'])|\bimport\s*(?=["'])|(?<![.\w$])(?:import|require)\s*\(\s*/g,
  )) {
    const start = match.index + match[0].length;
    const quote = blanked[start];
    const literal = quote === '"' || quote === "'" || quote === "`";
    const end = literal ? blanked.indexOf(quote, start + 1) : start;
    const specifier = literal ? source.slice(start + 1, end) : undefined;
    imports.push({ at: match.index, specifier: specifier?.includes("${") ? undefined : specifier });
  }
  return imports;
}

function checkImports(file: string, source: string, blanked: string): Finding[] {
  return importsOf(source, blanked).flatMap(({ at, specifier }): Finding[] => {
    if (specifier === undefined) return computedImport(file, at);
    const found = specifier.startsWith(".")
      ? relativeImport(file, specifier)
      : packageImport(file, specifier);
    return found === undefined ? [] : [{ at, ...found }];
  });
}

function computedImport(file: string, at: number): Finding[] {
  if (floorOf(roomOf(file)) > highestPortableFloor) return [];
  return [{ at, rule: "floors", message: "a computed import hides what it imports: name the module" }];
}

function relativeImport(file: string, specifier: string): Omit<Finding, "at"> | undefined {
  const from = roomOf(file);
  const target = posix.join(posix.dirname(file), specifier);
  const broken = (message: string) => ({ rule: "floors", message: `${message} (${specifier})` }) as const;
  if (!target.startsWith("src/")) return broken("an import leaves src/");
  const to = roomOf(target);
  const [fromFloor, toFloor] = [floorOf(from), floorOf(to)];
  if (toFloor === -1) return broken(`src/${to} is on no floor`);
  if (from === to) return undefined;
  if (from === "cli" && toFloor !== 7)
    return broken("cli/ is a caller: it imports index.ts and node.ts only");
  if (from === "index.ts" && (to === "node" || to === "node.ts")) {
    return broken("index.ts is safe for browsers: what needs Node goes to node.ts");
  }
  if (toFloor > fromFloor)
    return broken(`an import goes up, from ${from} (floor ${fromFloor}) to ${to} (floor ${toFloor})`);
  if (toFloor === fromFloor && siblingsApart.has(fromFloor)) {
    return broken(`an import goes sideways, from ${from} to ${to}, which are siblings on floor ${fromFloor}`);
  }
  return undefined;
}

function packageImport(file: string, specifier: string): Omit<Finding, "at"> | undefined {
  const room = roomOf(file);
  const broken = (message: string) => ({ rule: "packages", message: `${message} (${specifier})` }) as const;
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  if (name === "zod" && floorOf(room) < 4) return broken("zod stands at the edge: only from floor 4 up");
  if (name === "seedrandom" && room !== "random")
    return broken("seedrandom is for src/random alone: ask for a stream");
  if (specifier.startsWith("node:") && (floorOf(room) <= highestPortableFloor || room === "index.ts")) {
    return broken("built-ins of Node are for node/, node.ts and cli/");
  }
  return undefined;
}

/** Exact by definition in every engine, or a constant. */
const portableMath = new Set(
  "sqrt floor ceil trunc round abs min max imul clz32 fround sign PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(
    " ",
  ),
);

/**
 * Globals that read the platform, the clock or the locale. Properties and keys of these names are free, and
 * so is a file's own `process`, a word of the trade, as long as it is not asked what only Node's knows.
 */
const platformGlobals =
  "Date Intl console process performance setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame " +
  "globalThis fetch navigator Buffer XMLHttpRequest WebSocket";
const platformMembers = "localeCompare toLocale\\w+ getRandomValues randomUUID";
const nodeProcess =
  /^\s*\??\.\s*(?:argv|cwd|env|exit|exitCode|hrtime|memoryUsage|nextTick|on|once|std\w+|uptime)\b/;

const oneOf = (words: string): string => `(?:${words.split(" ").join("|")})`;
const globalUse = new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.\\s*)${oneOf(platformGlobals)}(?![\\w$])`, "g");
const memberUse = new RegExp(`\\b${oneOf(platformMembers)}\\b`, "g");
const mathUse = /(?<![\w$.])Math(?![\w$])(?:\s*\??\.\s*(\w+))?/g;
const powerUse = /\*\*(=?)/g;

function checkPortability(blanked: string): Finding[] {
  const findings: Finding[] = [];
  for (const { index, 0: word } of blanked.matchAll(globalUse)) {
    const end = index + word.length;
    if (isKey(blanked, index, end)) continue;
    if (isBound(blanked, word) && !(word === "process" && nodeProcess.test(blanked.slice(end)))) continue;
    findings.push({
      at: index,
      rule: "platform",
      message: `${word}: floors 0 to 5 know no platform, clock or locale`,
    });
  }
  for (const { index, 0: word } of blanked.matchAll(memberUse)) {
    findings.push({ at: index, rule: "platform", message: `${word}: depends on the machine it runs on` });
  }
  for (const { index, 0: text, 1: name } of blanked.matchAll(mathUse)) {
    const finding = mathFinding(text, name);
    if (finding !== undefined) findings.push({ at: index, ...finding });
  }
  for (const { index, 1: assigns } of blanked.matchAll(powerUse)) {
    if (assigns === "" && isExactPower(blanked, index)) continue;
    const message =
      "**: differs between engines unless it is an exact constant: multiply, or use random/elementary.ts";
    findings.push({ at: index, rule: "arithmetic", message });
  }
  return findings;
}

/** `process: …` as a key of an object, a type or a parameter list, which is a name and not a use. */
function isKey(blanked: string, start: number, end: number): boolean {
  return (
    /^\s*\??\s*:/.test(blanked.slice(end)) && /(?:[{,;(]|\breadonly)\s*$|\n\s*$/.test(blanked.slice(0, start))
  );
}

/** The file declares the name itself: a variable, a function or a parameter with its type. */
function isBound(blanked: string, word: string): boolean {
  return new RegExp(`\\b(?:const|let|function)\\s+${word}\\b|[(,]\\s*${word}\\s*\\??:\\s*[A-Z]`).test(
    blanked,
  );
}

function mathFinding(text: string, name: string | undefined): Omit<Finding, "at"> | undefined {
  if (name === undefined)
    return { rule: "arithmetic", message: "Math: name the function in place, so that it can be judged" };
  if (name === "random") return { rule: "platform", message: "Math.random: draw from a named stream" };
  if (portableMath.has(name)) return undefined;
  return { rule: "arithmetic", message: `${text}: differs between engines: use random/elementary.ts` };
}

/** A literal power of two, or of a whole number as long as the result is exact: `2 ** -53`, `10 ** 9`. */
function isExactPower(blanked: string, at: number): boolean {
  const base = /(?<![\w$.)\]])(\d+)\s*$/.exec(blanked.slice(0, at))?.[1];
  const exponent = /^\s*(-?\s*\d+)(?![\w$.(])/.exec(blanked.slice(at + 2))?.[1];
  if (base === undefined || exponent === undefined) return false;
  return Number(base) === 2 || Number.isSafeInteger(Number(base) ** Number(exponent.replace(/\s/g, "")));
}
