/**
 * Tenants and contracts: dates that make sense together, quantities that exist, ramps that rise.
 */
import { contractDates, contractName, contractsOf } from "../compile/contract.ts";
import { shareOf } from "../compile/shares.ts";
import { isDate } from "../compile/times.ts";
import { type Path, quote } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import type { ContractSpec, TenantSpec } from "../schema.ts";
import { hasSize, mostOnLine } from "./cluster.ts";
import { checkDistribution } from "./distribution.ts";
import { dateText, inOrder, momentIn, notBeforeStart, type Setting, spanIn } from "./report.ts";

export function checkTenants(setting: Setting): void {
  const { report, names } = setting;
  report.unique(names.tenants, (i) => ["tenants", i, "name"], "tenant");
  names.tenants.forEach((name, i) => {
    if (name !== undefined && names.internal.includes(name)) {
      report.problem(["tenants", i, "name"], `an internal program is also named ${quote(name)}`, {
        hint: "give each its own name",
      });
    }
  });
  checkContractNames(setting);
  setting.tenants.forEach((tenant, i) => {
    if (tenant !== undefined) checkTenant(setting, tenant, ["tenants", i]);
  });
}

/** A tenant's second contract is called `name/2`, which another tenant may not be called. */
function checkContractNames({ report, tenants, names }: Setting): void {
  const indexOf = new Map(names.tenants.map((name, i) => [name, i]));
  for (const tenant of tenants) {
    if (tenant === undefined) continue;
    contractsOf(tenant).forEach((_, i) => {
      const clash = i === 0 ? -1 : (indexOf.get(contractName(tenant.name, i)) ?? -1);
      if (clash >= 0) {
        report.problem(
          ["tenants", clash, "name"],
          `contract ${i + 1} of ${quote(tenant.name)} has that name`,
          { hint: "choose another name" },
        );
      }
    });
  }
}

function checkTenant(setting: Setting, tenant: TenantSpec, path: Path): void {
  contractsOf(tenant).forEach((contract, i) => {
    checkContract(
      setting,
      contract,
      Array.isArray(tenant.contract) ? [...path, "contract", i] : [...path, "contract"],
    );
  });
  const exit = tenant.exit;
  if (exit !== undefined && exit.at === undefined && exit.perYear === undefined) {
    setting.report.problem([...path, "exit"], "expected at, perYear or both", {
      allowed: "at, perYear or both",
    });
  }
  if (exit?.at !== undefined) notBeforeStart(setting, exit.at, [...path, "exit", "at"]);
  checkDistribution(setting, tenant.relet?.lag, [...path, "relet", "lag"]);
}

function checkContract(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report } = setting;
  checkDates(setting, contract, path);
  checkQuantity(setting, contract, path);
  checkRamp(setting, contract, path);
  if (contract.priceByNotice !== undefined && spanIn(setting, contract.priceByNotice.decay) === 0) {
    report.problem([...path, "priceByNotice", "decay"], "expected a length of time above 0", {
      allowed: "at least 1 s",
    });
  }
  if (contract.renewal !== undefined && spanIn(setting, contract.renewal.term) === 0) {
    report.problem([...path, "renewal", "term"], "expected a length of time above 0", {
      allowed: "at least 1 s",
    });
  }
  if (typeof contract.onNotice === "object") {
    checkDistribution(setting, contract.onNotice.remaining, [...path, "onNotice", "remaining"]);
  }
}

function checkDates(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report, epoch, horizon } = setting;
  if (epoch === undefined) return;
  if (contract.start !== undefined) {
    const given = notBeforeStart(
      setting,
      contract.start,
      [...path, "start"],
      "for a lease that already runs, leave `start` out and give `signed`",
    );
    if (given === undefined) return;
  }
  const { start, signed, expiry, lockoutEnd } = contractDates(contract, epoch);
  if (signed > start) {
    report.problem(
      [...path, "signed"],
      `signed on ${dateText(setting, signed)}, after the lease starts on ${dateText(setting, start)}`,
      {
        allowed: `at the latest ${dateText(setting, start)}`,
      },
    );
    return;
  }
  if (expiry <= start) {
    report.problem(
      [...path, "term"],
      `the lease ends on ${dateText(setting, expiry)}, before it starts on ${dateText(setting, start)}`,
      {
        allowed: `longer than from signature to ${dateText(setting, start)}`,
        hint: "the term counts from signature",
      },
    );
  }
  if (lockoutEnd < signed) {
    report.problem([...path, "lockout"], `before the signature on ${dateText(setting, signed)}`, {
      allowed: "a date after signature",
    });
  } else if (lockoutEnd > expiry) {
    report.warn([...path, "lockout"], "lasts longer than the term, so no notice is ever possible");
  }
  if (horizon !== undefined && start > 0 && start >= horizon)
    report.warn([...path, "start"], "after the end of the horizon, so the lease never begins");
}

function checkQuantity(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report, names, pools } = setting;
  if (typeof contract.minQuantity === "number" && contract.minQuantity > contract.gpus) {
    report.problem([...path, "minQuantity"], `more than gpus, which is ${number(contract.gpus)}`, {
      allowed: `at most ${number(contract.gpus)}`,
    });
  }
  contract.pools?.forEach((name, i, all) => {
    report.refersTo(name, names.pools, [...path, "pools", i], "pool");
    if (all.indexOf(name) < i)
      report.problem([...path, "pools", i], "the pool is listed twice", { hint: "remove one of the two" });
  });
  const chosen = contract.pools?.map((name) => pools.find((pool) => pool?.name === name)) ?? pools;
  if (!chosen.every(hasSize)) return;
  const most = mostOnLine(chosen);
  if (contract.gpus > most) {
    report.problem(
      [...path, "gpus"],
      `${number(contract.gpus)} is more than its pools ever have: ${number(most)}`,
      {
        found: String(contract.gpus),
        allowed: `at most ${number(most)}`,
        hint:
          contract.pools === undefined ? undefined : "name more pools, or leave `pools` out to draw on all",
      },
    );
  }
  if (
    "perMwMonth" in contract.fee &&
    contract.fee.perMwMonth > 0 &&
    chosen.every((pool) => pool?.kwPerGpu === 0)
  ) {
    report.warn([...path, "fee", "perMwMonth"], "its pools draw no power, so the rent is nothing", {
      hint: "give the pools `kwPerGpu`",
    });
  }
}

function checkRamp(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report, epoch } = setting;
  const { ramp } = contract;
  if (ramp.length === 0) return;
  const start = contract.start === undefined ? 0 : momentIn(setting, contract.start);
  if (start === undefined) return;
  const times = ramp.map(({ at }, i) => {
    const time = momentIn(setting, at, start);
    if (time === undefined || time >= start) return time;
    report.problem(
      [...path, "ramp", i, "at"],
      `${at} is before the lease starts on ${dateText(setting, start)}`,
      { found: String(at), allowed: `a date from ${dateText(setting, start)} on` },
    );
    return undefined;
  });
  inOrder(setting, times, (i) => [...path, "ramp", i, "at"]);
  ramp.forEach(({ quantity }, i) => {
    const before = ramp[i - 1]?.quantity;
    if (before !== undefined && shareOf(quantity) < shareOf(before)) {
      report.problem([...path, "ramp", i, "quantity"], "a ramp does not fall", {
        found: String(quantity),
        allowed: `at least ${before}`,
      });
    }
  });
  const last = ramp.at(-1)?.quantity ?? 1;
  if (shareOf(last) < 1) {
    report.problem(
      [...path, "ramp", ramp.length - 1, "quantity"],
      "the last step of a ramp is the full quantity",
      { found: String(last), allowed: '1 or "100 %"' },
    );
  }
  if (epoch === undefined) return;
  const { expiry } = contractDates(contract, epoch);
  const late = times.findIndex((time) => time !== undefined && time >= expiry);
  if (late >= 0 && !(contract.start !== undefined && isDate(contract.start) && start < 0)) {
    report.warn([...path, "ramp", late, "at"], "after the end of the term, so the step is never reached");
  }
}
