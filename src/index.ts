/**
 * Clawback, the library: everything that runs in a browser as well as in Node. Files and threads are in
 * `clawback/node`.
 */
export { InvariantError } from "./base/assert.ts";
export { parseInstant } from "./base/calendar.ts";
export { InputError, type Problem } from "./base/errors.ts";
export { formatDuration, formatGpus, formatMoney, formatNumber, formatShare } from "./base/units.ts";
export { meanRate } from "./demand/arrivals/moments.ts";
export { createAvailabilityReader } from "./demand/trace/availability.ts";
export { createTraceReader, type TraceImport } from "./demand/trace/reader.ts";
export { loadOf, type TraceReport } from "./demand/trace/report.ts";
export type { TraceSpec } from "./demand/trace/spec.ts";
export { toSwf } from "./demand/trace/write-swf.ts";
export { type MetricDefinition, type MetricName, metricDefinitions } from "./metrics/definitions.ts";
export type { LoggedEvent } from "./metrics/event-log.ts";
export {
  type CalendarRow,
  callOn,
  type EarliestCall,
  type LockoutCalendar,
  lockoutCalendar,
} from "./model/calendar.ts";
export type { ReclaimPlan, ReclaimPolicy, ReclaimView } from "./model/decisions.ts";
export { type JobStore, jobName, jobStates } from "./model/job-store.ts";
export { type JobRows, type JobTable, newRows } from "./model/job-table.ts";
export type { JobChange, Observer } from "./model/observer.ts";
export type { Plan, PolicySettings } from "./model/types.ts";
export { reclaimBy } from "./policies/reclaim.ts";
export { choosable } from "./results/answer/facts.ts";
export { answerOf } from "./results/answer.ts";
export { assertionTable, isFailed } from "./results/assertions.ts";
export { calendarJson, calendarText } from "./results/calendar.ts";
export { commandLine } from "./results/command.ts";
export { seriesCsv, toCsv } from "./results/csv.ts";
export { type NoticeAccount, noticeAccount } from "./results/explain/notice.ts";
export { explainData, explainText } from "./results/explain.ts";
export { capacityChart } from "./results/figures/capacity.ts";
export { cashChart } from "./results/figures/cash.ts";
export { comparisonChart, verdictOf } from "./results/figures/comparison.ts";
export { datesOf } from "./results/figures/dates.ts";
export type { Chart, Span, Table } from "./results/figures/figure.ts";
export { fittedLayout, heightOnPaper, PAPER } from "./results/figures/fit.ts";
export { frontierChart } from "./results/figures/frontier.ts";
export { type HeatMap, type HeatMapNames, heatMapChart } from "./results/figures/heat-map.ts";
export { jobsChart } from "./results/figures/jobs.ts";
export { ladderChart, laddersOf } from "./results/figures/ladder.ts";
export { leaseChart } from "./results/figures/leases.ts";
export { moneyChart } from "./results/figures/money.ts";
export { entryName, policyName, shortName } from "./results/figures/names.ts";
export { noticesChart } from "./results/figures/notices.ts";
export {
  fixed,
  halfWidth,
  type Scale,
  scaleOf,
  scaleOfIntervals,
  write,
  writeOne,
  writeSigned,
} from "./results/figures/numbers.ts";
export { type Palette, paint, palettes, theme } from "./results/figures/palette.ts";
export { programsChart } from "./results/figures/programs.ts";
export { queueChart } from "./results/figures/queue.ts";
export { tableCsv } from "./results/figures/table-csv.ts";
export { tenantsChart } from "./results/figures/tenants.ts";
export { tornadoChart } from "./results/figures/tornado.ts";
export { unmetBandsChart } from "./results/figures/unmet-bands.ts";
export { utilizationChart } from "./results/figures/utilization.ts";
export { jobsCsv, PoolsOfJobs } from "./results/jobs-csv.ts";
export { parseResult, serializeResult, toInterfaceJson } from "./results/json.ts";
export { type Label, label } from "./results/label.ts";
export { toMarkdown } from "./results/markdown.ts";
export { noticeKinds, noticeOutcomes } from "./results/notice-words.ts";
export { parquetWriter, toParquet } from "./results/parquet.ts";
export { PerfettoTrace, perfettoTrace } from "./results/perfetto.ts";
export { reportHtml } from "./results/report/report.ts";
export { convergencePoint } from "./results/report/sweep-overall.ts";
export { sweepReportHtml } from "./results/report/sweep-report.ts";
export { renderPoints } from "./results/terminal/points.ts";
export { renderCompare, renderRun } from "./results/terminal/render.ts";
export { renderSeek, seekAnswer } from "./results/terminal/seek.ts";
export { renderSelect, selectAnswer } from "./results/terminal/select.ts";
export { renderSensitivity } from "./results/terminal/sensitivity.ts";
export { renderSteady, steadyAnswer } from "./results/terminal/steady.ts";
export { renderTrace, type TraceCapacity } from "./results/terminal/trace-report.ts";
export { traceSummary } from "./results/terminal/trace-summary.ts";
export {
  csvWriter,
  jsonLinesWriter,
  type TableWriter,
  type TidyCell,
  type TidyColumn,
} from "./results/tidy.ts";
export * from "./results/types.ts";
export { traceSpecOf } from "./scenario/compile/trace.ts";
export { availabilityFilesOf, noTraces, type Traces, traceFilesOf } from "./scenario/compile/trace-set.ts";
export { compilePlan, compilePolicies } from "./scenario/compile.ts";
export { amountOf, reaches, sliderPosition, sliderRange, sliderText } from "./scenario/form/amount.ts";
export { editText } from "./scenario/form/edit-text.ts";
export { formOf } from "./scenario/form/form.ts";
export type { Choice, Control, ControlGroup, ControlKind, FormModel, Slider } from "./scenario/form/model.ts";
export { formatProblem, formatProblems } from "./scenario/format-problems.ts";
export { scenarioJsonSchema, studyJsonSchema } from "./scenario/json-schema.ts";
export { type Override, overrideScenario, type ParsedScenario, parseScenario } from "./scenario/parse.ts";
export { isStudyText, type ParsedStudy, parseStudy } from "./scenario/parse-study.ts";
export { shippedPolicyNames } from "./scenario/policy-schema.ts";
export { fieldReference } from "./scenario/reference.ts";
export { scenarioHash, showResolved } from "./scenario/resolved.ts";
export type { Scenario, ScenarioInput } from "./scenario/schema.ts";
export type { Study } from "./scenario/study-schema.ts";
export { metricNamed, parseAmount, parsePrecision } from "./studies/amounts.ts";
export { checkAssertions } from "./studies/assertions.ts";
export { parseRange, type Range } from "./studies/axis.ts";
export type { EvaluationOptions, EvaluationRequest } from "./studies/evaluate.ts";
export { type SeekPoint, type SeekRequest, type SeekResult, seek } from "./studies/seek.ts";
export { type SelectRequest, type SelectResult, selectPolicy } from "./studies/select.ts";
export {
  type MorrisRow,
  type SensitivityMethod,
  type SensitivityRequest,
  type SensitivityResult,
  type SobolRow,
  sensitivity,
  type TornadoBar,
} from "./studies/sensitivity.ts";
export {
  createSimulation,
  drawDemand,
  type RunOptions,
  type Simulation,
  simulateRun,
} from "./studies/simulate.ts";
export { statistics } from "./studies/statistics.ts";
export { type SteadyChannel, type SteadyRequest, type SteadyResult, steadyState } from "./studies/steady.ts";
export { MOST_REPLICATIONS } from "./studies/stop.ts";
export { LEAST_REPLICATIONS, type Standing } from "./studies/stopping.ts";
export { runStudy, type StudyOptions, type StudyRequest, scenariosOf } from "./studies/study.ts";
export { narrowingOf } from "./studies/sweep/convergence.ts";
export { planSweep, type SweepPlan, type SweepPoint, type SweepUnit } from "./studies/sweep/plan.ts";
export { decodeRecord, type UnitRecord } from "./studies/sweep/record.ts";
export {
  createUnitRunner,
  inProcessSweepExecutor,
  type SweepExecutor,
  type SweepJob,
  type UnitFailure,
  type UnitOutcome,
  type UnitSource,
} from "./studies/sweep/run.ts";
export { countUnits, createSchedule, type Share, unitCount } from "./studies/sweep/schedule.ts";
export { type PointSummary, summarize } from "./studies/sweep/summary.ts";
export { meanColumns, meanRows, runColumns, runRows } from "./studies/sweep/table.ts";
export {
  createRunner,
  type Executor,
  inProcessExecutor,
  type Job,
  type Unit,
  type UnitResult,
} from "./studies/unit.ts";
export { VERSION } from "./studies/version.ts";
export { audit } from "./validation/audit.ts";
export { theory } from "./validation/theory/theory.ts";
