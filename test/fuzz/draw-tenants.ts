/** Tenants and their contracts at the size of a drawn scenario. */
import type { Chance } from "./chance.ts";
import { biteJobs } from "./draw-demand.ts";
import { type Loose, listOf } from "./loose.ts";
import { length, moment, quantity, type Scale } from "./scale.ts";

export function biteTenant(tenant: Loose, scale: Scale, chance: Chance, pools: readonly string[]): Loose {
  if (chance.hits(0.3)) tenant.exit = { at: moment(chance, scale) };
  if (chance.hits(0.4))
    tenant.relet = {
      lag: { kind: "exponential", mean: Math.max(1, Math.floor(scale.horizon / 10)) },
      fee: 0.9,
    };
  if (tenant.contract !== undefined)
    tenant.contract = listOf(tenant.contract).map((contract) => {
      contract.gpus = Math.max(
        1,
        Math.min(chance.hits(0.5) ? Math.ceil(scale.gpus * 0.6) : quantity(chance, scale), scale.gpus),
      );
      biteContract(contract, scale, chance, pools);
      if (chance.hits(0.2)) contract.start = moment(chance, scale);
      return contract;
    });
  if (tenant.jobs !== undefined)
    tenant.jobs = listOf(tenant.jobs).map((jobs) => biteJobs(jobs, scale, chance));
  return tenant;
}

export function biteContract(contract: Loose, scale: Scale, chance: Chance, pools: readonly string[]): void {
  contract.pools = pools.slice(0, chance.pick(1, 1, 2));
  const long = 10 * scale.horizon + 1;
  contract.term = Math.max(1, chance.pick(long, long, length(chance, scale)));
  contract.lockout = Math.min(chance.pick(0, 0, 0, length(chance, scale)), contract.term as number);
  contract.lockoutMeaning = chance.pick("issue", "effective");
  contract.notice = {
    owner: chance.pick(Math.floor(scale.horizon / 6), length(chance, scale)),
    tenant: length(chance, scale),
    delivered: chance.pick("100 %", "100 %", "50 %", "0 %"),
  };
  contract.minQuantity = chance.pick("0 %", "0 %", "50 %", "100 %");
  contract.onNotice = chance.pick("linear", "stay", "leaveNow", "earlyRamp", "finishThenLeave");
  contract.turnover = chance.pick(0, 0, 1, Math.floor(scale.horizon / 30));
  contract.rescindable = chance.pick(0, 0.5, 1);
  if (chance.hits(0.3))
    contract.renewal = {
      term: 1 + Math.floor(scale.horizon / chance.pick(1, 3, 20)),
      probability: chance.pick(0, 0.5, 1),
    };
  if (contract.buyOut !== undefined)
    contract.buyOut = { perGpuDay: chance.pick(0, 1, 24), notice: length(chance, scale) };
  if (chance.hits(0.5)) contract.offRamp = { lasts: chance.pick(0, length(chance, scale)), fee: 0.5 };
  contract.delivery = { grace: length(chance, scale), onMiss: chance.pick("terminate", "proRata") };
}
