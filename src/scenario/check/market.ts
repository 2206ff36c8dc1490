/**
 * The market and the deal pipeline: prices above nothing on a grid, prospects with names of their own, terms that
 * make sense, and not more of them than a run can hold.
 */
import { meanRate } from "../../demand/arrivals/moments.ts";
import { compileArrivals } from "../compile/arrivals.ts";
import { momentSeconds } from "../compile/times.ts";
import { type Path, quote } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import type { ProspectsSpec } from "../schema.ts";
import { checkArrivals } from "./arrivals.ts";
import { checkGrid } from "./clock.ts";
import { checkTerms, needsMarket } from "./contract.ts";
import { checkAmounts } from "./distribution.ts";
import { checkPoolNames, refuseNodes } from "./pool-names.ts";
import { inOrder, momentIn, notBeforeStart, type Setting } from "./report.ts";

/** Each may become a lease, and leases are objects. */
const MOST_PROSPECTS = 100_000;

export function checkMarket(setting: Setting): void {
  const { market, report } = setting;
  if (market === undefined) return;
  checkGrid(setting, market.every, ["market", "every"]);
  const at = (i: number): Path => ["market", "steps", i, "at"];
  inOrder(
    setting,
    market.steps.map((step) => momentIn(setting, step.at)),
    at,
  );
  market.steps.forEach((step, i) => {
    notBeforeStart(setting, step.at, at(i));
    if (step.is === 0)
      report.problem(["market", "steps", i, "is"], "capacity that costs nothing: expected a price above 0", {
        found: "0",
        allowed: "above 0",
      });
  });
}

export function checkPipeline(setting: Setting): void {
  const { report, names } = setting;
  report.unique(names.pipeline, (i) => ["pipeline", i, "name"], "stream of prospects");
  names.pipeline.forEach((name, i) => {
    if (name === undefined || ![...names.internal, ...names.tenants].includes(name)) return;
    report.problem(["pipeline", i, "name"], `somebody else is also named ${quote(name)}`, {
      hint: "give each its own name",
    });
  });
  setting.pipeline.forEach((prospects, i) => {
    if (prospects !== undefined) checkProspects(setting, prospects, ["pipeline", i]);
  });
}

function checkProspects(setting: Setting, prospects: ProspectsSpec, path: Path): void {
  const { terms, exit } = prospects;
  checkArrivals(setting, prospects.arrivals, [...path, "arrivals"]);
  checkNumber(setting, prospects, path);
  checkAmounts(setting, prospects.gpus, [...path, "gpus"]);
  checkAmounts(setting, prospects.pays, [...path, "pays"]);
  checkTerms(setting, terms, [...path, "terms"]);
  checkLockout(setting, terms, [...path, "terms", "lockout"]);
  checkPoolNames(setting, terms.pools ?? [], (i) => [...path, "terms", "pools", i]);
  refuseNodes(setting, terms.pools, [...path, "terms", "pools"], "leases");
  if (prospects.price === "market") needsMarket(setting, [...path, "price"]);
  if (exit.whenMarketBelow !== undefined) needsMarket(setting, [...path, "exit", "whenMarketBelow"]);
}

function checkNumber(setting: Setting, { arrivals }: ProspectsSpec, path: Path): void {
  const { epoch, horizon, report } = setting;
  if (epoch === undefined || horizon === undefined) return;
  const expected = meanRate(compileArrivals(arrivals, epoch)) * horizon;
  if (!(expected > MOST_PROSPECTS)) return;
  report.problem(
    [...path, "arrivals"],
    `about ${number(Math.round(expected))} prospects over the horizon: at most ${number(MOST_PROSPECTS)} are allowed`,
    {
      allowed: `at most ${number(MOST_PROSPECTS)}`,
      hint: "many small prospects are better one large tenant",
    },
  );
}

/** A lockout counts from the signature, which has no date yet. */
function checkLockout({ report }: Setting, { lockout }: ProspectsSpec["terms"], path: Path): void {
  if (momentSeconds(lockout, 0, 0) === momentSeconds(lockout, 1, 0))
    report.problem(path, "expected a length of time, since each deal has its own date", {
      found: String(lockout),
      allowed: "a length of time",
    });
}
