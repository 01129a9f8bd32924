/** Which of some words another was probably meant to be. */

/** The candidate with the fewest changes from `word`, at most 2 and fewer than its length; null if none is so near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const ranked = candidates
    .map((candidate) => ({ candidate, changes: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, changes }) => changes <= 2 && changes < candidate.length)
    .sort((left, right) => left.changes - right.changes);
  return ranked[0]?.candidate ?? null;
}

/** Levenshtein's distance: letters to insert, remove or replace. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 0; at < left.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < right.length; to++) {
      const replace = row[to]! + (left[at] === right[to] ? 0 : 1);
      next.push(Math.min(replace, row[to + 1]! + 1, next[to]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}
