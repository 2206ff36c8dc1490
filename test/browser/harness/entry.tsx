/** A page of charts alone, for tests: draws the result that a test hands over, again whenever it is told to. */
import { render } from "preact";
import { Charts, type ChartsProps } from "../../../web/charts/charts.tsx";
import "../../../web/charts/plotly.css";
import "../../../web/charts/charts.css";
import { unpacked } from "./packed.ts";

const explained: unknown[] = [];

const show = (text: string): void => {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no place for charts");
  const given = unpacked(text) as ChartsProps;
  document.documentElement.dataset.theme = given.scheme;
  render(<Charts {...given} onExplain={(...asked) => explained.push(asked)} />, root);
};

Object.assign(window, { show, explained });
