// The cheat sheet: on paper, as it is printed, or as a page for screens.

import { byId, make } from "./build.js";
import { cards } from "./faults.js";
import { Frame } from "./frame.js";

const view = byId("sheet");
const beside = make("div", { class: "beside" });
const paper = make("div", { class: "sheet-paper", tabindex: "0", role: "region", "aria-label": "The sheet on paper" });
const screen = make("div", { class: "sheet-screen" });
const kinds = { paper: "On paper", screen: "On screens" };
const buttons = Object.entries(kinds).map(([name, label]) => make("button", { type: "button", "data-kind": name, onclick: () => choose(name) }, label));
const choice = make("div", { class: "views", role: "group", "aria-label": "The sheet" }, ...buttons);
view.append(make("div", { class: "sheet-stage" }, choice, paper, screen), beside);

let kind = sessionStorage.getItem("desk-sheet") ?? "paper";
let state = null;
let asked = -1; // the change for which paper was asked
let loaded = -1; // the change that is on the screen
let hear = () => {};

export function begin(keys) {
  hear = keys;
}

const frame = new Frame(screen, "The cheat sheet for screens", async (page, before) => {
  const faces = page.createElement("link");
  faces.rel = "stylesheet";
  faces.href = "/client/faces.css";
  page.head.prepend(faces);
  page.addEventListener("keydown", (event) => hear(event));
  page.scrollingElement.scrollTop = before?.scrollingElement.scrollTop ?? 0;
});

function choose(name) {
  kind = name;
  sessionStorage.setItem("desk-sheet", name);
  showSheet(state);
}

export async function showSheet(come) {
  state = come;
  const own = state.faults.filter((fault) => fault.stage === "sheet" || fault.code.startsWith("cheatsheet-"));
  beside.replaceChildren(...cards(own, "Faults of the sheet"));
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
  paper.hidden = kind !== "paper";
  screen.hidden = kind !== "screen";
  await (kind === "paper" ? showPaper() : showScreen());
}

const nothing = () => make("p", { class: "empty" }, "The book has nothing for a cheat sheet: cards, or chapters with headings.");

async function showPaper() {
  if (state.paper?.number !== state.changes && asked !== state.changes) {
    asked = state.changes;
    await fetch("/paper", { method: "POST" });
  }
  if (!state.paper) {
    if (!paper.firstChild) paper.replaceChildren(make("p", { class: "empty" }, "The sheet is being set …"));
    return;
  }
  const { digest, count, size } = state.paper;
  if (!count) {
    paper.replaceChildren(nothing());
    return;
  }
  paper.style.setProperty("--shape", `${size[0]} / ${size[1]}`);
  const wide = Math.ceil(Math.min(paper.clientWidth, 1200) * devicePixelRatio);
  const images = Array.from({ length: count }, (_, number) =>
    make("img", { alt: count > 1 ? `The cheat sheet, page ${number + 1}` : "The cheat sheet as it is printed", src: `/pages/${digest}/${number}.png?width=${wide}` }));
  if ([...paper.children].every((old, place) => old.src === images[place]?.src) && paper.children.length === count) return;
  await Promise.all(images.map((image) => image.decode().catch(() => null)));
  paper.replaceChildren(...images);
}

async function showScreen() {
  if (loaded === state.changes) return;
  loaded = state.changes;
  const there = await fetch("/sheet.html", { method: "HEAD" });
  if (there.ok) {
    screen.querySelector(".empty")?.remove();
    await frame.load("/sheet.html");
  } else {
    screen.replaceChildren(nothing());
    frame.shown = null;
  }
}
