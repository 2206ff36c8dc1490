/** Demand that ends up above all that is installed: a matter of building, not of notice. */
import { datesOf } from "../figures/dates.ts";
import { type Channel, channels, type Series, type StudyResult } from "../types.ts";

/** The sentence without its full stop, or undefined when the cluster stays large enough in the mean. */
export const outgrown = ({ policies: [first], scenario }: StudyResult): string | undefined => {
  const at = first === undefined ? undefined : outgrownAt(first.series);
  if (at === undefined) return undefined;
  const when = at === 0 ? "From the start" : `From ${datesOf(scenario).read(at)} on`;
  return `${when} internal demand outgrows the whole cluster, which no notice period can cure`;
};

/** The second from which mean demand exceeds what is installed, and does so to the end. */
const outgrownAt = ({ bins, binSeconds, values }: Series): number | undefined => {
  const at = (bin: number, channel: Channel): number =>
    values[bin * channels.length + channels.indexOf(channel)] as number;
  let from = bins;
  while (from > 0 && at(from - 1, "demand") > at(from - 1, "installed")) from--;
  return from < bins ? from * binSeconds : undefined;
};
