/** A fault is caught or not: no counterexample is made small. */
import fc from "fast-check";

fc.configureGlobal({ endOnFailure: true });
