/**
 * Values set from outside the file: by path and by name, through shorthand and defaults, and refused with a
 * hint when the path means nothing.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { overrideScenario, parseScenario, setPath } from "../../src/scenario/parse.ts";
import { accepted, example, problemsOf, small } from "./build.ts";

const set = (path: string, value: unknown, text = example) =>
  parseScenario(text, { file: "x.yaml", overrides: [{ path, value }] }).scenario;
const refused = (path: string, value: unknown) =>
  problemsOf(example, { file: "x.yaml", overrides: [{ path, value }] });

describe("a value is set", () => {
  test.each([
    ["tenants[0].contract.notice.owner", "30 days"],
    ["tenants.anthropic.contract.notice.owner", "30 days"],
    ['tenants["anthropic"].contract["notice"].owner', "30 days"],
    ["tenants.anthropic.contract[0].notice.owner", "30 days"],
  ])("by %s", (path, value) => {
    expect(compilePlan(set(path, value)).contracts[0]).toMatchObject({
      noticeOwner: 2_592_000,
      noticeTenant: 7_776_000,
    });
  });

  test("by the names of programs and pools", () => {
    expect(
      compilePlan(set("internal.grok-training.demand.growth", "4.5")).programs[0]?.sources[0],
    ).toMatchObject({ growth: 4.5 });
    expect(compilePlan(set("cluster.pools.colossus-1.gpus", 1000)).pools[0]?.phases).toEqual([
      { at: 0, value: 1000 },
    ]);
  });

  test("by a name with dots in it", () => {
    const text = JSON.stringify(
      small({ internal: [{ name: "grok-3.5", demand: { kind: "level", base: 1 } }] }),
    );
    expect(
      compilePlan(set("internal.grok-3.5.demand.base", "7", text)).programs[0]?.sources[0],
    ).toMatchObject({ base: 7 });
  });

  test("as data, or as text in YAML", () => {
    expect(set("replications", 7).replications).toBe(7);
    expect(set("replications", "7").replications).toBe(7);
    expect(set("seed", '"7"').seed).toBe("7");
    expect(set("tenants", "[]").tenants).toEqual([]);
    expect(set("policies.mine", "{ use: ahead }").policies.mine).toEqual({ use: "ahead" });
  });

  test("through shorthand, which is written out", () => {
    const text = example.replace("notice: { owner: 90 days, tenant: 90 days }", "notice: 60 days");
    expect(
      compilePlan(set("tenants.anthropic.contract.notice.tenant", "1 day", text)).contracts[0],
    ).toMatchObject({
      noticeOwner: 5_184_000,
      noticeTenant: 86_400,
    });
    expect(
      compilePlan(set("tenants.anthropic.contract.onNotice.power", "0.3")).contracts[0]?.onNotice,
    ).toMatchObject({ kind: "linear", power: 0.3 });
  });

  test("through what is not written, which starts from its default", () => {
    expect(set("values.inVainAfter", "10 days").values).toMatchObject({
      internalGpuHour: 10,
      inVainAfter: "10 days",
    });
    expect(
      set("tenants.anthropic.contract.terminationFee.owner.months", "2").tenants[0]?.contract,
    ).toMatchObject({ terminationFee: { owner: { months: 2 }, tenant: 0 } });
    expect(set("internal.tesla-autonomy.demand.noise.sigma", "0.3").internal[1]?.demand).toMatchObject({
      noise: { halfLife: "30 days", sigma: 0.3 },
    });
    const text = JSON.stringify(small());
    expect(Object.keys(set("policies.ahead.reclaim.spare", "false", text).policies)).toEqual([
      "reactive",
      "ahead",
      "base-stock",
      "never",
      "clairvoyant",
    ]);
  });

  test("in a shipped policy, which keeps its other parts", () => {
    const text = JSON.stringify(small({ policies: { reactive: {}, ahead: {} } }));
    const settings = (path: string, value: string) => compilePolicies(set(path, value, text));
    expect(settings("policies.ahead.reclaim.size.q", "0.8")[1]).toMatchObject({
      size: { kind: "forecastQuantile", q: 0.8 },
      trigger: { kind: "forecastCross" },
    });
    expect(settings("policies.ahead.forecast.sd", "0.3")[1]).toMatchObject({
      forecast: { kind: "quantile", sd: 0.3 },
    });
    expect(settings("policies.ahead.reclaim.trigger.kind", "periodic")[1]).toMatchObject({
      trigger: { kind: "periodic", every: 86_400 },
    });
    expect(settings("policies.clairvoyant.reclaim.spare", "false").map(({ name }) => name)).toEqual([
      "reactive",
      "ahead",
      "clairvoyant",
    ]);
  });

  test("in place of its alternative", () => {
    expect(set("tenants.anthropic.contract.fee.perGpuHour", "3").tenants[0]?.contract).toMatchObject({
      fee: { perGpuHour: 3 },
    });
  });

  test("one after another, the last one counting", () => {
    const overrides = [
      { path: "replications", value: 3 },
      { path: "replications", value: 4 },
    ];
    expect(parseScenario(example, { overrides }).scenario.replications).toBe(4);
  });

  test("of a document in place", () => {
    const document = { tenants: [{ name: "a", contract: { gpus: 1 } }] };
    expect(setPath(document, "tenants.a.contract.gpus", "5")).toEqual({
      path: ["tenants", 0, "contract", "gpus"],
    });
    expect(document.tenants[0]?.contract.gpus).toBe(5);
  });
});

describe("a path that means nothing is refused", () => {
  test.each([
    ["tenants[0].contract.gpuss", 'there is no key "gpuss" here', 'did you mean "gpus"?'],
    ["tenants.antropic.contract.gpus", 'there is no entry named "antropic"', 'did you mean "anthropic"?'],
    ["tenants[3].contract.gpus", "there is no entry 3", "it has entries 0 to 0"],
    ["policies.ahed.reclaim.size.q", 'there is no entry named "ahed"', 'did you mean "ahead"?'],
    ["tenants[0].contract.term.x", "there is nothing below", "set tenants[0].contract.term itself"],
    ["tenants..x", '"tenants..x" is no path', "write it like"],
    ["[", '"[" is no path', "write it like"],
    ["", '"" is no path', "write it like"],
    ["__proto__.x", 'there is no key "__proto__" here', "the keys here are"],
    ["policies.__proto__.use", 'there is no entry named "__proto__"', "there are"],
    ["policies.constructor", 'there is no entry named "constructor"', "there are"],
  ])("%s", (path, message, hint) => {
    const [problem] = refused(path, "never");
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toContain(hint);
    expect(problem?.file).toBe(`override ${path}=never`);
    expect(Object.hasOwn(Object.prototype, "use")).toBe(false);
  });
});

describe("what an override causes names the override", () => {
  test("a value of the wrong form", () => {
    expect(refused("tenants[0].contract.gpus", "8x")).toEqual([
      expect.objectContaining({
        file: "override tenants[0].contract.gpus=8x",
        path: "tenants[0].contract.gpus",
        message: 'expected a whole number from 1 to 10,000,000, got "8x"',
      }),
    ]);
  });

  test("a relation that breaks where it set something", () => {
    expect(refused("tenants[0].exit.at", "2025-01-01")[0]).toMatchObject({
      file: "override tenants[0].exit.at=2025-01-01",
    });
  });

  test("a value that is no YAML", () => {
    expect(refused("name", "[")[0]?.message).toContain("the value is not valid");
    expect(refused("name", "*a")[0]?.message).toContain("aliases");
  });

  test("what it leaves missing in what it brought", () => {
    expect(refused("internal.tesla-autonomy.demand.season.weekly", "{}")[0]).toMatchObject({
      path: "internal[1].demand.season.weekly.weekend",
      file: "override internal.tesla-autonomy.demand.season.weekly={}",
    });
  });

  test("but the file is named for what the file says", () => {
    const problems = problemsOf(example.replace("325000", "-1"), {
      file: "x.yaml",
      overrides: [{ path: "replications", value: 0 }],
    });
    expect(problems.map(({ file }) => file)).toEqual(["x.yaml", "override replications=0"]);
  });
});

describe("a scenario that was read", () => {
  test("is changed and checked anew", () => {
    const scenario = accepted(example);
    const other = overrideScenario(scenario, [{ path: "tenants.anthropic.contract.gpus", value: "100000" }]);
    expect(compilePlan(other).contracts[0]?.gpus).toBe(100_000);
    expect(compilePlan(scenario).contracts[0]?.gpus).toBe(325_000);
    expect(() =>
      overrideScenario(scenario, [{ path: "tenants.anthropic.contract.gpus", value: 9_000_000 }]),
    ).toThrow(InputError);
  });

  test("is the same with nothing to change", () => {
    expect(overrideScenario(accepted(example), [])).toEqual(accepted(example));
  });

  test("cannot be changed by accident", () => {
    expect(Object.isFrozen(accepted(example).tenants[0]?.contract)).toBe(true);
  });
});
