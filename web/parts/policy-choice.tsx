/** Which policies are compared, how often, with which seed. */
import type { PageState } from "../state/page-state.ts";

export const PolicyChoice = ({ state }: { readonly state: PageState }) => {
  const facts = state.facts.value;
  const own = facts?.policies ?? [];
  const { policies, replications, seed } = state.choice.value;
  const chosen = policies.length === 0 ? own : policies;
  const all = [...new Set([...own, ...(facts?.shipped ?? [])])];
  const toggle = (name: string, isOn: boolean): void => {
    const next = all.filter((other) => (other === name ? isOn : chosen.includes(other)));
    if (next.length === 0) return;
    const isAllOfScenario = next.length === own.length && next.every((other, i) => other === own[i]);
    state.choose({ policies: isAllOfScenario ? [] : next });
  };
  return (
    <section class="choice" aria-labelledby="choice-title">
      <h2 id="choice-title">Policies</h2>
      <ul class="policies">
        {all.map((name) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                disabled={chosen.length === 1 && chosen[0] === name}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />{" "}
              <bdi>{name}</bdi>
              {!own.includes(name) && <span class="quiet"> shipped</span>}
            </label>
          </li>
        ))}
      </ul>
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
    </section>
  );
};

/** The number in a field; undefined, and the field as it was, when it is none that is allowed. */
const wholeIn = (field: HTMLInputElement, least: number, most: number): number | undefined => {
  const value = Number(field.value);
  return field.value !== "" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
};
