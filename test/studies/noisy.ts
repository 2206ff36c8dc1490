/** A small scenario in which chance matters. */
import { parseScenario } from "../../src/scenario/parse.ts";

export const { scenario: noisy } = parseScenario(`
clawback: 1
name: noisy
start: 2026-07-01
horizon: 200 days
seed: noisy
replications: 12
cluster: { pools: [{ name: p, gpus: 1000 }] }
internal:
  - { name: training, demand: { kind: level, base: 500, growth: 3, noise: { sigma: 0.1 } } }
tenants:
  - { name: a, contract: { gpus: 500, notice: 45 days, lockout: 0, fee: { perGpuHour: 3 }, minQuantity: 0 } }
policies: { reactive: {}, ahead: {}, never: {}, clairvoyant: {} }
`);
