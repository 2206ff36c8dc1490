/** Whether the page is being printed. Known before any chart is told, so that one drawn only now is drawn for paper. */
let printing = false;

export const isOnPaper = (): boolean => printing;

if (typeof addEventListener === "function") {
  addEventListener("beforeprint", () => {
    printing = true;
  });
  addEventListener("afterprint", () => {
    printing = false;
  });
}
