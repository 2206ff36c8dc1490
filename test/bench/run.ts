/** All benchmarks: `npm run bench`, or one of them by name: `npm run bench -- agenda`. */
const wanted = process.argv.slice(2);
const is = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

if (is("agenda")) await import("./hold.ts");

if (is("replications")) {
  const { measureReplications } = await import("./replications.ts");
  console.log("\nA replication of colossus over three years (goal: at most 3 ms)");
  for (const { policy, milliseconds } of measureReplications())
    console.log(`  ${policy.padEnd(14)} ${milliseconds.toFixed(2)} ms`);
}

if (is("command-line")) {
  const { largeComparison, startUpRatio } = await import("./command-line.ts");
  console.log("\nStart-up over bare node (goal: at most 1.5)");
  for (const command of ["--version", "--help"])
    console.log(`  ${command.padEnd(14)} ${startUpRatio(command).toFixed(2)}`);
  const { seconds, megabytes } = await largeComparison();
  console.log("\n1,000 replications x 5 policies x 3 years, 2 workers (goal: under 15 s and 300 MB)");
  console.log(`  ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
}
