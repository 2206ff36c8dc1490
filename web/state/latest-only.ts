/**
 * Takes news in turn with the screen: at the next frame the latest is taken, what came before it is not drawn.
 * So a slow screen falls behind in pictures and never in time. A page that nobody sees takes news at once.
 */

export const latestOnly = (): ((take: () => void) => void) => {
  let latest: (() => void) | undefined;
  const run = (): void => {
    const take = latest;
    latest = undefined;
    take?.();
  };
  return (take) => {
    const isWaiting = latest !== undefined;
    latest = take;
    if (document.hidden) run();
    else if (!isWaiting) requestAnimationFrame(run);
  };
};
