/** What tests do on the page as its users would: give it files, write in its editor, take things away. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { newFolder, small } from "../cli/spawn.ts";
import { untilDone } from "./open-page.ts";

/** A file as a user would choose it. */
export const give = async (page: Page, name: string, text: string): Promise<void> => {
  const path = join(newFolder(), name);
  writeFileSync(path, text);
  await page.locator("input[type=file]").setInputFiles(path);
};

/** A scenario with a few replications, all its own. */
export const giveSmall = async (page: Page, text = small): Promise<void> => {
  await untilDone(page);
  const before = await fingerprint(page);
  await give(page, "small.yaml", text);
  await page.getByText("small.yaml is open.").waitFor({ state: "attached" });
  // What is shown is of the scenario before until the first result of this one has come.
  while ((await fingerprint(page)) === before) await page.waitForTimeout(50);
  await untilDone(page);
};

/** The whole text of the editor replaced. */
export const write = async (page: Page, text: string): Promise<void> => {
  await page.getByText("As text", { exact: true }).click();
  await page.locator('.editor[data-ready="true"]').waitFor();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
};

/** What a button of the menu makes. */
export const share = async (page: Page, name: string): Promise<string> => {
  await page.locator(".menu > summary").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name, exact: true }).click(),
  ]);
  return readFileSync(await file.path(), "utf8");
};

export const fingerprint = (page: Page): Promise<string | null> =>
  page.locator("[data-fingerprint]").textContent();
