/**
 * The one worker file, in two roles: the desk, which reads texts and conducts studies, and a hand, which runs
 * units. The role is the worker's name; what only the other role needs is not loaded.
 */
import "./without-evaluation.ts";
import { hereInWorker } from "./here.ts";

if (hereInWorker.name === "hand") void import("./hand.ts");
else void import("./desk.ts");
