/**
 * Why each notice was served, in the first replication: which lease could be called from when, whose demand it was
 * for, what was foreseen, who else was asked and why not, what it cost either side and what became of it.
 */
import { formatNumber } from "../base/units.ts";
import { metricOf } from "./answer/facts.ts";
import { calendarData, calendarLines } from "./explain/calendar.ts";
import { noticeData, noticeLines } from "./explain/notice.ts";
import { situationData, situationLines } from "./explain/situation.ts";
import { datesOf } from "./figures/dates.ts";
import { policyName } from "./figures/names.ts";
import { paintOf } from "./terminal/paint.ts";
import { bound, printed, shown, wrapped } from "./terminal/text.ts";
import type { NoticeStory, PolicyResult, StudyResult } from "./types.ts";

export type ExplainOptions = {
  /** Only what was open at this second since the scenario's start, and who held what then. */
  readonly at?: number | undefined;
  /** Only notices on leases of this tenant. */
  readonly tenant?: string | undefined;
};

export type ExplainTextOptions = ExplainOptions & {
  readonly width: number;
  readonly color: boolean;
  readonly unicode?: boolean | undefined;
};

/** The explanation as text for a person. */
export const explainText = (result: StudyResult, options: ExplainTextOptions): string => {
  const width = Math.max(40, options.width);
  const paint = paintOf(options.color);
  const page = { width, paint, dates: datesOf(result.scenario) };
  const lines = [
    ...wrapped(shown(result.scenario.name), width),
    ...wrapped(scope(result, options, page.dates.read), width).map(paint.faint),
    "",
    ...wrapped(bound(result.answer), width, "  "),
    "",
    paint.strong("Who can be called from when"),
    ...calendarLines(leasesOf(result.policies[0], options), page),
  ];
  for (const policy of result.policies) {
    lines.push("", paint.strong(`Under ${shown(policyName(policy))}`));
    if (options.at !== undefined) lines.push(...situationLines(policy, options.at, page));
    const notices = selected(policy, options);
    const onJobs = metricOf(result, policy, "jobNoticesIssued").mean;
    if (onJobs > 0)
      lines.push(
        ...wrapped(
          `Jobs are served ${formatNumber(onJobs)} notices a replication; --events, --jobs-out and --perfetto tell of each.`,
          width,
        ),
      );
    if (notices.length === 0 && !(onJobs > 0))
      lines.push(options.at === undefined ? "No notice is served." : "No notice is open then.");
    for (const notice of notices) lines.push("", ...noticeLines(notice, page));
  }
  return printed(lines, options.unicode);
};

/** The explanation as plain data; seconds count from the scenario's start. */
export const explainData = (result: StudyResult, options: ExplainOptions): object => ({
  schema: "clawback-explanation/1",
  tool: result.tool,
  scenario: { name: result.scenario.name, hash: result.scenario.hash, epoch: result.scenario.epoch },
  seed: result.seed,
  replication: 0,
  at: options.at ?? null,
  tenant: options.tenant ?? null,
  answer: result.answer,
  leases: calendarData(leasesOf(result.policies[0], options)),
  policies: result.policies.map((policy) => ({
    policy: policy.policy,
    variant: policy.variant,
    firstShortAt: policy.story.firstShortAt < 0 ? null : policy.story.firstShortAt,
    ...(options.at === undefined ? {} : { situation: situationData(policy, options.at) }),
    notices: selected(policy, options).map(noticeData),
  })),
});

const scope = (result: StudyResult, { at, tenant }: ExplainOptions, read: (at: number) => string): string =>
  [
    `${result.replications === 1 ? "One replication" : `First of ${result.replications} replications`}, seed ${shown(result.seed)}`,
    ...(at === undefined ? [] : [`at ${read(at)}`]),
    ...(tenant === undefined ? [] : [`tenant ${shown(tenant)}`]),
  ].join(" · ");

const leasesOf = (policy: PolicyResult | undefined, { tenant }: ExplainOptions) =>
  (policy?.story.leases ?? []).filter((lease) => tenant === undefined || lease.tenant === tenant);

/** In the order in which they were served. */
const selected = (policy: PolicyResult, options: ExplainOptions): NoticeStory[] => {
  const names = new Set(leasesOf(policy, options).map(({ name }) => name));
  return policy.story.notices
    .filter((notice) => options.tenant === undefined || names.has(notice.target))
    .filter((notice) => options.at === undefined || isOpen(notice, options.at))
    .sort((a, b) => a.issuedAt - b.issuedAt || a.id - b.id);
};

const isOpen = ({ issuedAt, endedAt }: NoticeStory, at: number): boolean =>
  issuedAt <= at && (endedAt < 0 || at <= endedAt);
