/**
 * Form and editor in a browser: what is dragged is told, what is wrong is marked with the words of the command
 * line, and help is there for eyes, fingers, keyboards and screen readers, under the page's own security policy.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InputError, type Problem } from "../../src/base/errors.ts";
import { editText } from "../../src/scenario/form/edit-text.ts";
import { formOf } from "../../src/scenario/form/form.ts";
import type { FormModel } from "../../src/scenario/form/model.ts";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { type Built, buildHarness } from "./harness/build.ts";
import { launchBrowser } from "./launch.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const colossus = readFileSync(new URL("../../scenarios/colossus.yaml", import.meta.url), "utf8");

let browser: Browser;
let built: Built;

beforeAll(async () => {
  built = await buildHarness(new URL("harness/inputs.tsx", import.meta.url));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await built?.close();
});

type Open = { readonly page: Page; readonly complaints: string[] };
type Edit = [path: string, value: string, isFinal: boolean];
type InPage = {
  begin(text: string): Promise<void>;
  take(text: string): Promise<void>;
  settled(): Promise<string>;
  edits: Edit[];
};

const reasonsOf = (attempt: () => unknown): readonly Problem[] => {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
};

const check = (text: string) => {
  let model: FormModel | undefined;
  const problems = reasonsOf(() => {
    model = formOf(text, parseScenario(text));
  });
  return { problems, model };
};

const edit = (text: string, path: string, value: string) => {
  let edited = text;
  const problems = reasonsOf(() => {
    edited = editText(text, path, value);
  });
  return problems.length > 0 ? { problems } : { text: edited };
};

const open = async (options: BrowserContextOptions = {}, text = colossus): Promise<Open> => {
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  ).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(`
    addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.effectiveDirective));
  `);
  await page.exposeFunction("check", check);
  await page.exposeFunction("edit", edit);
  await page.exposeFunction("schema", scenarioJsonSchema);
  await page.goto(built.address);
  await page.waitForFunction("window.begin !== undefined");
  await page.evaluate((given) => (window as never as InPage).begin(given), text);
  await page.locator(".editor[data-ready=true]").waitFor();
  return { page, complaints };
};
const close = ({ page }: Open): Promise<void> => page.context().close();
const editsOf = (page: Page): Promise<Edit[]> => page.evaluate(() => (window as never as InPage).edits);
const textOf = (page: Page): Promise<string> => page.evaluate(() => (window as never as InPage).settled());

/** Selects the first occurrence of a text in the editor, which shows only the lines that are in view. */
const goTo = async (page: Page, text: string): Promise<void> => {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
};
const control = (page: Page, path: string) => page.locator(`[data-path="${path}"]`);

/** A picture for a person to look at, where CLAWBACK_PICTURES says. */
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.CLAWBACK_PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: `${folder}/${name}.png`,
    fullPage: process.env.CLAWBACK_PICTURES_WHOLE !== undefined,
  });
};

const GROWTH = "internal[0].demand.growth";

describe("the form", () => {
  test("tells every move of a slider at most once a frame, and the last one as final", async () => {
    const opened = await open();
    const { page } = opened;
    const slider = control(page, GROWTH).locator("input[type=range]");
    const box = (await slider.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 20; i++)
      await page.mouse.move(box.x + box.width * (0.25 + i / 50), box.y + box.height / 2);
    await page.mouse.up();
    const text = await textOf(page);
    const edits = await editsOf(page);
    expect(edits.every(([path]) => path === GROWTH)).toBe(true);
    expect(edits.filter(([, , isFinal]) => isFinal)).toHaveLength(1);
    const [, value, isFinal] = edits.at(-1) as Edit;
    expect(isFinal).toBe(true);
    expect(Number(value)).toBeGreaterThan(5);
    expect(edits.length).toBeGreaterThan(1);
    expect(text).toBe(colossus.replace("growth: 2.4 #", `growth: ${value} #`));
    expect(await control(page, GROWTH).locator(".control-field").inputValue()).toBe(value);
    expect(opened.complaints).toEqual([]);
    await close(opened);
  });

  test("moves a slider by keyboard, and resets to what was opened", async () => {
    const opened = await open();
    const { page } = opened;
    const notice = control(page, "tenants[0].contract.notice.owner");
    await notice.locator("input[type=range]").focus();
    await page.keyboard.press("ArrowLeft");
    expect((await editsOf(page)).at(-1)).toEqual(["tenants[0].contract.notice.owner", "75 days", true]);
    await notice.getByRole("button", { name: "back to 90 days" }).click();
    expect(await textOf(page)).toBe(colossus);
    expect(await notice.getByRole("button", { name: "back to" }).count()).toBe(0);
    await close(opened);
  });

  test("takes a typed value, and shows what is wrong with it at the control", async () => {
    const opened = await open();
    const { page } = opened;
    const gpus = control(page, "tenants[0].contract.gpus");
    await gpus.locator(".control-field").fill("8x");
    await page.keyboard.press("Enter");
    await gpus.locator(".control-problem").waitFor();
    expect(await gpus.locator(".control-problem").textContent()).toContain(
      'expected a whole number from 1 to 10,000,000, got "8x"',
    );
    expect(await gpus.locator(".control-field").inputValue()).toBe("8x");
    expect(await gpus.locator(".control-field").getAttribute("aria-invalid")).toBe("true");
    await gpus.locator(".control-field").fill("300000");
    await page.keyboard.press("Enter");
    await gpus.locator(".control-problem").waitFor({ state: "detached" });
    expect(await textOf(page)).toBe(colossus.replace("gpus: 325000", "gpus: 300000"));
    await close(opened);
  });

  test("finds values by words, and says how many", async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByRole("searchbox").fill("anthropic notice");
    expect(await control(page, "tenants[0].contract.notice.owner").isVisible()).toBe(true);
    expect(await control(page, GROWTH).count()).toBe(0);
    expect(await page.getByRole("status").first().textContent()).toMatch(/^\d+ values found$/);
    await close(opened);
  });

  test("says by keyboard where a value comes from and what it means", async () => {
    const opened = await open();
    const { page } = opened;
    const row = control(page, GROWTH);
    const source = row.locator(".control-source > button");
    expect(await source.textContent()).toContain("a frontier run, a year (E)");
    await source.focus();
    await page.keyboard.press("Enter");
    expect(await row.locator(".control-help").textContent()).toMatch(
      /Growth a year.*Takes a number above 0.*\(E\) Epoch AI/s,
    );
    await close(opened);
  });

  test("begins an optional part, chooses a kind, ticks a flag", async () => {
    const opened = await open();
    const { page } = opened;
    await control(page, "internal[0].demand.shocks").getByRole("button", { name: "Add surges" }).click();
    await control(page, "internal[0].demand.shocks.perYear").waitFor();
    await page.locator(".form-group", { hasText: "ahead" }).locator("summary").first().click();
    await control(page, "policies.ahead.reclaim.trigger")
      .locator("select")
      .selectOption({ label: "onBlocked" });
    await control(page, "policies.ahead.reclaim.trigger.delay").waitFor();
    expect(await textOf(page)).toContain("ahead: { reclaim: { trigger: onBlocked } }");
    expect(opened.complaints).toEqual([]);
    await close(opened);
  });
});

describe("the editor", () => {
  test("marks what is wrong as it is typed, with the message and hint of the command line", async () => {
    const opened = await open();
    const { page } = opened;
    const wrong = colossus.replace("growth: 2.4 #", "growht: 2.4 #");
    await goTo(page, "growth: 2.4");
    await page.keyboard.type("growht: 2.4");
    expect(await textOf(page)).toBe(wrong);
    const problem = check(wrong).problems[0];
    await page.locator(".cm-lintRange-error").first().waitFor();
    expect(await page.locator(".cm-lintRange-error").first().textContent()).toBe("growht");
    await page.locator(".cm-lintRange-error").first().hover();
    const shown = await page.locator(".cm-tooltip .cm-diagnostic").first().textContent();
    expect(shown).toBe(`${problem?.path}: ${problem?.message}hint: ${problem?.hint}`);
    expect(problem?.hint).toContain("growth");
    expect(await page.locator(".cm-lint-marker-error").count()).toBe(1);
    await picture(page, "editor-problem");
    expect(opened.complaints).toEqual([]);
    await close(opened);
  });

  test("offers growth inside the demand of a level, and not what is there already", async () => {
    const opened = await open({}, colossus.replace(/^ +growth: 2\.4 #.*\n/m, ""));
    const { page } = opened;
    await goTo(page, "with Tesla 200,000 at the start (A)");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.keyboard.type("gro");
    const options = page.locator(".cm-tooltip-autocomplete li");
    await options.first().waitFor();
    expect(await options.allTextContents()).toEqual(["growthfactor per year"]);
    await picture(page, "editor-completion");
    await page.waitForTimeout(100);
    await page.keyboard.press("Enter");
    await page.keyboard.type("3");
    expect(await textOf(page)).toMatch(/base: 160000 #.*\n {6}growth: 3\n {6}every: 1 day/);
    expect(opened.complaints).toEqual([]);
    await close(opened);
  });

  test("offers the words that a field takes", async () => {
    const opened = await open();
    const { page } = opened;
    await goTo(page, "onNotice: ");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    expect(
      (await page.locator(".cm-tooltip-autocomplete .cm-completionLabel").allTextContents()).sort(),
    ).toEqual(["earlyRamp", "finishThenLeave", "leaveNow", "linear", "stay"]);
    await close(opened);
  });

  test("explains a key under the pointer", async () => {
    const opened = await open();
    const { page } = opened;
    await goTo(page, "lockoutMeaning");
    await page.locator(".cm-line", { hasText: "lockoutMeaning" }).getByText("lockoutMeaning").hover();
    await page.locator(".cm-tooltip .cm-help").waitFor();
    expect(await page.locator(".cm-tooltip .cm-help").textContent()).toMatch(
      /tenants\.contract\.lockoutMeaning.*Inside the lockout.*One of: issue, effective.*Default: issue/s,
    );
    await close(opened);
  });

  test("keeps the cursor where it is when the form changes the text", async () => {
    const opened = await open();
    const { page } = opened;
    await goTo(page, "with Tesla 200,000 at the start (A)");
    await page.keyboard.press("ArrowRight");
    await page.evaluate(
      (text) => (window as never as InPage).take(text),
      colossus.replace("horizon: 18 months", "horizon: 9 months"),
    );
    await page.keyboard.type("!");
    expect(await textOf(page)).toMatch(/base: 160000 # .*\(A\)!\n/);
    await page.keyboard.press("Control+z");
    expect(await textOf(page)).toContain("horizon: 9 months");
    await close(opened);
  });

  test("is left with Escape and Tab", async () => {
    const opened = await open();
    const { page } = opened;
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Tab");
    expect(await textOf(page)).toBe(`  ${colossus}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).not.toBe("editor-place");
    await close(opened);
  });
});

const screens: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  [
    "telephone",
    { viewport: { width: 360, height: 740 }, colorScheme: "light", isMobile: true, hasTouch: true },
  ],
];

describe.each(screens)("on a %s screen", (name, options) => {
  test("nothing is serious for those who need assistance, nothing is wider than the screen", async () => {
    const opened = await open(options);
    const { page } = opened;
    await page.locator(".control-source > button").first().click();
    await page.locator(".form-more > summary").first().click();
    await page.getByText("ahead", { exact: true }).first().click();
    await picture(page, `inputs-${name}`);
    await page.evaluate(axe);
    const violations = (await page.evaluate(`axe.run(document, { resultTypes: ["violations"] })`)) as {
      violations: { id: string; impact: string; nodes: { html: string; target: unknown }[] }[];
    };
    const serious = violations.violations.filter(
      ({ impact }) => impact === "serious" || impact === "critical",
    );
    expect(
      serious.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)} ${nodes[0]?.html}`),
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(opened.complaints).toEqual([]);
    await close(opened);
  });
});

test("the editor is a file of its own, which the form does not need", () => {
  expect(readFileSync(`${built.folder}/entry.js`, "utf8")).not.toContain("cm-lintRange");
});
