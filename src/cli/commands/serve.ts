/** `clawback serve`: the page on loopback, until it is stopped. */
import { pageFolder, servePage } from "../../node.ts";
import { UsageError } from "../exit.ts";
import type { CommonFlags } from "../options.ts";

export const serve = async (flags: CommonFlags & { readonly port: number }): Promise<void> => {
  const folder = pageFolder();
  if (folder === undefined)
    throw new UsageError("the page has not been built; in a checkout, build it with: npm run build");
  const server = await started(folder, flags.port);
  process.stdout.write(`${server.address}\n`);
  if (!flags.quiet) process.stderr.write("open it in a browser; Ctrl-C stops the server\n");
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await server.close();
};

const started = async (folder: string, port: number): ReturnType<typeof servePage> => {
  try {
    return await servePage(folder, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new UsageError(
        `port ${port} is taken; name another one, or let the system choose: clawback serve --port 0`,
      );
    if (code === "EACCES") throw new UsageError(`port ${port} is not permitted; choose one above 1023`);
    throw error;
  }
};
