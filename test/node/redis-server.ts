/**
 * A Redis server of our own on loopback, with a user who may touch its prefix only, as the manual says. Only what was
 * started here is stopped.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type RedisServer = {
  readonly port: number;
  readonly urlFile: string;
  /** Kills it and starts it anew, empty. */
  readonly restart: () => Promise<void>;
  readonly stop: () => void;
};

export const PASSWORD = "s3cret-word";
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis)
  console.warn(
    "sweeps over Redis are not tried: redis-server is not on the PATH (apt-get install -y redis-server)",
  );

export const startRedis = async (): Promise<RedisServer> => {
  const folder = mkdtempSync(join(tmpdir(), "clawback-redis-"));
  const port = await freePort();
  const conf = join(folder, "redis.conf");
  const rules = "~clawback:* &clawback:* +@all -@dangerous +info";
  writeFileSync(
    conf,
    `bind 127.0.0.1
port ${port}
dir ${folder}
save ""
appendonly no
maxmemory 128mb
maxmemory-policy noeviction
user default off
user clawback on >${PASSWORD} ${rules}
`,
  );
  const urlFile = join(folder, "url");
  writeFileSync(urlFile, `redis://clawback:${PASSWORD}@127.0.0.1:${port}\n`, { mode: 0o600 });
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn("redis-server", [conf], { stdio: "ignore" });
    await answers(port);
  };
  await start();
  return {
    port,
    urlFile,
    restart: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      await start();
    },
    stop: () => {
      child.kill("SIGKILL");
    },
  };
};

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const answers = async (port: number): Promise<void> => {
  for (let i = 0; i < 200; i++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("redis-server did not come up");
};
