/** Light or dark: as the system says, or as chosen here, which is remembered. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";

export type ThemeChoice = "system" | "light" | "dark";
export type Theme = {
  readonly choice: Signal<ThemeChoice>;
  /** What is on screen. */
  readonly scheme: ReadonlySignal<"light" | "dark">;
};

const KEY = "clawback-theme";

/** Follows the choice and the system from now on. */
export const startTheme = (): Theme => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isSystemDark = signal(system.matches);
  system.addEventListener("change", () => {
    isSystemDark.value = system.matches;
  });
  const choice = signal<ThemeChoice>(remembered());
  effect(() => {
    document.documentElement.dataset.theme = choice.value;
    remember(choice.value);
  });
  const scheme = computed(() =>
    choice.value === "system" ? (isSystemDark.value ? "dark" : "light") : choice.value,
  );
  return { choice, scheme };
};

const remembered = (): ThemeChoice => {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
};

const remember = (choice: ThemeChoice): void => {
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // a browser that keeps nothing shows what the system says
  }
};
