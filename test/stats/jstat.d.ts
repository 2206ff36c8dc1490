/** The little of jstat that the tests compare with. */
declare module "jstat" {
  const jstat: {
    readonly studentt: {
      cdf(t: number, degrees: number): number;
      inv(p: number, degrees: number): number;
    };
  };
  // biome-ignore lint/style/noDefaultExport: it is jstat's only one
  export default jstat;
}
