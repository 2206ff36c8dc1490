/**
 * Finds a Firefox for the tests that use a second engine: named by CLAWBACK_FIREFOX, else on the PATH or in the usual places.
 * Where there is none those tests say so and are skipped; Chromium, which all others use, never is.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, launch } from "puppeteer-core";

const NAMES = ["firefox-esr", "firefox"];

/** The first Firefox of this machine, or undefined. A CLAWBACK_FIREFOX that is not there is an error. */
export const findFirefox = (): string | undefined => {
  const chosen = process.env.CLAWBACK_FIREFOX;
  if (chosen !== undefined && chosen !== "") {
    if (existsSync(chosen)) return chosen;
    throw new Error(`CLAWBACK_FIREFOX is ${chosen}, which is not there: correct it or unset it`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    "/Applications/Firefox.app/Contents/MacOS/firefox",
  ];
  return candidates.find((path) => existsSync(path));
};

/** A running Firefox with an empty profile, spoken to by WebDriver BiDi; the caller closes it. */
export const launchFirefox = (executablePath: string): Promise<Browser> =>
  launch({ browser: "firefox", executablePath, headless: true, protocol: "webDriverBiDi" });
