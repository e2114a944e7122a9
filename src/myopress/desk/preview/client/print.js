// The printed book: pages of its PDF, two at a time where there is room.

import { byId, make } from "./build.js";
import { cards } from "./faults.js";

const view = byId("print");
const spread = make("div", { class: "spread" });
const where = make("p", { class: "folio", "aria-live": "polite" });
const beside = make("div", { class: "beside" });
const button = (label, sign, act) => make("button", { type: "button", class: "plain", onclick: act, title: label }, make("span", { "aria-hidden": "true" }, sign), make("span", { class: "hidden-words" }, label));
view.append(
  make("div", { class: "stage" }, spread, make("div", { class: "foot" }, button("The pages before", "←", () => turn(-1)), where, button("The next pages", "→", () => turn(1)))),
  beside,
);

let pages = null; // the state's
let page = 0; // the first that is seen
let wanted = null; // a place to be shown as soon as there are pages
let at = null; // the place that was asked for, until pages are turned
let direction = "ltr";
let faultsOn = () => [];
let drawn = ""; // what is on the screen
let drawing = 0; // counts what is drawn, so that an older picture does not come last

export function begin(faults) {
  faultsOn = faults;
}

const isSingle = () => view.clientWidth < 640;

// The pages that are seen at once: a right-hand page has an even number when counted from 0.
function seen(at = page) {
  if (isSingle()) return [at];
  const left = at % 2 ? at : at - 1;
  const both = [left, left + 1].map((number) => (number >= 0 && number < pages.starts.length ? number : null));
  return direction === "rtl" ? both.reverse() : both;
}

// Show the pages of a state: those at a place, or those that were seen.
export async function showPrint(state, place) {
  wanted = place ?? wanted;
  pages = state.pages;
  direction = state.direction;
  if (!pages?.starts.length) {
    const words = state.settling ? "The pages are being set …" : "There are no pages of this state of the book.";
    spread.replaceChildren(make("p", { class: "empty" }, words));
    drawn = "";
    where.textContent = "";
    pages = null;
  } else {
    if (wanted) page = pageOf(wanted);
    at = wanted ?? at;
    wanted = null;
    page = Math.min(page, pages.starts.length - 1);
    await draw();
  }
  if (pages) beside.replaceChildren(...cards(faultsOn(seen().filter((one) => one !== null)), "Faults of these pages"));
  else beside.replaceChildren();
}

// The page that a place stands on.
export function pageOf(place) {
  let found = -1;
  pages?.starts.forEach(([, chapter, letters], number) => {
    if (chapter === place.chapter && (letters <= place.letters || found < 0)) found = number;
  });
  return found < 0 ? page : found;
}

export function printPlace() {
  if (at) return at;
  const first = pages && seen().find((number) => number !== null);
  const [, chapter, letters] = pages?.starts[first] ?? [];
  return chapter ? { chapter, letters } : null;
}

async function draw() {
  const turnNumber = ++drawing;
  const numbers = seen();
  const wide = Math.ceil(pageWidth() * devicePixelRatio);
  const key = JSON.stringify([pages.digest, numbers, wide]);
  if (key === drawn) return;
  const fresh = numbers.map((number, side) => picture(number, side, wide));
  await Promise.all(fresh.map(({ image }) => image?.decode().catch(() => null)));
  if (turnNumber !== drawing) return;
  drawn = key;
  spread.classList.toggle("single", numbers.length === 1);
  spread.replaceChildren(...fresh.map(({ element }) => element));
  const labels = numbers.filter((number) => number !== null).sort((a, b) => a - b).map((number) => pages.starts[number][0]);
  where.textContent = `${labels.length > 1 ? "Pages" : "Page"} ${labels.join("–")} of ${pages.starts.at(-1)[0]}`;
}

function picture(number, side, wide) {
  if (number === null) return { element: make("div", { class: "leaf none" }), image: null };
  const image = make("img", { alt: `Page ${pages.starts[number][0]} of the printed book`, src: `/pages/${pages.digest}/${number}.png?width=${wide}` });
  return { element: make("div", { class: `leaf side-${side}` }, image), image };
}

const AROUND = 150; // CSS pixels above and below a spread

// CSS pixels: as large as fits.
function pageWidth() {
  const [width, height] = pages.size;
  const across = (view.querySelector(".stage").clientWidth - 2) / (isSingle() ? 1 : 2);
  const down = isSingle() ? across : ((innerHeight - AROUND) * width) / height;
  const fits = Math.max(120, Math.floor(Math.min(across, down)));
  spread.style.setProperty("--page", `${fits}px`);
  spread.style.setProperty("--shape", `${width} / ${height}`);
  return fits;
}

export async function turn(step) {
  if (!pages) return;
  const next = isSingle() ? page + step : (page % 2 ? page : page - 1) + 2 * step;
  if (next >= pages.starts.length || next < (isSingle() ? 0 : -1)) return;
  page = Math.max(0, next);
  at = null;
  await redraw();
}

export async function turnTo(last) {
  page = last && pages ? pages.starts.length - 1 : 0;
  at = null;
  await redraw();
}

async function redraw() {
  if (!pages) return;
  await draw();
  beside.replaceChildren(...cards(faultsOn(seen().filter((one) => one !== null)), "Faults of these pages"));
}

let waiting = 0;
new ResizeObserver(() => {
  clearTimeout(waiting);
  waiting = setTimeout(() => pages && !view.hidden && draw(), 120);
}).observe(view);
