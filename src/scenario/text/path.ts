/**
 * Paths as people write them: `tenants[0].contract.gpus`, `tenants.anthropic.contract.gpus`,
 * `tenants["a b"].contract.gpus`.
 */

/** A step of a written path: a position, or a key or name. */
export type PathStep = number | string;

const STEP = /\[\s*(\d{1,9})\s*\]|\[\s*("(?:[^"\\]|\\.)*")\s*\]|\.?([^.[\]]+)/y;

/** @returns undefined when the text is no path */
export function parsePath(text: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return undefined;
    const [whole, index, quoted, plain] = match;
    if (plain !== undefined && whole.startsWith(".") === (steps.length === 0)) return undefined;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(quoted === undefined ? (plain as string) : unquote(quoted));
  }
  return steps.length === 0 ? undefined : steps;
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
