/**
 * The building blocks of the scenario language: quantities with units, shares, dates.
 * Everything is validated as it is written and kept as it is written; numbers are worked out when the
 * scenario is compiled, so that the resolved scenario still reads like the file.
 */
import { z } from "zod";
import { parseInstant } from "../base/calendar.ts";
import { parseDuration, parsePower } from "../base/units.ts";

/** Largest number of accelerators in one quantity; integrals over ten years stay below 2^53. */
export const MAX_GPUS = 10_000_000;
export const MAX_LIST = 1_000;

/** Longest length of time, in seconds: a little over 100 years. */
export const MAX_SECONDS = 3.2e9;

const UNIT = "(s|sec|seconds?|min|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?)";
const DURATION = new RegExp(`^\\d+(\\.\\d+)?\\s*${UNIT}(\\s+\\d+(\\.\\d+)?\\s*${UNIT})*$`);
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;
const POWER = /^\d+(\.\d+)?\s*(W|kW|MW|GW)$/;
const SHARE_TEXT = /^(100(\.0+)?|\d{1,2}(\.\d+)?)\s*%$/;
const NAME =
  /^[^\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]([^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*[^\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}])?$/u;
const PROSE = /^[^\p{Cc}\p{Cs}]*(?:[\t\n][^\p{Cc}\p{Cs}]*)*$/u;

/** Forms that the patterns let through and that mean nothing, such as 30 February. */
const isDuration = (text: string): boolean => {
  const parsed = parseDuration(text);
  return parsed !== undefined && parsed.months * 31 * 86_400 + parsed.seconds <= MAX_SECONDS;
};
const isInstant = (text: string): boolean => parseInstant(text) !== undefined;
const isPower = (text: string): boolean => (parsePower(text) ?? Number.POSITIVE_INFINITY) <= 1e15;
const isComposed = (text: string): boolean => text.normalize("NFC") === text;

const wholeSeconds = () => z.int().min(0).max(MAX_SECONDS);
const durationText = () => z.string().max(60).regex(DURATION).refine(isDuration);
const instantText = () => z.string().max(40).regex(INSTANT).refine(isInstant);
const shareText = () => z.string().max(20).regex(SHARE_TEXT);

export const name = (about: string) =>
  z.string().min(1).max(64).regex(NAME).refine(isComposed).meta({ description: about, unit: "name" });

export const prose = (about: string, most = 10_000) =>
  z.string().max(most).regex(PROSE).meta({ description: about, unit: "text" });

/** A length of time: "90 days", "18 months" (calendar), "2 min", or a whole number of seconds. */
export const duration = (about: string) =>
  z
    .union([wholeSeconds(), durationText()])
    .meta({ description: about, unit: "duration", examples: ["90 days", "18 months", "30 s"] });

/** A UTC date or instant: 2026-07-01 or 2026-07-01T12:00Z. */
export const instant = (about: string) =>
  instantText().meta({ description: about, unit: "date", examples: ["2026-07-01"] });

/** A date, or a time after the anchor that the description names. */
export const moment = (about: string) =>
  z
    .union([wholeSeconds(), instantText(), durationText()])
    .meta({ description: about, unit: "date or duration", examples: ["2026-12-31", "91 days"] });

export const power = (about: string) =>
  z
    .string()
    .max(40)
    .regex(POWER)
    .refine(isPower)
    .meta({ description: about, unit: "power", examples: ["300 MW", "1 GW"] });

export const gpus = (about: string, min = 0) =>
  z.int().min(min).max(MAX_GPUS).meta({ description: about, unit: "GPUs" });

/** A share from 0 to 1, also written as "50 %". */
export const share = (about: string) =>
  z
    .union([z.number().min(0).max(1), shareText()])
    .meta({ description: about, unit: "share", examples: [0.5, "50 %"] });

/** A number of accelerators, or a share of them. */
export const gpusOrShare = (about: string) =>
  z.union([z.int().min(0).max(MAX_GPUS), shareText()]).meta({ description: about, unit: "GPUs or %" });

export const factor = (about: string, max = 1e6) =>
  z.number().min(0).max(max).meta({ description: about, unit: "factor" });

export const dollars = (about: string) => z.number().min(0).max(1e15).meta({ description: about, unit: "$" });

export const count = (about: string, min: number, max: number) =>
  z.int().min(min).max(max).meta({ description: about, unit: "count" });
