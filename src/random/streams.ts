/**
 * Named random streams. A stream is named by what it is for, never by when it was opened, so that a
 * tenant, a policy or a metric that is added changes no draw of anyone else, and two policies meet
 * the same demand.
 *
 * The name is made unambiguous by length prefixes and hashed to a key of fixed length (ARC4 repeats
 * keys cyclically: "12" and "1212" would be one stream); ARC4 turns the key into 128 bits of state;
 * a small integer generator draws from there.
 */
import seedrandom from "seedrandom";
import { hashText } from "../base/hash.ts";
import { Generator } from "./generator.ts";

/**
 * Opens the stream of that name at its beginning; opening it twice gives the same draws twice.
 *
 * @param seed - the scenario's seed, any text
 * @param replication - which replication, from 0
 * @param entity - whose stream, such as a tenant's name
 * @param purpose - what is drawn, such as "arrivals"
 */
export function openStream(seed: string, replication: number, entity: string, purpose: string): Generator {
  const key = hashText(`${framed(seed)}${replication};${framed(entity)}${framed(purpose)}`);
  const cipher = seedrandom(key);
  return new Generator([cipher.int32(), cipher.int32(), cipher.int32(), cipher.int32()]);
}

/** The text behind its length, so that texts in a row cannot be cut in two ways. */
function framed(text: string): string {
  return `${text.length}:${text}`;
}
