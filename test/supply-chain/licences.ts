/** The table of every package and its licence, as a page of the manual: `npm run licences`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Licensed, licensedIn, readLocked, refusedLicences } from "./rules.ts";

export const licencesPage = (packages: readonly Licensed[]): string => {
  const table = (use: Licensed["use"]): string =>
    packages
      .filter((one) => one.use === use)
      .map(({ name, version, licence }) => `| \`${name}\` | ${version} | ${licence} |`)
      .join("\n");
  const count = (use: Licensed["use"]): number => packages.filter((one) => one.use === use).length;
  return `# Packages and their licences

From the lockfile, by \`npm run licences\`; a test refuses a licence that is not on the list in \`test/supply-chain/rules.ts\`. Clawback itself is under the MIT licence.

## Installed by users (${count("runtime")})

What the command line and the library need; those of \`bullmq\` and \`ioredis\` only for sweeps over Redis.

| package | version | licence |
|---|---|---|
${table("runtime")}

## For building and testing (${count("development")})

On every platform; a machine installs those of its own. CodeMirror and Preact are part of the built page.

| package | version | licence |
|---|---|---|
${table("development")}
`;
};

const page = new URL("../../web/docs/licences.md", import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packages = licensedIn(readLocked());
  for (const line of refusedLicences(packages)) process.stderr.write(`not allowed: ${line}\n`);
  writeFileSync(page, licencesPage(packages));
  process.stdout.write(`${packages.length} packages in web/docs/licences.md\n`);
}
