// The cheat sheet as screens show it.

import { byId, make } from "./build.js";
import { cards } from "./faults.js";
import { Frame } from "./frame.js";

const view = byId("sheet");
const beside = make("div", { class: "beside" });
const stage = make("div", { class: "sheet-stage" });
view.append(stage, beside);
let changes = -1;
let hear = () => {};

export function begin(keys) {
  hear = keys;
}

const frame = new Frame(stage, "The cheat sheet", (page, before) => {
  page.addEventListener("keydown", (event) => hear(event));
  page.scrollingElement.scrollTop = before?.scrollingElement.scrollTop ?? 0;
});

export async function showSheet(state) {
  const isOwn = (fault) => fault.stage === "sheet" || fault.code.startsWith("cheatsheet-");
  const own = state.faults.filter(isOwn);
  beside.replaceChildren(...cards(own, "Faults of the sheet"));
  if (changes === state.changes) return;
  changes = state.changes;
  const there = await fetch("/sheet.html", { method: "HEAD" });
  if (there.ok) {
    stage.querySelector(".empty")?.remove();
    await frame.load("/sheet.html");
  } else {
    stage.replaceChildren(make("p", { class: "empty" }, "The book has nothing for a cheat sheet: cards, or chapters with headings."));
    frame.shown = null;
  }
}
