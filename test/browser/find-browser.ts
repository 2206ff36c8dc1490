/**
 * Finds a Chromium or Chrome for the browser tests, and installs one where there is none: named by
 * CLAWBACK_BROWSER, on the PATH, in the usual places, in Playwright's cache; else from Debian or Ubuntu
 * packages (as root); else by Playwright. Browser tests never skip: no browser is an error that says what to do.
 * Run as a command, it prints the path on stdout and its progress on stderr.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** What the search asks of the machine; a test describes another machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Paths of the browsers that Playwright has installed, best first. */
  playwrightBrowsers(): readonly string[];
  /** The file is there, may be executed and answers. */
  works(path: string): boolean;
}

const commandNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The first browser that works, or undefined. A CLAWBACK_BROWSER that does not work is an error. */
export function findBrowser(machine: Machine = thisMachine): string | undefined {
  const chosen = machine.env.CLAWBACK_BROWSER;
  if (chosen !== undefined && chosen !== "") {
    if (machine.works(chosen)) return chosen;
    throw new Error(`CLAWBACK_BROWSER is ${chosen}, which is no browser that starts: correct it or unset it`);
  }
  const candidates = [...onPath(machine), ...usualPlaces(machine), ...machine.playwrightBrowsers()];
  return candidates.find((path) => machine.works(path));
}

/** Finds a browser or installs one; throws an error that says exactly what to do. */
export function ensureBrowser(say: (line: string) => void): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  for (const [what, install] of installers()) {
    say(`no browser found: ${what} (this takes a minute or two)`);
    if (!install()) say(`${what} did not succeed`);
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error(howToGetOne);
}

const howToGetOne = `No Chromium or Chrome was found, and none could be installed. The browser tests need one:
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y chromium
  anywhere:        npx playwright-core install --with-deps chromium
  already there:   set CLAWBACK_BROWSER to the path of the executable`;

function onPath({ platform, env }: Machine): string[] {
  const suffix = platform === "win32" ? ".exe" : "";
  const folders = (env.PATH ?? env.Path ?? "").split(platform === "win32" ? ";" : delimiter).filter(Boolean);
  return commandNames.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

function usualPlaces({ platform, env, home }: Machine): string[] {
  if (platform === "darwin") {
    const apps = ["Google Chrome", "Chromium"].map((app) =>
      join("Applications", `${app}.app`, "Contents/MacOS", app),
    );
    return apps.flatMap((app) => [join("/", app), join(home, app)]);
  }
  if (platform === "win32") {
    const folders = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe"];
    return folders.flatMap((folder) => programs.map((program) => `${folder}\\${program}`));
  }
  return [
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
  ];
}

function installers(): [what: string, install: () => boolean][] {
  const list: [string, () => boolean][] = [];
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    list.push([
      "installing chromium with apt-get",
      () => run("apt-get", ["update"]) && run("apt-get", ["install", "-y", "chromium"]),
    ]);
  }
  const playwright = fileURLToPath(new URL("../../node_modules/playwright-core/cli.js", import.meta.url));
  list.push([
    "installing chromium with playwright-core",
    () => run(process.execPath, [playwright, "install", "chromium"]),
  ]);
  return list;
}

/** The output goes to stderr: stdout carries the path of the browser and nothing else. */
function run(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: ["ignore", 2, 2], env, timeout: 600_000 }).status === 0;
}

const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  playwrightBrowsers: () =>
    [chromium.executablePath(), ...cachedByPlaywright()].filter((path) => existsSync(path)),
  works(path) {
    if (!isExecutable(path)) return false;
    // On Windows, `chrome --version` opens a window; elsewhere it tells a browser from a stub that asks for a package.
    if (process.platform === "win32") return true;
    const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 30_000 });
    return status === 0 && /Chrom/i.test(stdout);
  },
};

/** Other versions than the one this Playwright asks for do as well; the newest first. */
function cachedByPlaywright(): string[] {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: join(homedir(), "Library/Caches/ms-playwright"),
      win32: join(process.env.LOCALAPPDATA ?? homedir(), "ms-playwright"),
    }[process.platform as string] ??
    join(homedir(), ".cache/ms-playwright");
  if (!existsSync(cache)) return [];
  const revision = (folder: string): number => Number(folder.split("-").at(-1));
  const programs = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-win/chrome.exe",
    "chrome-win64/chrome.exe",
  ];
  return readdirSync(cache)
    .filter((folder) => /^chromium-\d+$/.test(folder))
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((folder) => programs.map((program) => join(cache, folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function main(): void {
  const say = (line: string): void => void process.stderr.write(`browser tests: ${line}\n`);
  say("looking for Chromium or Chrome");
  try {
    const path = ensureBrowser(say);
    say("found");
    process.stdout.write(`${path}\n`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

const isCommand =
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isCommand) main();
