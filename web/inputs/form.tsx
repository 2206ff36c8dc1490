/**
 * The form of a scenario: groups that open and close, a search over all of them, and a control for each value. It
 * shows a model and tells what a user does to it; it keeps nothing but what is open, sought or half typed.
 */
import { useState } from "preact/hooks";
import type { Control, ControlGroup, FormModel, Problem } from "../../src/index.ts";
import { Group } from "./group.tsx";
import { matches, wordsOf } from "./search.ts";

/**
 * A value was set. Not final while a slider is being dragged: at most once a frame, and a final one follows.
 *
 * @param value - as it is to be written
 */
export type OnEdit = (path: string, value: string, isFinal: boolean) => void;

export type FormProps = {
  readonly model: FormModel;
  /** Of the present text; those of a control are shown at it. */
  readonly problems?: readonly Problem[];
  /** The form as the scenario was opened: resetting a value goes back to it. Without it, to the default. */
  readonly original?: FormModel | undefined;
  readonly onEdit: OnEdit;
};

export const Form = ({ model, problems = [], original, onEdit }: FormProps) => {
  const [sought, setSought] = useState("");
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const words = wordsOf(sought);
  const shown = model.groups
    .map((group) => ({ group, controls: group.controls.filter((control) => matches(words, control, group)) }))
    .filter(({ controls }) => controls.length > 0);
  const first = firstOfSections(model.groups);
  const found = shown.reduce((sum, { controls }) => sum + controls.length, 0);
  const originals = new Map(
    original?.groups.flatMap(({ controls }) => controls).map((own) => [own.path, own]),
  );
  return (
    <div class="form">
      <label class="form-search">
        <span>Find a value</span>
        <input
          type="search"
          value={sought}
          placeholder="notice, growth, fee …"
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </label>
      <p class="unseen" role="status">
        {words.length === 0 ? "" : `${found} values found`}
      </p>
      {words.length > 0 && found === 0 && (
        <p class="quiet">No value is called that; the text has them all.</p>
      )}
      {sectionsOf(shown).map(([section, groups]) => (
        <section key={section} class="form-section" aria-label={section}>
          {(groups.length > 1 || groups[0]?.group.title !== section) && <h3>{section}</h3>}
          {groups.map(({ group, controls }) => (
            <Group
              key={group.name}
              group={group}
              controls={controls}
              marks={model.marks}
              problems={problems}
              originals={originals}
              isOpen={words.length > 0 || (toggled.get(group.name) ?? first.has(group.name))}
              isSought={words.length > 0}
              onToggle={(isOpen) => setToggled((before) => new Map(before).set(group.name, isOpen))}
              onEdit={onEdit}
            />
          ))}
        </section>
      ))}
      {model.omitted > 0 && <p class="quiet">{model.omitted} more groups are in the text only.</p>}
    </div>
  );
};

type Shown = { readonly group: ControlGroup; readonly controls: readonly Control[] };

const sectionsOf = (shown: readonly Shown[]): [string, readonly Shown[]][] =>
  [...new Set(shown.map(({ group }) => group.section))].map((section) => [
    section,
    shown.filter(({ group }) => group.section === section),
  ]);

/** What is open at first: a program and a tenant, which most questions are about. */
const OPEN_AT_FIRST = new Set(["Internal demand", "Tenants"]);

const firstOfSections = (groups: readonly ControlGroup[]): ReadonlySet<string> => {
  const found = new Map<string, string>();
  for (const { section, name } of groups)
    if (OPEN_AT_FIRST.has(section) && !found.has(section)) found.set(section, name);
  return new Set(found.values());
};
