/**
 * Files that are no scenarios, or nearly so: size, lines, nesting and nodes at their limits and one beyond; encodings; YAML that means
 * more than it says; names that would steer a terminal, a spreadsheet or a prototype. What is large is made here, the rest is in the
 * folder `corpus`.
 */
import { readdirSync, readFileSync } from "node:fs";

export type HostileFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Undefined where either is right. */
  readonly isAccepted?: boolean;
};

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

export const head =
  "clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: 1 day\ncluster: { pools: [{ name: p, gpus: 1 }] }\n";

const MIB = 1_048_576;
const sized = (bytes: number): string => `${head}#${"x".repeat(bytes - head.length - 1)}`;
const lined = (lines: number): string => head + "\n".repeat(lines - head.split("\n").length);
const nested = (levels: number): string => `${head}question: ${"[".repeat(levels)}${"]".repeat(levels)}\n`;
const entries = (count: number): string => `${head}question: [${"1,".repeat(count)}]\n`;

const atLimits = (): HostileFile[] => [
  ...[MIB - 1, MIB, MIB + 1].map((n) => text(`${n} bytes`, sized(n), n <= MIB)),
  ...[49_999, 50_000, 50_001].map((n) => text(`${n} lines`, lined(n), n <= 50_000)),
  ...[38, 39, 40, 41, 1000, 100_000].map((n) => text(`${n} levels`, nested(n), false)),
  ...[99_000, 99_990, 100_000, 100_001, 200_000].map((n) => text(`${n} entries`, entries(n), false)),
  ...[99, 100, 101, 1000].map((n) =>
    text(`${n} bad tenants`, `${head}tenants: [${"{name: 5},".repeat(n)}]\n`, false),
  ),
  ...[2, 10, 20].map((n) => text(`bomb of ${n} aliases`, `${aliasBomb(n)}${head}`, false)),
  ...[5, 50, 5000].map((n) => text(`${n} merge keys`, head + "<<: { name: y }\n".repeat(n), false)),
  ...[2, 3, 500].map((n) => text(`${n} documents`, `${head}---\n`.repeat(n), false)),
  ...[2, 300].map((n) => text(`a key ${n} times`, head + "replications: 5\n".repeat(n), false)),
];

const text = (name: string, content: string, isAccepted?: boolean): HostileFile => ({
  name,
  bytes: encode(content),
  isAccepted,
});

const aliasBomb = (levels: number): string =>
  Array.from({ length: levels }, (_, i) => `k${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]\n`)
    .join("")
    .replace("*a-1,", "x,");

/** Code points that steer, hide, or are none. */
const STEERING = [
  ...Array.from({ length: 32 }, (_, i) => i),
  ...[0x7f, 0x85, 0x9b, 0x9d, 0xa0, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xfff9, 0xfffe, 0xffff],
  ...[0xe0001, 0xe0041, 0x10ffff],
];

const WORDS = [
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then", "length"],
  ...[
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK(\\"http://x.test\\")',
    "|calc",
    "\\u001b[2J",
    "\\u0007",
    "\\ud800",
  ],
  ...[
    "\\udfff\\ud800",
    "a\\u0000b",
    "\\u202egpj",
    "%{y}",
    "<img src=x>",
    "$" + "{x}",
    "../../etc/passwd",
    "CON",
    "nul",
  ],
  ...[
    "a\\nb",
    "a\\r\\nb",
    "\\ufeffa",
    "e\\u0301",
    "x".repeat(65),
    "🦀".repeat(33),
    "null",
    "~",
    "1e5",
    "0x10",
    ".nan",
  ],
];

/** Each of them where a name, a text, a key and a path stand. */
const PLACES: readonly ((word: string) => string)[] = [
  (word) => head.replace("name: x", `name: "${word}"`),
  (word) => `${head}question: "${word}"\n`,
  (word) => `${head}seed: "${word}"\n`,
  (word) => `${head}"${word}": 1\n`,
  (word) => `${head}policies: { "${word}": {} }\n`,
  (word) => `${head}tenants: [{ name: "${word}", contract: { gpus: 1 } }]\n`,
  (word) => `${head}internal: [{ name: a, demand: { kind: "${word}" } }]\n`,
  (word) => `${head}internal: [{ name: a, demand: { kind: trace, file: "${word}" } }]\n`,
  (word) => `${head}assert: ["${word}"]\n`,
  (word) => `${head}tenants: [{ name: t, contract: { gpus: 1, notice: "${word}" } }]\n`,
];

const inPlaces = (): HostileFile[] =>
  PLACES.flatMap((place, p) => [
    ...WORDS.map((word, i) => text(`word ${i} in place ${p}`, place(word))),
    ...STEERING.map((code) =>
      text(`U+${code.toString(16)} in place ${p}`, place(`a${String.fromCodePoint(code)}b`)),
    ),
  ]);

const BYTES: readonly (readonly number[])[] = [
  ...[
    [0x00],
    [0xff],
    [0x80],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xf0, 0x9f],
  ],
  ...[
    [0xfe, 0xff],
    [0xff, 0xfe],
    [0x1f, 0x8b, 0x08, 0x00],
    [0x50, 0x4b, 0x03, 0x04],
    [0x7f, 0x45, 0x4c, 0x46],
  ],
];

const encodings = (): HostileFile[] => {
  const plain = encode(head);
  const broken = BYTES.flatMap((bytes, i) =>
    [0, 12, plain.length].map((at) => ({
      name: `bytes ${i} at ${at}`,
      bytes: Uint8Array.from([...plain.subarray(0, at), ...bytes, ...plain.subarray(at)]),
      isAccepted: false,
    })),
  );
  return [
    ...broken,
    { name: "UTF-16", bytes: new Uint8Array(Buffer.from(`\ufeff${head}`, "utf16le")), isAccepted: false },
    text("a byte order mark", `\ufeff${head}`, true),
    text("two byte order marks", `\ufeff\ufeff${head}`, false),
    text("Windows line ends", head.replaceAll("\n", "\r\n"), true),
    text("old line ends", head.replaceAll("\n", "\r")),
    text("no line end", head.trimEnd(), true),
    text("the control sequence introducer", `${head}question: "\u009b2J"\n`, false),
  ];
};

const folder = new URL("./corpus/", import.meta.url);

/** Files kept as they are; those whose names begin with `sound-` are accepted, the others are not. */
const kept = (): HostileFile[] =>
  readdirSync(folder)
    .sort()
    .map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(new URL(name, folder))),
      isAccepted: name.startsWith("sound-"),
    }));

export const hostileFiles = (): HostileFile[] => [...atLimits(), ...inPlaces(), ...encodings(), ...kept()];
