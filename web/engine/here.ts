/** The worker's own global scope, with the types of a worker, which the library of the page's types lacks. */

type WorkerScope = {
  readonly name: string;
  readonly location: { readonly href: string };
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
};

export const hereInWorker = globalThis as unknown as WorkerScope;
