/**
 * Amounts on axes and in constraints: numbers, lengths of time, shares. Each has a number to reckon with, and a form
 * in which a scenario takes it.
 */
import { formatDuration, parseDuration } from "../../base/units.ts";

export type AmountUnit = "" | "seconds" | "share";
export type Amount = { readonly value: number; readonly unit: AmountUnit };

const SHARE = /^(\d{1,3}(?:\.\d+)?)\s*%$/;

/** @returns undefined for a text that is no amount; calendar months have no fixed length and are none */
export const amountOf = (written: unknown): Amount | undefined => {
  if (typeof written === "number") return { value: written, unit: "" };
  if (typeof written !== "string") return undefined;
  const share = SHARE.exec(written.trim())?.[1];
  if (share !== undefined) return { value: tidy(Number(share) / 100), unit: "share" };
  const duration = /[a-z]/i.test(written) ? parseDuration(written) : undefined;
  return duration === undefined || duration.months > 0
    ? undefined
    : { value: duration.seconds, unit: "seconds" };
};

/** The amount as a scenario takes it: whole seconds, a text with a per cent sign, or the number. */
export const writtenAmount = (value: number, unit: AmountUnit): number | string =>
  unit === "seconds" ? Math.round(value) : unit === "share" ? `${tidy(100 * value)} %` : value;

/** The amount as a person reads it. */
export const amountText = (value: number, unit: AmountUnit): string =>
  unit === "seconds" ? formatDuration(Math.round(value)) : String(writtenAmount(value, unit));

/** Twelve digits: what sums of steps add beyond them is noise. */
export const tidy = (value: number): number => Number(value.toPrecision(12));
