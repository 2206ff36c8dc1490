/** Kills at random: `npm run chaos -- COUNT SEED`. Ends with 1 when anything was lost, doubled or different. */
import { killSweeps } from "./kill.ts";

const count = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? 1);
const threads = 2;
console.log(`${count} kills, seed ${seed}, ${threads} threads`);
const tally = await killSweeps(
  count,
  seed,
  { points: 300, threads },
  ({ kills, studies, lost, doubled, different }) => {
    console.log(
      `${kills} kills, ${studies} studies: ${lost} lost, ${doubled} doubled, ${different} different`,
    );
  },
);
console.log(JSON.stringify(tally));
process.exit(tally.lost + tally.doubled + tally.different === 0 ? 0 : 1);
