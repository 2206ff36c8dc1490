import { describe, expect, test } from "vitest";
import { beginWith, changeTo, type History, redo, settle, undo } from "../../web/state/history.ts";

const changed = (...changes: readonly (readonly [string, string?])[]): History =>
  changes.reduce<History>((history, [text, gesture]) => changeTo(history, text, gesture), beginWith("0"));

describe("the history of the text", () => {
  test("goes back and forward step by step", () => {
    const two = changed(["1"], ["2"]);
    expect(undo(two).text).toBe("1");
    expect(undo(undo(two)).text).toBe("0");
    expect(redo(undo(two)).text).toBe("2");
    expect(redo(redo(undo(undo(two)))).text).toBe("2");
  });

  test("stays where it is at either end", () => {
    expect(undo(beginWith("0")).text).toBe("0");
    expect(redo(changed(["1"])).text).toBe("1");
  });

  test("takes one gesture for one step, and two for two", () => {
    const dragged = changed(["1", "growth"], ["2", "growth"], ["3", "growth"], ["4", "base"]);
    expect(undo(dragged).text).toBe("3");
    expect(undo(undo(dragged)).text).toBe("0");
  });

  test("ends a gesture when it is settled", () => {
    const settled = changeTo(settle(changed(["1", "growth"])), "2", "growth");
    expect(undo(settled).text).toBe("1");
  });

  test("does not go on with a gesture after undo", () => {
    const again = changeTo(undo(changed(["1", "growth"], ["2", "growth"])), "3", "growth");
    expect(undo(again).text).toBe("0");
  });

  test("forgets what was undone once something else is written", () => {
    const other = changeTo(undo(changed(["1"], ["2"])), "3");
    expect(redo(other).text).toBe("3");
    expect(undo(other).text).toBe("1");
  });

  test("counts a text that is the same as no step", () => {
    expect(undo(changed(["1"], ["1"])).text).toBe("0");
  });

  test("forgets the oldest of very many steps", () => {
    let history = changed(...Array.from({ length: 1000 }, (_, i) => [String(i + 1)] as const));
    for (let i = 0; i < 1000; i++) history = undo(history);
    expect(history.text).toBe("800");
  });
});
