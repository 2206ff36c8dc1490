/**
 * The command's own arguments: options may stand before or after it, and the command that is recorded with a
 * result holds what changes the result, in a fixed order, and nothing else.
 */
const withValue = new Set([
  "-r",
  "--replications",
  "--seed",
  "--policy",
  "--vary",
  "--set",
  "--baseline",
  "-j",
  "--jobs",
  "-o",
  "--output",
  "--format",
  "--events",
  "--series-out",
  "--progress",
  "--at",
  "--tenant",
]);

/** Moves the command to the front, so that options may stand anywhere. */
export const commandFirst = (args: readonly string[], commands: readonly string[]): string[] => {
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word === "--") break;
    if (withValue.has(word)) {
      i++;
      continue;
    }
    if (word.startsWith("-")) continue;
    if (!commands.includes(word)) break;
    return [word, ...args.slice(0, i), ...args.slice(i + 1)];
  }
  return [...args];
};

/** The words of a command as a shell would take them. */
export const quoted = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
