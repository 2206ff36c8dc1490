/** Modules that the build makes: the list of presets, and files by their address. */

declare module "virtual:presets" {
  export const presets: readonly {
    readonly preset: string;
    readonly name: string;
    readonly question: string;
  }[];
  /** The text of the first preset. */
  export const firstText: string;
}

declare module "*?url" {
  const address: string;

  // biome-ignore lint/style/noDefaultExport: so the build gives it
  export { address as default };
}
