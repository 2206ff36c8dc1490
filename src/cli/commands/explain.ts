/** `clawback explain`: why each notice was served. */
import {
  calendarJson,
  calendarText,
  compilePlan,
  explainData,
  explainText,
  InputError,
  lockoutCalendar,
  type ParsedScenario,
  parseInstant,
} from "../../index.ts";
import { UsageError } from "../exit.ts";
import type { StudyFlags } from "../options.ts";
import { checkOutputs, formatOf, terminal, writeFiles } from "../output.ts";
import { describe, folderOf, loadScenario, requestOf, simulate, withTraces } from "../study.ts";

type ExplainFlags = StudyFlags & {
  readonly at?: string;
  readonly tenant?: string;
  readonly calendar?: boolean;
};

export const explain = async (name: string, flags: ExplainFlags): Promise<void> => {
  checkOutputs(flags, [name]);
  const format = formatOf(flags);
  if (format !== "table" && format !== "json")
    throw new UsageError(`explain prints a table or JSON, not ${format}`);
  const instant = flags.at === undefined ? undefined : instantOf(flags.at);
  const parsed = loadScenario(name, flags);
  checkTenant(parsed, flags);
  if (flags.calendar) {
    await printCalendar(name, parsed, instant, flags);
    return;
  }
  const first = Object.keys(parsed.scenario.policies)[0] as string;
  const policies = flags.policy.length > 0 ? flags.policy : [first];
  const asked = requestOf("explain", name, parsed, flags, policies);
  if (flags.dryRun) {
    process.stdout.write(describe(asked));
    return;
  }
  const request = await withTraces(asked, folderOf(name), flags);
  const result = await simulate(request, flags);
  const options = { at: secondOf(instant, result.scenario, flags), tenant: flags.tenant };
  writeFiles(result, flags, request);
  process.stdout.write(
    format === "json"
      ? `${JSON.stringify(explainData(result, options), null, 2)}\n`
      : explainText(result, { ...options, ...terminal(flags) }),
  );
};

/** What the contracts allow; of the traces only the availability of pools is read, and nothing is simulated. */
const printCalendar = async (
  name: string,
  parsed: ParsedScenario,
  instant: number | undefined,
  flags: ExplainFlags,
): Promise<void> => {
  const asked = requestOf("explain", name, parsed, flags, []);
  const { traces } = await withTraces(asked, folderOf(name), { quiet: true });
  const plan = compilePlan(parsed.scenario, traces);
  const calendar = lockoutCalendar(plan, secondOf(instant, plan, flags), flags.tenant);
  process.stdout.write(
    formatOf(flags) === "json"
      ? `${JSON.stringify(calendarJson(plan, calendar), null, 2)}\n`
      : calendarText(plan, calendar, terminal(flags)),
  );
};

const instantOf = (text: string): number => {
  const instant = parseInstant(text);
  if (instant === undefined) throw new UsageError(`--at ${text}: expected a date such as 2026-10-01`);
  return instant;
};

/** Seconds since the scenario's start, which must lie inside of it. */
const secondOf = (
  instant: number | undefined,
  { epoch, horizon }: { readonly epoch: number; readonly horizon: number },
  flags: ExplainFlags,
): number | undefined => {
  if (instant === undefined) return undefined;
  const at = instant - epoch;
  if (at < 0 || at > horizon)
    throw new UsageError(`--at ${flags.at}: the scenario has ${at < 0 ? "not begun" : "ended"} by then`);
  return at;
};

const checkTenant = ({ scenario }: ParsedScenario, { tenant }: ExplainFlags): void => {
  const known = scenario.tenants.map(({ name }) => name);
  if (tenant === undefined || known.includes(tenant)) return;
  throw new InputError([
    {
      path: "--tenant",
      message: `there is no tenant ${JSON.stringify(tenant)}`,
      found: tenant,
      allowed: known.join(", "),
      hint: known.length === 0 ? "the scenario has no tenants" : `there are ${known.join(", ")}`,
    },
  ]);
};
