/**
 * Where a cursor stands in a scenario's text, as a path of keys: by indentation for lines, by brackets inside
 * them. Works on text that is being typed, which no parser would accept. `[]` stands for an entry of a list.
 */

export type Context = {
  /** Keys from the scenario down to what holds the cursor: for a value, its own key is the last. */
  readonly path: readonly string[];
  readonly isValue: boolean;
  /** The word that is being typed, and where it begins. */
  readonly word: string;
  readonly from: number;
  /** What stands beside it in the same object: keys with their values, as far as these are on their line. */
  readonly siblings: ReadonlyMap<string, string>;
};

/** @returns undefined inside a comment or a quoted text */
export function contextAt(text: string, position: number): Context | undefined {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  const before = text.slice(start, position);
  const scan = scanLine(before);
  if (scan.isOpaque) return undefined;
  const lines = text.split("\n");
  const row = text.slice(0, start).split("\n").length - 1;
  const outer = scan.open.length === 0 ? undefined : blockContext(lines, row, before);
  if (outer !== undefined) return flowContext(text, position, before, scan, outer);
  const block = blockContext(lines, row, before);
  if (block === undefined) return undefined;
  const { path, column, key, typed } = block;
  return {
    path: key === undefined ? path : [...path, key],
    isValue: key !== undefined,
    word: typed,
    from: position - typed.length,
    siblings: siblingsOf(lines, row, column),
  };
}

type Scan = {
  /** Offsets of brackets that are open at the end. */
  readonly open: readonly number[];
  /** In a comment or in quotes. */
  readonly isOpaque: boolean;
};

function scanLine(text: string): Scan {
  const open: number[] = [];
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if ((character === '"' || character === "'") && /(?:^|[\s[{,:])$/.test(text.slice(0, i)))
      quote = character;
    else if (character === "#" && /(?:^|\s)$/.test(text.slice(0, i))) return { open: [], isOpaque: true };
    else if (character === "{" || character === "[") open.push(i);
    else if (character === "}" || character === "]") open.pop();
  }
  return { open, isOpaque: quote !== "" };
}

const ENTRY = /^(\s*(?:-\s+)*)(?:([^\s#{}[\],:"'][^:#{}[\],]*?|"[^"]*"|'[^']*')\s*:(?:\s+(.*))?)?$/;

type Block = {
  readonly path: readonly string[];
  readonly column: number;
  readonly key: string | undefined;
  readonly typed: string;
};

/** By indentation: the holders of a line, its key when the cursor is behind the colon, and what is typed. */
function blockContext(lines: readonly string[], row: number, before: string): Block | undefined {
  const lead = /^\s*(?:-\s+|-$)*/.exec(before)?.[0] ?? "";
  const column = lead.length;
  const rest = before.slice(column);
  const entry = ENTRY.exec(before);
  const key = entry?.[2] === undefined ? undefined : unquoted(entry[2]);
  const bracket = rest.search(/[{[]/);
  const keyed = /^([^:#{}[\]]+?)\s*:\s/.exec(rest);
  const holder = key ?? (bracket >= 0 && keyed !== null ? unquoted(keyed[1] as string) : undefined);
  const path = [...holders(lines, row, lead), ...dashesOf(lead)];
  return { path, column, key: holder, typed: key === undefined ? rest : (entry?.[3] ?? "") };
}

/** An entry of a list for each dash. */
const dashesOf = (lead: string): string[] => [...lead.matchAll(/-/g)].map(() => "[]");

/** Keys and entries above a line that hold what stands at its indentation. */
function holders(lines: readonly string[], row: number, lead: string): string[] {
  const path: string[] = [];
  const dash = lead.indexOf("-");
  let keyBelow = dash < 0 ? lead.length : dash + 1;
  let dashBelow = dash < 0 ? lead.length : dash;
  for (let i = row - 1; i >= 0 && (keyBelow > 0 || dashBelow > 0); i--) {
    const line = lines[i] as string;
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, indent = ""] = /^(\s*(?:-\s+)*)/.exec(line) ?? [];
    const key = keyOf(line.slice(indent.length));
    if (key !== undefined && indent.length < keyBelow) {
      path.unshift(key);
      [keyBelow, dashBelow] = [indent.length, indent.length];
    }
    for (let at = indent.lastIndexOf("-"); at >= 0; at = indent.lastIndexOf("-", at - 1)) {
      if (at < dashBelow && indent.length >= keyBelow) {
        path.unshift("[]");
        [keyBelow, dashBelow] = [at + 1, at];
      }
      if (at === 0) break;
    }
  }
  return path;
}

const keyOf = (text: string): string | undefined => {
  const match = /^("[^"]*"|'[^']*'|[^\s#{}[\],:"'][^:#]*?)\s*:(?:\s|$)/.exec(text);
  return match === null ? undefined : unquoted(match[1] as string);
};

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, "$2");

/** Keys at one indentation, above and below, up to what is indented less. */
function siblingsOf(lines: readonly string[], row: number, column: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const step of [-1, 1]) {
    for (let i = row + step; i >= 0 && i < lines.length; i += step) {
      const line = lines[i] as string;
      if (/^\s*(?:#|$)/.test(line)) continue;
      const [, indent = ""] = /^(\s*(?:-\s+)*)/.exec(line) ?? [];
      const isEntry = indent.includes("-");
      if (isEntry && step === 1 && indent.indexOf("-") < column) break;
      if (indent.length < column) break;
      const key = indent.length === column ? keyOf(line.slice(column)) : undefined;
      if (key !== undefined) found.set(key, writtenIn(line));
      if (isEntry && step === -1 && indent.indexOf("-") < column) break;
    }
  }
  const own = /^(\s*(?:-\s+)*)/.exec(lines[row] as string)?.[1]?.length === column;
  if (own) found.delete(keyOf((lines[row] as string).slice(column)) ?? "");
  return found;
}

const writtenIn = (line: string): string => unquoted(line.slice(line.indexOf(":") + 1).replace(/\s#.*$/, ""));

/** Inside brackets of a line: one step for each that is open. */
function flowContext(text: string, position: number, before: string, { open }: Scan, block: Block): Context {
  const path = [...block.path, ...(block.key === undefined ? [] : [block.key])];
  let siblings = new Map<string, string>();
  let key: string | undefined;
  let typed = "";
  open.forEach((at, i) => {
    const inside = partsOf(before.slice(at + 1, open[i + 1] ?? before.length));
    const last = inside.at(-1) ?? "";
    if (before[at] === "[") {
      path.push("[]");
      [key, typed, siblings] = [undefined, last.trimStart(), new Map()];
      return;
    }
    const end = i === open.length - 1 ? closing(text, position) : "";
    siblings = new Map(
      [...inside.slice(0, -1), ...partsOf(end).slice(1)].flatMap((part) => {
        const name = keyOf(part.trim());
        return name === undefined ? [] : [[name, writtenIn(part)] as [string, string]];
      }),
    );
    key = keyOf(last.trimStart());
    typed = key === undefined ? last.trimStart() : last.slice(last.indexOf(":") + 1).trimStart();
    if (key !== undefined) path.push(key);
  });
  const isEntry = before[open.at(-1) as number] === "[";
  return {
    path,
    isValue: isEntry || key !== undefined,
    word: typed,
    from: position - typed.length,
    siblings,
  };
}

/** What follows up to the bracket that closes. */
function closing(text: string, position: number): string {
  let depth = 0;
  for (let i = position; i < text.length && text[i] !== "\n"; i++) {
    if (text[i] === "{" || text[i] === "[") depth++;
    else if ((text[i] === "}" || text[i] === "]") && depth-- === 0) return text.slice(position, i);
  }
  return "";
}

/** Split at commas that are in no bracket. */
function partsOf(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
