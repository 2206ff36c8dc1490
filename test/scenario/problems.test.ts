/**
 * What is told about a file that the schema refuses: all at once, each with its place, what was found, what
 * is allowed, and the likely remedy.
 */
import { describe, expect, test } from "vitest";
import { built, leased, problemsOf, refusals, small, wanted } from "./build.ts";

describe("all problems at once", () => {
  const text = `clawback: 1
name: many
start: 2026-07-01
horizon: 18 monthz
replicatons: 5
cluster:
  sites: [{ name: memphis, power: 300 }]
  pools:
    - { name: a, site: memphi, gpus: 100 }
    - { name: b, gpus: -5 }
tenants:
  - name: t
    contract:
      gpus: 900
      start: 2026-01-01
      pools: [a]
      notice: { owner: "90d ays" }
      onNotice: liner
      minQuantity: 1000
`;

  test("come in the order of the file, relations among them", () => {
    const problems = problemsOf(text, { file: "many.yaml" });
    expect(problems.map(({ file, line, column, path }) => `${file}:${line}:${column} ${path}`)).toEqual([
      "many.yaml:4:10 horizon",
      "many.yaml:5:1 replicatons",
      "many.yaml:7:35 cluster.sites[0].power",
      "many.yaml:9:24 cluster.pools[0].site",
      "many.yaml:10:24 cluster.pools[1].gpus",
      "many.yaml:14:13 tenants[0].contract.gpus",
      "many.yaml:15:14 tenants[0].contract.start",
      "many.yaml:17:24 tenants[0].contract.notice.owner",
      "many.yaml:18:17 tenants[0].contract.onNotice",
      "many.yaml:19:20 tenants[0].contract.minQuantity",
    ]);
  });

  test("each says what was found, what is allowed, and how to mend it", () => {
    const byPath = new Map(problemsOf(text).map((problem) => [problem.path, problem]));
    expect(byPath.get("cluster.pools[1].gpus")).toMatchObject({
      message: "expected a whole number from 0 to 10,000,000, got -5",
      found: "-5",
      allowed: "a whole number from 0 to 10,000,000",
      sourceLine: "    - { name: b, gpus: -5 }",
      span: 2,
    });
    expect(byPath.get("tenants[0].contract.notice.owner")).toMatchObject({ found: '"90d ays"', span: 9 });
    const hints = Object.fromEntries([...byPath].map(([path, { hint }]) => [path, hint]));
    expect(hints.horizon).toContain('did you mean "18 months"?');
    expect(hints.replicatons).toBe('did you mean "replications"?');
    expect(hints["cluster.sites[0].power"]).toBe('give the unit: "300 MW"');
    expect(hints["cluster.pools[0].site"]).toBe('did you mean "memphis"?');
    expect(hints["tenants[0].contract.onNotice"]).toBe('did you mean "linear"?');
    expect(hints["tenants[0].contract.start"]).toBe(
      "for a lease that already runs, leave `start` out and give `signed`",
    );
  });

  test("JSON is told the same way", () => {
    const [problem] = problemsOf(
      '{\n "clawback": 1,\n "name": "x",\n "start": "2026-07-01",\n "horizon": -1,\n "cluster": {"pools":[{"name":"p","gpus":1}]}\n}',
    );
    expect(problem).toMatchObject({ path: "horizon", line: 5, column: 13 });
  });
});

describe("keys", () => {
  test("an unknown key is told where it stands, with the nearest that is known", () => {
    const [problem] = problemsOf("clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: 1 day\nclutser: {}\n");
    expect(problem).toMatchObject({
      path: "clutser",
      line: 5,
      column: 1,
      span: 7,
      hint: 'did you mean "cluster"?',
    });
  });

  test("a misspelt key is one problem, not also a missing one", () => {
    expect(refusals(built({ pools: [{ name: "p", gpuss: 5 }] }))).toEqual([
      'cluster.pools[0].gpuss: unknown key "gpuss"',
    ]);
    expect(refusals(built({ pools: [{ nam: "p", gpus: 5 }] }))).toEqual([
      'cluster.pools[0].nam: unknown key "nam"',
    ]);
  });

  test("a key like no other lists those there are", () => {
    expect(problemsOf(wanted({ noise: { zzz: 1 } }))[0]?.hint).toBe("the keys here are halfLife, sigma");
  });

  test("a missing key points at the object that lacks it", () => {
    const text =
      "clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: 1 day\ncluster:\n  pools:\n    - gpus: 5\n";
    expect(problemsOf(text)[0]).toMatchObject({
      path: "cluster.pools[0].name",
      message: "missing: expected a name of 1 to 64 characters",
      line: 7,
      column: 7,
    });
    expect(problemsOf("name: x\n").map(({ path, line }) => `${path} ${line}`)).toEqual([
      "clawback 1",
      "cluster 1",
      "horizon 1",
      "start 1",
    ]);
  });

  test("a key without a value says so", () => {
    const [problem] = problemsOf(
      "clawback: 1\nname: x\nstart: 2026-07-01\nhorizon: 1 day\ncluster: { pools: [{ name: p, gpus: 1 }] }\nvalues:\n",
    );
    expect(problem).toMatchObject({
      path: "values",
      line: 6,
      column: 1,
      hint: "give a value, or leave the key out",
    });
  });

  test("another version is refused", () => {
    expect(refusals(small({ clawback: 2 }))).toEqual(["clawback: expected 1, got 2"]);
    expect(problemsOf(small({ clawback: "study/1" }))[0]?.hint).toContain("a study begins with");
  });
});

describe("unions tell of the branch that was meant", () => {
  test.each([
    [leased({ notice: { owner: "3 dys" } }), "tenants[0].contract.notice.owner", 'got "3 dys"'],
    [
      leased({ notice: true }),
      "tenants[0].contract.notice",
      'expected a length of time such as "90 days" or "18 months", or whole seconds, or an object, got true',
    ],
    [leased({ fee: { perMont: 5 } }), "tenants[0].contract.fee.perMont", "unknown key"],
    [leased({ fee: {} }), "tenants[0].contract.fee", "one of the keys perMonth, perGpuHour or perMwMonth"],
    [
      leased({ buyOut: { perGpuDay: 1, notice: -1 } }),
      "tenants[0].contract.buyOut.notice",
      "expected a length of time",
    ],
    [
      leased({ buyOut: { notice: "1 day" } }),
      "tenants[0].contract.buyOut",
      "one of the keys perGpuDay or shareOfFee",
    ],
    [
      leased({ fee: { perMonth: 1, perGpuHour: 2 } }),
      "tenants[0].contract.fee",
      "got perMonth and perGpuHour",
    ],
    [leased({ fee: 5 }), "tenants[0].contract.fee", "expected an object, got 5"],
    [
      leased({ fee: { perMonth: "x" } }),
      "tenants[0].contract.fee.perMonth",
      "expected a number from 0 to 1e15",
    ],
    [
      leased({ terminationFee: { owner: { months: -1 } } }),
      "tenants[0].contract.terminationFee.owner.months",
      "from 0 to 1,200",
    ],
    [
      wanted({ kind: "levl" }),
      "internal[0].demand.kind",
      'expected "level", "runs", "jobs", "trace" or "lublin", got "levl"',
    ],
    [
      small({ internal: [{ name: "i", demand: { base: 5 } }] }),
      "internal[0].demand.kind",
      'missing: expected "level", "runs", "jobs", "trace" or "lublin"',
    ],
    [wanted({ pools: [{ poo: "p" }] }), "internal[0].demand.pools[0].poo", "unknown key"],
    [
      wanted({ shocks: { perYear: 1, size: [1], lasts: 5 } }),
      "internal[0].demand.shocks.size",
      "expected a list of 2 numbers, got a list of 1",
    ],
    [
      leased({}, { relet: { lag: { kind: "lognorml", median: 1, p90: 2 } } }),
      "tenants[0].relet.lag.kind",
      'got "lognorml"',
    ],
    [
      leased({}, { relet: { lag: { kind: "lognormal", median: "x", p90: 2 } } }),
      "tenants[0].relet.lag.median",
      'got "x"',
    ],
    [
      small({ policies: { a: { reclaim: { trigger: "periodc" } } } }),
      "policies.a.reclaim.trigger",
      'got "periodc"',
    ],
    [
      small({ policies: { a: { reclaim: { size: { kind: "forecastQuantile", q: 1 } } } } }),
      "policies.a.reclaim.size.q",
      '"newsvendor" or a number above 0 and below 1',
    ],
    [leased({ delivered: 1 }), "tenants[0].contract.delivered", "unknown key"],
    [
      leased({ rescindable: "150 %" }),
      "tenants[0].contract.rescindable",
      "true or false, or a share from 0 to 1",
    ],
  ])("%#", (input, path, message) => {
    const problems = problemsOf(input);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });
});

describe("hints for values", () => {
  test.each([
    [leased({ notice: "90d ays" }), 'did you mean "90 days"?'],
    [leased({ notice: "3 mnths" }), 'did you mean "3 months"?'],
    [leased({ notice: "-3 days" }), "a length of time is not negative"],
    [leased({ notice: "soon" }), 'write it like "90 days"'],
    [leased({ notice: "1.5 months" }), "months are whole"],
    [leased({ notice: "102 years" }), "at most 100 years"],
    [small({ start: "2026-7-1" }), "did you mean 2026-07-01?"],
    [small({ start: "2026-02-30" }), "there is no such day"],
    [small({ start: "July" }), "write dates as YYYY-MM-DD"],
    [small({ start: 2026 }), "write a date like 2026-07-01"],
    [small({ start: "2026-07-01 12:00" }), "write instants as YYYY-MM-DDTHH:MMZ (UTC)"],
    [leased({ feeDuringNotice: 50 }), 'did you mean "50 %"?'],
    [leased({ gpus: "100" }), "remove the quotes"],
    [leased({ gpus: "230,000" }), "write numbers without separators"],
    [leased({ takeOrPay: "yes" }), "write true or false"],
    [small({ name: 5 }), "put it in quotes"],
    [small({ name: "" }), "give it a name"],
    [small({ name: " x" }), "remove the spaces"],
    [small({ name: "a".repeat(65) }), "shorten it"],
    [small({ name: "Zu\u0308rich" }), "composed characters (Unicode NFC)"],
    [small({ name: "a\u202Eb" }), "remove control and invisible characters"],
    [small({ name: "a\nb" }), "remove control and invisible characters"],
  ])("%#", (input, hint) => {
    expect(problemsOf(input)[0]?.hint).toContain(hint);
  });

  test("names may be in any script, and any key of JavaScript", () => {
    for (const name of ["Zürich", "東京", "مركز", "🚀", "__proto__", "constructor", "a b.c"]) {
      expect(() => refusals(small({ name, tenants: [{ name, contract: { gpus: 1 } }] })), name).toThrow(
        "accepted",
      );
    }
  });
});
