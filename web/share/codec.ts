/**
 * The state of the page as a fragment of its address: a version, then deflated JSON in letters that need no
 * escaping. What comes in is taken for hostile: its length, what it unpacks to and every field are bounded
 * before anything is believed.
 */
import type { Choice } from "../state/choice.ts";

/** How the outputs are looked at. */
export type View = {
  /** Place of the policy shown in detail. */
  readonly policy: number;
  readonly allMetrics: boolean;
  readonly onlyDiffering: boolean;
  /** Inputs as controls or as text. */
  readonly pane: "form" | "text";
};

export type Linked = {
  readonly text: string;
  readonly file: string;
  readonly choice: Choice;
  readonly view: View;
};

/** A fragment that is no state of the page; the message says why. */
export class BadLink extends Error {}

const VERSION = "1";
const MOST_LETTERS = 3_000_000;
/** A scenario may have 1 MiB; JSON may double it. */
const MOST_BYTES = 2 * 1024 * 1024 + 65_536;
const MOST_POLICIES = 100;
const MOST_VALUES = 100;
const MOST_NAME = 200;

/** A fragment, without the `#`. */
export const toFragment = async ({ text, file, choice, view }: Linked): Promise<string> => {
  const json = JSON.stringify({
    t: text,
    f: file,
    p: choice.policies,
    y: choice.vary === undefined ? undefined : [choice.vary.path, ...choice.vary.values],
    r: choice.replications,
    s: choice.seed,
    v: [view.policy, Number(view.allMetrics), Number(view.onlyDiffering), view.pane],
  });
  const packed = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `${VERSION}.${toLetters(await bytesOf(packed, Number.POSITIVE_INFINITY))}`;
};

/**
 * The state in a fragment, without the `#`.
 *
 * @throws BadLink
 */
export const fromFragment = async (fragment: string): Promise<Linked> => {
  const [version, letters] = [
    fragment.slice(0, fragment.indexOf(".")),
    fragment.slice(fragment.indexOf(".") + 1),
  ];
  if (version !== VERSION)
    throw new BadLink(
      /^\d{1,4}$/.test(version) ? "it was made by another version of Clawback" : "it is no link of Clawback",
    );
  if (letters.length > MOST_LETTERS) throw new BadLink("it is too long");
  const packed = fromLetters(letters);
  let json: unknown;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(stream, MOST_BYTES)));
  } catch (error) {
    if (error instanceof BadLink) throw error;
    throw new BadLink("it is damaged or cut off");
  }
  return linkedOf(json);
};

const linkedOf = (json: unknown): Linked => {
  if (typeof json !== "object" || json === null) throw new BadLink("it does not hold a scenario");
  const { t, f, p = [], y, r, s, v = [] } = json as { readonly [key: string]: unknown };
  if (typeof t !== "string") throw new BadLink("it does not hold a scenario");
  if (!isName(f)) throw new BadLink("the name of its file makes no sense");
  if (!Array.isArray(p) || p.length > MOST_POLICIES || !p.every(isName))
    throw new BadLink("its list of policies makes no sense");
  if (y !== undefined && !isVaried(y)) throw new BadLink("the parameter that it varies makes no sense");
  if (r !== undefined && !isWholeIn(r, 1, 100_000))
    throw new BadLink("its number of replications makes no sense");
  if (s !== undefined && (!isName(s) || s === "")) throw new BadLink("its seed makes no sense");
  if (!Array.isArray(v)) throw new BadLink("its view makes no sense");
  return {
    text: t,
    file: f,
    choice: {
      policies: p,
      vary: y === undefined ? undefined : { path: y[0] ?? "", values: y.slice(1) },
      replications: r as number | undefined,
      seed: s as string | undefined,
    },
    view: {
      policy: isWholeIn(v[0], 0, 100_000) ? v[0] : 0,
      allMetrics: v[1] === 1,
      onlyDiffering: v[2] === 1,
      pane: v[3] === "text" ? "text" : "form",
    },
  };
};

const isName = (value: unknown): value is string =>
  typeof value === "string" && value.length <= MOST_NAME && !/\p{Cc}/u.test(value);

/** A path and at least one value. */
const isVaried = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length >= 2 && value.length <= MOST_VALUES + 1 && value.every(isName);

const isWholeIn = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** All bytes of a stream, up to a limit that is checked chunk by chunk. */
const bytesOf = async (
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      void reader.cancel().catch(() => {});
      throw new BadLink("it unpacks to more than a scenario may have");
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};

/** base64url without padding; in pieces, because arguments of a call are limited. */
const toLetters = (bytes: Uint8Array): string => {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

const fromLetters = (letters: string): Uint8Array<ArrayBuffer> => {
  if (!/^[\w-]+$/.test(letters)) throw new BadLink("it is damaged or cut off");
  let binary: string;
  try {
    binary = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw new BadLink("it is damaged or cut off");
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
};
