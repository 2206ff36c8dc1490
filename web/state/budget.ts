/** Whether a study may run without being asked for, when its scenario came from somebody else. */

/** Events that take a browser a few seconds. */
const MOST_EVENTS = 5_000_000;

/** @param load - events of one replication of one policy, roughly */
export const isAffordable = (load: number, policies: number, replications: number): boolean =>
  load * policies * replications <= MOST_EVENTS;
