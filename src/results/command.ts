/**
 * The command line that makes a result again: what changes it, in a fixed order, as a shell would take it. It
 * is recorded with every result, whoever made it.
 */

export type Command = {
  readonly command: string;
  /** The file, or the name of a preset. */
  readonly scenario: string;
  readonly policies: readonly string[];
  readonly vary?: { readonly path: string; readonly values: readonly string[] } | undefined;
  readonly baseline?: string | undefined;
  readonly set?: readonly { readonly path: string; readonly value: string }[];
  readonly replications?: number | undefined;
  readonly seed?: string | undefined;
};

/** `clawback compare colossus --policy ahead -r 100` */
export const commandLine = (parts: Command): string => {
  const { policies, vary, baseline, set = [], replications, seed } = parts;
  const words = ["clawback", parts.command, parts.scenario];
  for (const policy of policies) words.push("--policy", policy);
  if (vary !== undefined) words.push("--vary", `${vary.path}=${vary.values.join(",")}`);
  if (baseline !== undefined) words.push("--baseline", baseline);
  for (const { path, value } of set) words.push("--set", `${path}=${value}`);
  if (replications !== undefined) words.push("-r", String(replications));
  if (seed !== undefined) words.push("--seed", seed);
  return quoted(words);
};

/** The words of a command as a shell would take them. */
export const quoted = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
