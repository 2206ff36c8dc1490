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

if (is("replay")) {
  const { compareReplays, rateOf } = await import("./replay.ts");
  const { ours, theirs } = compareReplays();
  console.log(
    "\nA log of 1,000,000 jobs, FCFS with EASY backfilling, reading included (goal: 0.25 of C++, under 1 GB)",
  );
  for (const [whose, run] of [
    ["ours", ours],
    ["C++", theirs],
  ] as const) {
    if (run === undefined) continue;
    const seconds = `${run.parse.toFixed(2)} s + ${run.replay.toFixed(2)} s`;
    console.log(
      `  ${whose.padEnd(6)} ${seconds}, ${(rateOf(run) / 1e6).toFixed(2)} M jobs/s, ${run.megabytes.toFixed(0)} MB, mean wait ${run.meanWait.toFixed(1)} s`,
    );
  }
  if (theirs !== undefined) console.log(`  ratio  ${(rateOf(ours) / rateOf(theirs)).toFixed(3)}`);
}

if (is("charts")) await import("./charts.ts");

if (is("jobs")) {
  const { arrivalRate, backlogCosts, preemptionRun } = await import("./jobs.ts");
  console.log("\nM/M/100 at load 0.9, from its parameters to its metrics (goal: 2.3 M arrivals/s)");
  console.log(`  ${(arrivalRate() / 1e6).toFixed(2)} M arrivals/s`);
  console.log("\nWhat a job costs when so many wait from the beginning (goal: flat)");
  for (const { waiting, micros } of backlogCosts([25_000, 50_000, 100_000, 200_000]))
    console.log(`  ${String(waiting).padStart(7)} ${micros.toFixed(1)} µs`);
  const { jobs, seconds, preemptions, occupancy } = preemptionRun();
  console.log("\nTwo classes on 2,296 accelerators, a new process (goal: under 0.5 s after start-up)");
  console.log(
    `  ${jobs} jobs, ${preemptions} preemptions, ${(100 * occupancy).toFixed(0)} % in use: ${seconds.toFixed(2)} s`,
  );
}

if (is("page")) {
  const { measurePage } = await import("./page.ts");
  const figures = await measurePage();
  console.log("\nThe page in Chromium, colossus");
  const line = (what: string, value: string, goal: string): void =>
    console.log(`  ${what.padEnd(46)} ${value.padStart(9)}  (goal: ${goal})`);
  line("scripts before the first result, gzip", `${figures.firstKilobytes.toFixed(0)} kB`, "250 kB");
  line("first result after navigation", `${figures.firstResult.toFixed(0)} ms`, "1500 ms");
  line("first picture after an edit", `${figures.firstPicture.toFixed(0)} ms`, "100 ms");
  line("30 replications of 2 policies whole", `${figures.whole.toFixed(0)} ms`, "500 ms");
  line("growth of JavaScript's memory over 300 edits", `${figures.heapGrowth.toFixed(1)} MB`, "20 MB");
  line("growth of the process, workers included", `${figures.processGrowth.toFixed(1)} MB`, "20 MB");
}
if (is("sweep")) {
  const { overhead, overheadThroughRedis, scaling } = await import("./sweep.ts");
  const { one, two, runs } = await scaling(100);
  console.log(`\nA study of ${runs} runs of colossus (goal: under 40 s; two threads 1.85 x one)`);
  console.log(`  1 thread   ${one.seconds.toFixed(1)} s\n  2 threads  ${two.seconds.toFixed(1)} s`);
  console.log(`  ratio      ${(one.seconds / two.seconds).toFixed(2)}`);
  console.log(
    "\nWhat a unit costs beside its simulation (goal: under 2 ms here, 5 ms through Redis; 250 MB)",
  );
  for (const points of [10_000, 100_000]) {
    const { perUnit, megabytes } = await overhead(points);
    console.log(
      `  ${String(points).padStart(7)} units  ${perUnit.toFixed(2)} ms, ${megabytes.toFixed(0)} MB`,
    );
  }
  const redis = await overheadThroughRedis(3000);
  console.log(`  Redis          ${redis === undefined ? "no redis-server here" : `${redis.toFixed(2)} ms`}`);
}

if (is("horizon")) {
  const { horizons } = await import("./horizon.ts");
  const found = horizons();
  console.log("\nMemory at the peak, 1 year and 50 years (goal: ratio at most 1.10)");
  for (const [name, key] of [
    ["run", "run"],
    ["run, small young generation", "lean"],
    ["sweep", "sweep"],
  ] as const) {
    const [one, fifty] = found.map((each) => each[key]) as [number, number];
    console.log(
      `  ${name.padEnd(28)} ${one.toFixed(0)} MB, ${fifty.toFixed(0)} MB, ratio ${(fifty / one).toFixed(2)}`,
    );
  }
}
