/** `clawback presets`: what comes with the package, and what each one asks. */
import { parseScenario } from "../../index.ts";
import { presetNames, readScenarioFile } from "../../node.ts";

export const presets = async (flags: { readonly json?: boolean }): Promise<void> => {
  const all = presetNames().map((preset) => {
    const { bytes, name: file } = readScenarioFile(preset);
    const { scenario } = parseScenario(bytes, { file });
    return { preset, name: scenario.name, question: scenario.question };
  });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  const width = Math.max(0, ...all.map(({ preset }) => preset.length));
  for (const { preset, question } of all) process.stdout.write(`${preset.padEnd(width)}  ${question}\n`);
};
