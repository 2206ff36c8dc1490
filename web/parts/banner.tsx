/** Where the scenario came from, when that matters; and what became of files that were dropped. */
import type { PageState } from "../state/page-state.ts";

type BannerProps = { readonly state: PageState; readonly said: { value: string } };

export const Banner = ({ state, said }: BannerProps) => {
  const origin = state.origin.value;
  return (
    <>
      {origin.kind === "link" && (
        <div class="banner" role="status">
          <p>
            <strong>From a link.</strong> Somebody else wrote this scenario. It runs in this browser only, and
            cannot reach anything.
          </p>
          <button type="button" onClick={state.dismissOrigin}>
            Understood
          </button>
        </div>
      )}
      {origin.kind === "badLink" && (
        <div class="banner" role="alert">
          <p>
            <strong>The link could not be read:</strong> {origin.message}. What was here is unchanged.
          </p>
          <button type="button" onClick={state.dismissOrigin}>
            Close
          </button>
        </div>
      )}
      {said.value !== "" && (
        <div class="banner" role="status">
          <p>
            <bdi>{said.value}</bdi>
          </p>
          <button
            type="button"
            onClick={() => {
              said.value = "";
            }}
          >
            Close
          </button>
        </div>
      )}
    </>
  );
};
