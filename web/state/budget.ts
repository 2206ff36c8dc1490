/** Whether a study may run without being asked for, when its scenario came from somebody else. */

/** Events that take a browser a few seconds. */
const MOST_EVENTS = 5_000_000;

/**
 * @param load - events of one replication of one policy, roughly
 * @param entries - policies, times the values of the parameter that is varied
 */
export const isAffordable = (load: number, entries: number, replications: number): boolean =>
  load * entries * replications <= MOST_EVENTS;
