/** Which policies are compared, how often, with which seed. */

import type { PageState } from "../state/page-state.ts";
import { VaryChoice } from "./vary-choice.tsx";

export const PolicyChoice = ({ state }: { readonly state: PageState }) => {
  const facts = state.facts.value;
  const own = facts?.policies ?? [];
  const { policies, replications, seed } = state.choice.value;
  const chosen = policies.length === 0 ? own : policies;
  const others = (facts?.shipped ?? []).filter((name) => !own.includes(name));
  const all = [...own, ...others];
  const toggle = (name: string, isOn: boolean): void => {
    const next = all.filter((other) => (other === name ? isOn : chosen.includes(other)));
    if (next.length === 0) return;
    const isAllOfScenario = next.length === own.length && next.every((other, i) => other === own[i]);
    state.choose({ policies: isAllOfScenario ? [] : next });
  };
  return (
    <section class="choice" aria-labelledby="choice-title">
      <h2 id="choice-title">Policies</h2>
      <PolicyList names={own} chosen={chosen} onToggle={toggle} />
      {others.length > 0 && (
        <details>
          <summary>{others.length} more that come with Clawback</summary>
          <PolicyList names={others} chosen={chosen} onToggle={toggle} />
        </details>
      )}
      <div class="numbers">
        <label>
          Replications
          <input
            type="number"
            min={1}
            max={100_000}
            step={1}
            value={replications ?? facts?.replications ?? ""}
            onChange={(event) => state.choose({ replications: wholeIn(event.currentTarget, 1, 100_000) })}
          />
        </label>
        <label>
          Seed
          <input
            type="text"
            maxLength={200}
            value={seed ?? facts?.seed ?? ""}
            onChange={(event) => state.choose({ seed: event.currentTarget.value || undefined })}
          />
        </label>
      </div>
      <VaryChoice state={state} />
    </section>
  );
};

type ListProps = {
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly onToggle: (name: string, isOn: boolean) => void;
};

const PolicyList = ({ names, chosen, onToggle }: ListProps) => (
  <ul class="policies">
    {names.map((name) => (
      <li key={name}>
        <label>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            disabled={chosen.length === 1 && chosen[0] === name}
            onChange={(event) => onToggle(name, event.currentTarget.checked)}
          />{" "}
          <bdi>{name}</bdi>
        </label>
      </li>
    ))}
  </ul>
);

/** The number in a field; undefined, and the field as it was, when it is none that is allowed. */
const wholeIn = (field: HTMLInputElement, least: number, most: number): number | undefined => {
  const value = Number(field.value);
  return field.value !== "" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
};
