/**
 * Tenants and contracts: dates that make sense together, quantities that exist, ramps that rise.
 */
import { contractName, contractsOf, signedGpus } from "../compile/contract.ts";
import { noticeTerms } from "../compile/price-by-notice.ts";
import { type Path, quote } from "../explain/finding.ts";
import { number } from "../explain/words.ts";
import type { ContractSpec, TenantSpec, TermsSpec } from "../schema.ts";
import { hasSize, mostOnLine } from "./cluster.ts";
import { checkDates, checkRamp } from "./contract-dates.ts";
import { checkDistribution } from "./distribution.ts";
import { checkPoolNames, refuseNodes } from "./pool-names.ts";
import { aboveZero, notBeforeStart, type Setting, spanIn } from "./report.ts";

/** Renewals of one lease over the horizon. */
const MAX_TERMS = 100_000;

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
  if (tenant.contract === undefined && tenant.jobs === undefined) {
    setting.report.problem([...path, "contract"], "missing: expected contract, jobs or both", {
      allowed: "contract, jobs or both",
    });
  } else if (tenant.contract === undefined) {
    for (const key of ["exit", "relet"] as const) {
      if (tenant[key] !== undefined)
        setting.report.warn([...path, key], "is about leases, and this tenant has none", { onKey: true });
    }
  }
  const exit = tenant.exit;
  if (exit !== undefined && Object.values(exit).every((value) => value === undefined)) {
    setting.report.problem([...path, "exit"], "expected at, perYear or whenMarketBelow", {
      allowed: "at, perYear or whenMarketBelow",
    });
  }
  if (exit?.whenMarketBelow !== undefined) needsMarket(setting, [...path, "exit", "whenMarketBelow"]);
  if (exit?.at !== undefined) notBeforeStart(setting, exit.at, [...path, "exit", "at"]);
  checkDistribution(setting, tenant.relet?.lag, [...path, "relet", "lag"]);
}

function checkContract(setting: Setting, contract: ContractSpec, path: Path): void {
  checkDates(setting, contract, path);
  checkQuantity(setting, contract, path);
  checkRamp(setting, contract, path);
  checkBuyOut(setting, contract, [...path, "buyOut", "notice"]);
  checkTerms(setting, contract, path);
}

/** What the contracts of tenants and the terms of prospects have in common. */
export function checkTerms(setting: Setting, contract: Omit<TermsSpec, "fee">, path: Path): void {
  const { priceByNotice, renewal, elasticity } = contract;
  if (priceByNotice !== undefined) checkPrices(setting, priceByNotice, [...path, "priceByNotice"]);
  if (elasticity.notice > 0) aboveZero(setting, elasticity.enough, [...path, "elasticity", "enough"]);
  if (renewal !== undefined) {
    checkTerm(setting, contract, renewal, [...path, "renewal", "term"]);
    if (renewal.price === "market") needsMarket(setting, [...path, "renewal", "price"]);
  }
  if (typeof contract.onNotice === "object") {
    checkDistribution(setting, contract.onNotice.remaining, [...path, "onNotice", "remaining"]);
  }
}

/** Terms that follow one another, and those decided ahead all at once, are a bounded number of events. */
function checkTerm(
  setting: Setting,
  { notice }: Pick<ContractSpec, "notice">,
  renewal: NonNullable<ContractSpec["renewal"]>,
  path: Path,
): void {
  if (!aboveZero(setting, renewal.term, path) || setting.horizon === undefined) return;
  const ahead = spanIn(setting, renewal.lead ?? noticeTerms(notice).tenant);
  const terms = Math.ceil((setting.horizon + ahead) / spanIn(setting, renewal.term));
  if (terms <= MAX_TERMS) return;
  setting.report.problem(
    path,
    `${number(terms)} renewals over the horizon: at most ${number(MAX_TERMS)} are allowed`,
    {
      found: number(terms),
      allowed: `at most ${number(MAX_TERMS)} renewals`,
      hint: `use at least "${Math.ceil((setting.horizon + ahead) / MAX_TERMS)} s"`,
    },
  );
}

/** A deal is for less notice than the contract has. */
function checkBuyOut(setting: Setting, contract: ContractSpec, path: Path): void {
  if (contract.buyOut === undefined) return;
  const { owner } = noticeTerms(contract.notice);
  if (spanIn(setting, contract.buyOut.notice) < spanIn(setting, owner)) return;
  setting.report.warn(path, `not below the owner's notice of ${owner}: there is nothing to be bought`);
}

function checkPrices(setting: Setting, prices: NonNullable<TermsSpec["priceByNotice"]>, path: Path): void {
  if (prices.table.length === 0) aboveZero(setting, prices.decay, [...path, "decay"]);
  const lengths = prices.table.map(({ notice }) => spanIn(setting, notice));
  lengths.forEach((length, i) => {
    if (i === 0 || length > (lengths[i - 1] as number)) return;
    setting.report.problem(
      [...path, "table", i, "notice"],
      "out of order: not longer than the row before it",
      {
        found: String(prices.table[i]?.notice),
        allowed: `longer than ${prices.table[i - 1]?.notice}`,
      },
    );
  });
}

/** Refuses what only a market can give. */
export function needsMarket({ report, market }: Setting, path: Path): void {
  if (market !== undefined) return;
  report.problem(path, "there is no market to compare with", {
    allowed: "a `market` in the scenario",
    hint: "declare `market: {}`, with growth, sigma or steps",
  });
}

function checkQuantity(setting: Setting, contract: ContractSpec, path: Path): void {
  const { report, pools } = setting;
  if (typeof contract.minQuantity === "number" && contract.minQuantity > contract.gpus) {
    report.problem([...path, "minQuantity"], `more than gpus, which is ${number(contract.gpus)}`, {
      allowed: `at most ${number(contract.gpus)}`,
    });
  }
  checkPoolNames(setting, contract.pools ?? [], (i) => [...path, "pools", i]);
  refuseNodes(setting, contract.pools, [...path, "pools"], "leases");
  const chosen = contract.pools?.map((name) => pools.find((pool) => pool?.name === name)) ?? pools;
  if (!chosen.every(hasSize)) return;
  const most = mostOnLine(chosen);
  const signed = signedGpus(contract, setting.epoch ?? 0);
  if (signed > most) {
    report.problem(
      [...path, contract.gpus > most ? "gpus" : "elasticity"],
      `${number(signed)} is more than its pools ever have: ${number(most)}`,
      {
        found: String(signed),
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
