/**
 * The nearest of the words that would have been right, when it is near enough to be meant.
 */

const LONGEST = 64;

/** The candidate with the fewest edits, if they are few for its length; the first among equals. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = fold(word);
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(typed, fold(candidate), fewest);
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/** `did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const match = nearest(word, candidates);
  return match === undefined ? undefined : `did you mean ${JSON.stringify(match)}?`;
}

/** Case, and what separates words, are no edits. */
const fold = (word: string): string =>
  word
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[\s_-]/g, "");

/** Insertions, deletions, replacements and swaps of neighbours; `limit` or more is told as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + cost,
      );
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) edits = Math.min(edits, (previous[j - 2] as number) + 1);
      next.push(edits);
    }
    previous = row;
    row = next;
  }
  return Math.min(row[b.length] as number, limit);
}
