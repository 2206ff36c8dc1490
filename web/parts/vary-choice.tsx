/** One parameter at several values instead of one: every policy is compared at each of them. */
import type { PageState } from "../state/page-state.ts";

export const VaryChoice = ({ state }: { readonly state: PageState }) => {
  const { vary } = state.choice.value;
  const read = (form: HTMLFormElement): void => {
    const fields = new FormData(form);
    const path = String(fields.get("path") ?? "").trim();
    const values = String(fields.get("values") ?? "")
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
    const next = path === "" || values.length === 0 ? undefined : { path, values };
    if (JSON.stringify(next) !== JSON.stringify(vary)) state.choose({ vary: next });
  };
  return (
    <details class="vary" open={vary !== undefined}>
      <summary>Vary one parameter</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          read(event.currentTarget);
        }}
        onChange={(event) => read(event.currentTarget)}
      >
        <label>
          Parameter
          <input
            type="text"
            name="path"
            maxLength={200}
            value={vary?.path ?? ""}
            placeholder="tenants[0].contract.notice.owner"
          />
        </label>
        <label>
          Values, separated by commas
          <input
            type="text"
            name="values"
            maxLength={2000}
            value={vary?.values.join(", ") ?? ""}
            placeholder="7 days, 30 days, 90 days"
          />
        </label>
        <p class="note">
          With the owner's notice this makes the ladder of notice. Empty both to go back to one value.
        </p>
      </form>
    </details>
  );
};
