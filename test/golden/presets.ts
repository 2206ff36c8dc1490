/**
 * Presets and variations of them, with horizons short enough that all run in a moment: what the same bytes on every
 * engine, and the lanes that are on record, are shown for.
 */
import type { Override } from "../../src/scenario/parse.ts";

/** A scenario of the shipped ones with values set from outside, as `--set` does. */
export type PresetCase = {
  readonly name: string;
  readonly preset: string;
  readonly set: readonly Override[];
};

const set = (name: string, preset: string, values: Readonly<Record<string, unknown>>): PresetCase => ({
  name,
  preset,
  set: Object.entries(values).map(([path, value]) => ({ path, value })),
});

/** Each preset as it is, but for the horizon. */
const plain: readonly PresetCase[] = [
  set("article", "article", {}),
  set("buy-out", "buy-out", {}),
  set("colossus", "colossus", {}),
  set("deal-pipeline", "deal-pipeline", { horizon: "15 months" }),
  set("delivery-slips", "delivery-slips", {}),
  set("failures", "failures", { horizon: "2 months" }),
  set("faster-code", "faster-code", {}),
  set("grok-rush", "grok-rush", { horizon: "4 months" }),
  set("notice-ladder", "notice-ladder", {}),
  set("orbital", "orbital", { horizon: "5 days" }),
  set("philly", "philly", { horizon: "5 days" }),
  set("policy-tournament", "policy-tournament", { horizon: "4 months" }),
  set("power-cut", "power-cut", { horizon: "2 months" }),
  set("robotaxi-surge", "robotaxi-surge", {}),
  set("spot-availability", "spot-availability", {}),
  set("spot-edge", "spot-edge", { horizon: "36 h", warmUp: "12 h" }),
  set("tenant-walks-first", "tenant-walks-first", {}),
];

/** The same with one idea changed. */
const varied: readonly PresetCase[] = [
  set("colossus, no notice", "colossus", { "tenants.anthropic.contract.notice": 0 }),
  set("colossus, notice of 30 days", "colossus", { "tenants.anthropic.contract.notice": "30 days" }),
  set("colossus, notice beyond the horizon", "colossus", { "tenants.anthropic.contract.notice": "600 days" }),
  set("colossus, another seed", "colossus", { seed: '"Zürich 🦀"' }),
  set("colossus, a day", "colossus", { horizon: "1 day" }),
  set("notice-ladder, 14 months", "notice-ladder", { horizon: "14 months" }),
  set("philly, no notice", "philly", { horizon: "4 days", "tenants.spot.jobs.notice": 0 }),
  set("philly, notice of an hour", "philly", { horizon: "4 days", "tenants.spot.jobs.notice": "1 h" }),
  set("spot-availability, a gang of four", "spot-availability", { "internal.training.demand.gpus": 4 }),
  set("orbital, a day", "orbital", { horizon: "1 day" }),
  set("power-cut, another seed", "power-cut", { horizon: "1 month", seed: "dark" }),
  set("robotaxi-surge, another seed", "robotaxi-surge", { seed: "rush" }),
  set("failures, three weeks", "failures", { horizon: "21 days", seed: "cold" }),
];

export const presetCases: readonly PresetCase[] = [...plain, ...varied];
