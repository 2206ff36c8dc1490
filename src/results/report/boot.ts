/**
 * The script of a report: draws the figures that are on show, again in other colours when the scheme
 * changes, on white and to the width of a page for print, and shows one policy at a time. Plain JavaScript,
 * and the only place where a report touches Plotly.
 */
export const bootScript = `"use strict";
(() => {
  const text = document.getElementById("figures").textContent;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const coarse = matchMedia("(pointer: coarse)").matches;
  const config = { displaylogo: false, responsive: true, modeBarButtons: [["resetScale2d", "toImage"]] };
  let printing = false;

  const read = (scheme) => {
    let arrays;
    const palette = JSON.parse(text).palettes[scheme];
    return JSON.parse(text, (key, value) => {
      if (key === "arrays") arrays = value;
      if (value !== null && typeof value === "object" && "$" in value) return arrays[value.$];
      return typeof value === "string" && value[0] === "@" && /color$/i.test(key) ? palette[value.slice(1)] : value;
    });
  };

  const draw = () => {
    const scheme = dark.matches && !printing ? "dark" : "light";
    const { figures, themes } = read(scheme);
    for (const element of document.querySelectorAll("[data-figure]")) {
      if (element.closest("[hidden]")) continue;
      const { data, layout, narrow, paper } = figures[element.dataset.figure];
      const fit = printing ? undefined : narrow.find(({ below }) => element.clientWidth < below);
      const fitted = { ...layout, ...(printing ? paper : fit?.layout) };
      Plotly.react(element, data, {
        ...fitted, autosize: !printing,
        template: themes[scheme], dragmode: coarse ? false : "zoom", uirevision: "kept",
      }, { ...config, displayModeBar: fit ? false : "hover" });
      element.style.minHeight = fitted.height + "px";
      for (const svg of element.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true");
    }
    document.documentElement.dataset.drawn = scheme;
  };

  const print = (on) => () => {
    if (printing === on) return;
    printing = on;
    for (const part of document.querySelectorAll("details[data-print]")) part.open = on;
    draw();
  };

  const choice = document.getElementById("policy");
  const choose = () => {
    for (const part of document.querySelectorAll("[data-policy]")) part.hidden = part.dataset.policy !== choice.value;
    for (const name of document.querySelectorAll("[data-chosen]")) name.textContent = choice.selectedOptions[0].text;
    draw();
  };
  if (choice) {
    choice.addEventListener("change", choose);
    choose();
  } else draw();
  addEventListener("click", (event) => {
    const target = event.target.closest("a[href^='#notice-']")?.hash;
    for (let part = target && document.querySelector(target); part; part = part.parentElement) part.open = true;
  });
  dark.addEventListener("change", draw);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
})();
`;
