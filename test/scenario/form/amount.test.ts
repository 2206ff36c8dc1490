/**
 * Sliders: every position stands for a value that the field takes, and the present value has its place.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explain } from "../../../src/scenario/explain/explain.ts";
import {
  amountOf,
  LOG_POSITIONS,
  reaches,
  sliderPosition,
  sliderRange,
  sliderText,
  writtenAmount,
} from "../../../src/scenario/form/amount.ts";
import { formOf } from "../../../src/scenario/form/form.ts";
import type { Control } from "../../../src/scenario/form/model.ts";
import { parseScenario } from "../../../src/scenario/parse.ts";
import { readValue, valueIn } from "../../../src/scenario/text/override.ts";

const folder = new URL("../../../scenarios/", import.meta.url);
const texts = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => readFileSync(new URL(file, folder), "utf8"));

test.each([
  ["duration", "90 days", 7_776_000],
  ["duration", "12 months", 31_536_000],
  ["date", "1970-01-02", 86_400],
  ["share", "5 %", 0.05],
  ["share", "0.25", 0.25],
  ["power", "1.1 GW", 1.1e9],
  ["money", "1.25e9", 1.25e9],
  ["gpus", "", undefined],
  ["number", "many", undefined],
] as const)("a %s of %s is an amount", (kind, written, amount) => {
  expect(amountOf(kind, written)).toBe(amount);
});

test.each([
  ["money", 1_253_456_789, "", "1.25e9"],
  ["money", 12.3456, "", "12.3"],
  ["gpus", 123_456, "", "123000"],
  ["share", 0.257, "50 %", "25.7 %"],
  ["share", 0.257, "0.5", "0.257"],
  ["power", 1_100_000_000, "", "1.1 GW"],
  ["power", 300_000_000, "", "300 MW"],
  ["number", 0.30000000000000004, "", "0.3"],
] as const)("a %s of %s beside %s is written %s", (kind, amount, like, written) => {
  expect(writtenAmount(kind, amount, like)).toBe(written);
});

const log: Control = {
  path: "x",
  label: "x",
  unit: "GPUs",
  kind: "gpus",
  value: "1000",
  isDefault: false,
  isWritten: true,
  isMain: true,
  source: "",
  help: "",
  allowed: "",
  slider: { scale: "log", least: 0, low: 10, most: 100_000 },
};

test("a log slider goes by equal factors, and has a place for nothing", () => {
  expect(sliderText(log, 0)).toBe("0");
  expect(sliderText(log, 1)).toBe("10");
  expect(sliderText(log, LOG_POSITIONS)).toBe("100000");
  expect(sliderPosition(log, "1000")).toBe(501);
  expect(sliderPosition(log, "0")).toBe(0);
  expect(Number(sliderText(log, 600)) / Number(sliderText(log, 500))).toBeCloseTo(10 ** (400 / 999), 1);
});

describe.each(texts.map((text) => [/^name: (.*)$/m.exec(text)?.[1] ?? "", text] as const))(
  "%s",
  (_, text) => {
    const { scenario } = parseScenario(text);
    const moved = formOf(text, { scenario })
      .groups.flatMap(({ controls }) => controls)
      .filter(({ slider }) => slider !== undefined);

    test("the slider stands where the value is", () => {
      for (const control of moved.filter(({ value }) => value !== "")) {
        const position = sliderPosition(control, control.value);
        const { min, max } = sliderRange(control.slider as NonNullable<Control["slider"]>);
        expect(position, control.path).toBeGreaterThanOrEqual(min);
        expect(position, control.path).toBeLessThanOrEqual(max);
        const text = sliderText(control, position as number);
        const amount = amountOf(control.kind, control.value);
        const back = amountOf(control.kind, text) ?? Number.NaN;
        if (amount === undefined) expect(text).toBe(control.value);
        else expect(Math.abs(back - amount), control.path).toBeLessThanOrEqual(Math.abs(amount) * 0.01);
      }
    });

    test("every position is a value that the field takes", () => {
      for (const control of moved) {
        const { min, max, step } = sliderRange(control.slider as NonNullable<Control["slider"]>);
        for (const position of [min, min + step, (min + max) / 2, max - step, max]) {
          const written = sliderText(control, position);
          const standing = valueIn(JSON.parse(JSON.stringify(scenario)), control.path);
          const value = readValue(written);
          if (!("schema" in standing) || !("data" in value)) throw new Error(control.path);
          expect(explain(standing.schema, value.data), `${control.path} = ${written}`).toEqual([]);
        }
      }
    });
  },
);

test("a slider reaches the values between its ends, and no further", () => {
  const { slider } = log;
  if (slider === undefined) throw new Error("it has one");
  expect(["0", "10", "100000", "100001"].map((value) => reaches(slider, "gpus", value))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  const stops = { scale: "stops", stops: ["1 day", "7 days", "30 days"] } as const;
  expect(["1 h", "2 days", "30 days", "60 days"].map((value) => reaches(stops, "duration", value))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
