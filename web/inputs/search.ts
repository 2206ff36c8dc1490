/** Searching a form: every word must occur in what a control or its group is called, means, or comes from. */
import type { Control, ControlGroup } from "../../src/index.ts";

export const wordsOf = (sought: string): readonly string[] =>
  sought
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");

export const matches = (words: readonly string[], control: Control, group: ControlGroup): boolean => {
  if (words.length === 0) return true;
  const { label, path, help, unit } = control;
  const text = [group.section, group.title, label, path, help, unit].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};
