/** What every part of an explanation is written with. */
import type { Dates } from "../figures/dates.ts";
import type { Paint } from "../terminal/paint.ts";

export type Page = { readonly width: number; readonly paint: Paint; readonly dates: Dates };
