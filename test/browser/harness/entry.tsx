/**
 * A page of charts, explanations and steps alone, for tests: draws the result that a test hands over, again
 * whenever it is told to.
 */
import { render } from "preact";
import { useState } from "preact/hooks";
import { Charts, type ChartsProps } from "../../../web/charts/charts.tsx";
import { Plot } from "../../../web/charts/plot.tsx";
import { Reasons } from "../../../web/explain/reasons.tsx";
import { Stepper } from "../../../web/explain/stepper.tsx";
import type { Chart } from "../../../src/index.ts";
import "../../../web/charts/plotly.css";
import "../../../web/charts/charts.css";
import "../../../web/explain/explain.css";
import { unpacked } from "./packed.ts";

/** What a test hands over; more charts, made by the test, stand below those of the result. */
export type Given = ChartsProps & { readonly more?: readonly Chart[] };

const Page = ({ more = [], ...given }: Given) => {
  const [asked, ask] = useState<{ readonly place: number; readonly notice: number | undefined }>();
  const [place, setPlace] = useState(0);
  return (
    <>
      <Charts
        {...given}
        policy={place}
        onPolicy={setPlace}
        onExplain={(at, notice) => ask({ place: at, notice })}
      />
      {more.map((chart) => (
        <Plot key={chart.title} chart={chart} scheme={given.scheme} />
      ))}
      <Reasons
        result={given.result}
        place={place}
        notice={asked?.place === place ? asked.notice : undefined}
        onNotice={(notice) => ask({ place, notice })}
      />
      {given.events === undefined ? null : (
        <Stepper events={given.events} scenario={given.result.scenario} scheme={given.scheme} />
      )}
    </>
  );
};

const show = (text: string): void => {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no place for charts");
  const given = unpacked(text) as Given;
  document.documentElement.dataset.theme = given.scheme;
  render(<Page {...given} />, root);
};

Object.assign(window, { show });
