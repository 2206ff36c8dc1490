/**
 * Makes a failing scenario small: policies, tenants, programs, pools and single fields are dropped, lists cut, numbers
 * brought nearer to nothing, for as long as it still fails in the same way.
 */
type Path = readonly (string | number)[];

/**
 * @param fails - whether a scenario still fails in the way that is looked for
 * @param tries - most scenarios that are run
 */
export const shrink = (scenario: unknown, fails: (smaller: unknown) => boolean, tries: number): unknown => {
  let best = scenario;
  let left = tries;
  for (let improved = true; improved && left > 0; ) {
    improved = false;
    for (const path of places(best)) {
      for (const smaller of reductions(best, path)) {
        if (left-- <= 0) return best;
        if (!fails(smaller)) continue;
        best = smaller;
        improved = true;
        break;
      }
    }
  }
  return best;
};

/** What the same failure looks like, whatever its numbers: the first line, and where it was thrown. */
export const signature = (what: string): string => {
  const [message, ...stack] = what.split("\n");
  const thrown = stack.find((line) => !line.includes("assert.ts")) ?? "";
  const place = /\/((?:src|test)\/[^):]*)/.exec(thrown)?.[1] ?? "";
  return `${(message as string).replace(/^[^:]*: /, "").replaceAll(/[-\d.e+]+/g, "N")} ${place}`;
};

/** Every place of a tree, outer ones first, so that whole entities go before their fields. */
function places(tree: unknown): Path[] {
  const found: Path[] = [];
  let level: Path[] = [[]];
  while (level.length > 0) {
    found.push(...level.slice().reverse());
    level = level.flatMap((path) => {
      const node = at(tree, path);
      if (typeof node !== "object" || node === null) return [];
      return Object.keys(node).map((key) => [...path, Array.isArray(node) ? Number(key) : key]);
    });
  }
  return found.filter((path) => path.length > 0);
}

const at = (tree: unknown, path: Path): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<string | number, unknown> | undefined)?.[key], tree);

function* reductions(tree: unknown, path: Path): Generator<unknown> {
  const value = at(tree, path);
  if (value === undefined) return;
  yield without(tree, path);
  if (typeof value === "number") for (const less of nearer(value)) yield changed(tree, path, less);
}

const nearer = (value: number): number[] =>
  [0, 1, Math.floor(value / 2), value - 1].filter(
    (less, i, all) => less < value && less >= 0 && all.indexOf(less) === i,
  );

function without(tree: unknown, path: Path): unknown {
  const copy = structuredClone(tree);
  const holder = at(copy, path.slice(0, -1));
  const key = path.at(-1) as string | number;
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete (holder as Record<string, unknown>)[key];
  return copy;
}

function changed(tree: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(tree);
  (at(copy, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1) as string | number] = value;
  return copy;
}
