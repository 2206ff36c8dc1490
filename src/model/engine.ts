/**
 * The engine: one run of a plan under a policy. `handle` is the table of contents of the model: one line
 * for each kind of event. `settle` is what follows from the facts of an instant: review, then dispatch.
 */
import { fail } from "../base/assert.ts";
import { Simulator } from "../kernel/simulator.ts";
import { followUsable, reviewQuota } from "./admission.ts";
import { accrue, billMonth, invoice } from "./billing.ts";
import { installPhase, repair, stepFailures, stepPower, strike, wiped } from "./capacity.ts";
import { createWorld } from "./create.ts";
import { considerDeal } from "./deals.ts";
import type { ReclaimPolicy, ReclaimView, RefillPolicy } from "./decisions.ts";
import { deliverOwed, dispatch, openQueues } from "./dispatch.ts";
import type { EngineInput } from "./engine-input.ts";
import { KIND, PHASE_OF_KIND, SETTLE_PHASE } from "./events.ts";
import { exitTenant } from "./exits.ts";
import { demandStep, nextChange } from "./internal.ts";
import { exemptionEnds } from "./job-loads.ts";
import { jobDeadline } from "./job-notices.ts";
import { giveUpJob } from "./job-waiting.ts";
import { jobEnds, submitJobs } from "./jobs.ts";
import { beginLease, endGrace, expire, stepRamp } from "./leases.ts";
import { marketMoves } from "./market.ts";
import { settleAll, watchNeed } from "./need.ts";
import type { Notice } from "./notice.ts";
import { takeEffect, vacateSteps } from "./notices.ts";
import { activateQueued, applyPlan } from "./reclaim.ts";
import { relet, type Surplus } from "./relet.ts";
import { beginRenewedTerm, decideRenewal } from "./renewal.ts";
import { nextReview } from "./reviews.ts";
import { completeRun, giveUpRun, stopRun, submitRun } from "./runs.ts";
import { lookAgain, mayRescind, noteShortage, wakeAtLockoutEnds } from "./shortage.ts";
import { scheduleStart } from "./start.ts";
import type { Seconds } from "./types.ts";
import { createView } from "./view.ts";
import type { World } from "./world.ts";

/** An agenda for the model's events. */
export const createSimulator = (): Simulator => new Simulator(PHASE_OF_KIND, SETTLE_PHASE);

export class Engine {
  readonly world: World;
  private readonly simulator: Simulator;
  private readonly reclaim: ReclaimPolicy;
  private readonly refill: RefillPolicy | undefined;
  private readonly view: ReclaimView;
  private readonly sampleEvery: Seconds;
  private facts = false;

  constructor(input: EngineInput) {
    this.simulator = input.simulator ?? createSimulator();
    this.simulator.reset();
    this.world = createWorld(input, this.simulator);
    this.reclaim = input.reclaim;
    this.refill = input.refill;
    openQueues(this.world);
    this.view = createView(this.world, input.explain);
    this.sampleEvery = input.sampleEvery;
    scheduleStart(this.world, this.sampleEvery);
  }

  /** Runs to the horizon and closes the books there. What would happen at the horizon itself does not. */
  run(): World {
    const { plan } = this.world;
    if (plan.horizon > 0) this.simulator.run(this, plan.horizon - 1);
    this.close();
    return this.world;
  }

  /** One instant; false when the horizon is reached. */
  step(): boolean {
    if (this.simulator.nextTime >= this.world.plan.horizon) {
      this.close();
      return false;
    }
    return this.simulator.step(this);
  }

  handle(kind: number, entity: number, argument: number): void {
    const { world } = this;
    world.now = this.simulator.now;
    const settles = this.facts;
    if ((PHASE_OF_KIND[kind] as number) <= SETTLE_PHASE) this.facts = true;
    switch (kind) {
      case KIND.phase:
        installPhase(world, entity, argument);
        reviewQuota(world, false);
        break;
      case KIND.power:
        stepPower(world, entity, argument);
        followUsable(world);
        break;
      case KIND.outage:
        strike(world, entity, argument);
        followUsable(world);
        break;
      case KIND.repair:
        repair(world, entity, argument);
        followUsable(world);
        break;
      case KIND.failures:
        stepFailures(world, entity, argument);
        followUsable(world);
        break;
      case KIND.runDone:
        completeRun(world, run(world, entity));
        break;
      case KIND.jobEnd:
        jobEnds(world, entity, argument);
        break;
      case KIND.vacate:
        vacateSteps(world, notice(world, entity));
        break;
      case KIND.wiped:
        wiped(world, entity, argument);
        break;
      case KIND.deadline:
        this.deadline(notice(world, entity));
        break;
      case KIND.jobDeadline:
        jobDeadline(world, entity);
        break;
      case KIND.leaseStart:
        beginLease(world, lease(world, entity));
        break;
      case KIND.ramp:
        stepRamp(world, lease(world, entity));
        break;
      case KIND.lockoutEnd:
        activateQueued(world, notice(world, entity));
        break;
      case KIND.renewal:
        decideRenewal(world, lease(world, entity));
        break;
      case KIND.expiry:
        expire(world, lease(world, entity));
        break;
      case KIND.reprice:
        beginRenewedTerm(world, lease(world, entity));
        break;
      case KIND.graceEnd:
        endGrace(world, lease(world, entity));
        break;
      case KIND.demand:
        this.demand(entity, argument);
        break;
      case KIND.submit:
        submitRun(world, run(world, entity));
        break;
      case KIND.arrive:
        submitJobs(world, argument);
        break;
      case KIND.jobGiveUp:
        giveUpJob(world, entity);
        this.dispatchAgain();
        break;
      case KIND.exempt:
        exemptionEnds(world, entity, argument);
        break;
      case KIND.quota:
        reviewQuota(world, true);
        break;
      case KIND.giveUp:
        giveUpRun(world, run(world, entity));
        this.dispatchAgain();
        break;
      case KIND.exit:
        exitTenant(world, lease(world, entity));
        break;
      case KIND.review:
        this.reviewEvent();
        break;
      case KIND.market:
        this.market(argument, settles);
        break;
      case KIND.relet:
        this.letting((surplus) => relet(world, entity, surplus));
        break;
      case KIND.deal:
        this.letting((surplus) => considerDeal(world, entity, surplus));
        break;
      case KIND.month:
        billMonth(world, argument);
        break;
      case KIND.sample:
        this.sample(argument);
        break;
      default:
        fail(`no event of kind ${kind}`);
    }
  }

  settle(): void {
    const { world } = this;
    world.now = this.simulator.now;
    // Instants that only bill, sample or re-let decide nothing: a series must not change what happens.
    if (!this.facts) return;
    this.facts = false;
    deliverOwed(world);
    this.review();
    dispatch(world);
    lookAgain(world);
    watchNeed(world);
    world.observer.settled?.(world.now);
  }

  // ---------------------------------------------------------------- events that the engine itself handles

  private deadline(due: Notice): void {
    if (due.lease !== undefined) takeEffect(this.world, due);
    else if (due.run !== undefined) stopRun(this.world, due.run);
  }

  private demand(id: number, step: number): void {
    const claim = this.world.claims[id] as World["claims"][0];
    demandStep(this.world, claim, step);
    this.world.dirty = true;
    const next = nextChange(claim.path, step);
    const at = next * claim.path.every;
    if (next > 0 && at < this.world.plan.horizon) this.simulator.schedule(at, KIND.demand, id, next);
  }

  private reviewEvent(): void {
    const { world } = this;
    const at = nextReview(world.plan, world.policy.trigger, world.now);
    // Under onBlocked this instant only wakes the settling, which sees whether demand is still short.
    if (world.policy.trigger.kind === "onBlocked") return;
    world.reviewDue = true;
    if (at < world.plan.horizon) this.simulator.schedule(at, KIND.review, 0, 0);
  }

  /** A price that nobody acts on decides nothing: the instant settles only if it did so before. */
  private market(step: number, settles: boolean): void {
    const { world } = this;
    this.facts = marketMoves(world) || settles;
    const { every, index } = world.market;
    if (step + 1 < index.length && (step + 1) * every < world.plan.horizon)
      this.simulator.schedule((step + 1) * every, KIND.market, 0, step + 1);
  }

  /** Letting comes after dispatch: it may only take what nobody inside wants. */
  private letting(sign: (surplus: Surplus | undefined) => void): void {
    const { world, refill, view } = this;
    const known = world.leases.length;
    sign(refill && ((group, backAt) => refill(view, group, backAt)));
    wakeAtLockoutEnds(world, known);
    this.dispatchAgain();
  }

  /** After the settling: somebody left, or what was nobody's is let. */
  private dispatchAgain(): void {
    dispatch(this.world);
    this.world.observer.settled?.(this.world.now);
  }

  private sample(argument: number): void {
    const { world } = this;
    // The measured window begins: what is owed until now is billed, so that rent falls on the right side.
    if (argument < 0)
      for (const living of world.living) invoice(world, living, Math.max(0, world.now - 1), false);
    world.observer.sampled?.(world.now);
    if (argument < 0) return;
    const at = world.now + this.sampleEvery;
    if (at < world.plan.horizon) this.simulator.schedule(at, KIND.sample, 0, 0);
  }

  // ---------------------------------------------------------------- what follows from the facts

  private review(): void {
    const { world } = this;
    if (world.policy.trigger.kind === "never") return;
    noteShortage(world);
    const mayCall = world.reviewDue;
    if (!mayCall && !mayRescind(world)) return;
    world.reviewDue = false;
    const plan = this.reclaim(this.view);
    if (plan !== undefined) applyPlan(world, mayCall ? plan : { ...plan, calls: [] });
  }

  private close(): void {
    const { world } = this;
    const { horizon } = world.plan;
    world.now = horizon;
    for (const living of world.living) {
      accrue(world, living);
      if (horizon > 0) invoice(world, living, horizon - 1, true);
    }
    settleAll(world);
    world.observer.sampled?.(horizon);
  }
}

const run = (world: World, id: number) => world.runs[id] as World["runs"][0];
const lease = (world: World, id: number) => world.leases[id] as World["leases"][0];
const notice = (world: World, id: number) => world.notices[id] as Notice;
