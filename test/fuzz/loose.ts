/** Drawn scenarios as plain trees that may still be refused. */
export type Loose = Record<string, unknown>;

export const entries = (list: unknown): Loose[] => (Array.isArray(list) ? (list as Loose[]) : []);
export const listOf = (one: unknown): Loose[] => (Array.isArray(one) ? (one as Loose[]) : [one as Loose]);
