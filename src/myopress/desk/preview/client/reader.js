// The e-reader: the EPUB's own files, a screen at a time.

import { byId, make } from "./build.js";
import { cards } from "./faults.js";
import { Frame } from "./frame.js";
import { firstSeen, rangeAt } from "./place.js";

const SIZES = [0.85, 1, 1.15, 1.3, 1.5, 1.75];
let size = SIZES.indexOf(Number(localStorage.getItem("desk-size"))) + 1 || 2;
let spine = [];
let changes = -1; // of the spine
let file = 0; // in the spine
let screen = 0; // in the file
let hear = () => {}; // keys pressed within the frame
let faultsIn = () => [];

const view = byId("reader");
const device = make("div", { class: "device" });
const where = make("p", { class: "folio", "aria-live": "polite" });
const beside = make("div", { class: "beside" });
const button = (label, sign, act) => make("button", { type: "button", class: "plain", onclick: act, title: label }, make("span", { "aria-hidden": "true" }, sign), make("span", { class: "hidden-words" }, label));
view.append(
  make("div", { class: "stage" }, device,
    make("div", { class: "foot" }, button("Smaller type", "A−", () => resize(-1)), button("The screen before", "←", () => turn(-1)), where, button("The next screen", "→", () => turn(1)), button("Larger type", "A+", () => resize(1)))),
  beside,
);

const frame = new Frame(device, "A page of the e-reader", async (page, _, element) => {
  const style = page.createElement("link");
  style.rel = "stylesheet";
  style.href = "/client/reader-page.css";
  const styled = new Promise((done) => style.addEventListener("load", done, { once: true }));
  page.head.prepend(style);
  await Promise.race([styled, new Promise((done) => setTimeout(done, 1500))]);
  await page.fonts.ready;
  page.documentElement.style.setProperty("--size", SIZES[size - 1]);
  page.addEventListener("keydown", (event) => hear(event));
  page.addEventListener("click", follow);
  page.addEventListener("focusin", (event) => settle(screenOf(event.target.getBoundingClientRect())));
  element.contentWindow.addEventListener("resize", () => settle(screen));
  await landing(page);
});

let landing = () => {};

export function begin(keys, faults) {
  [hear, faultsIn] = [keys, faults];
}

const scroller = (page = frame.page) => page.scrollingElement;
const width = (page = frame.page) => page.documentElement.clientWidth || 1;
const sign = (page) => (page.documentElement.dir === "rtl" ? -1 : 1);
const screens = (page = frame.page) => Math.max(1, Math.round(scroller(page).scrollWidth / width(page)));
const screenOf = (box) => Math.floor((Math.abs(scroller().scrollLeft) + (sign(frame.page) < 0 ? width() - box.right : box.left) + 1) / width());

function settle(wanted, page = frame.page) {
  if (!page) return;
  screen = Math.max(0, Math.min(wanted, screens(page) - 1));
  scroller(page).scrollLeft = sign(page) * screen * width(page);
  scroller(page).scrollTop = 0;
  where.textContent = `${screen + 1} of ${screens(page)}`;
}

async function open(wanted, land) {
  file = Math.max(0, Math.min(wanted, spine.length - 1));
  landing = (page) => land(page);
  await frame.load(`/reader/${changes}/${spine[file][0]}`);
  beside.replaceChildren(...cards(faultsIn(spine[file][1]), "Faults of this chapter"));
}

async function refresh() {
  const answer = await fetch("/reader/spine.json");
  if (!answer.ok) return false;
  ({ spine, changes } = await answer.json());
  return spine.length > 0;
}

// Show the book as it is now: at a place, or where it was open.
export async function showReader(state, place) {
  const isNew = changes !== state.changes;
  const path = spine[file]?.[0];
  if (isNew && !(await refresh())) {
    device.replaceChildren(make("p", { class: "empty" }, "There is no EPUB of this state of the book."));
    return;
  }
  if (place) {
    await goToPlace(place, isNew);
  } else if (isNew || !frame.page) {
    const same = spine.findIndex(([name]) => name === path);
    const kept = same < 0 ? 0 : screen;
    await open(Math.max(same, 0), (page) => settle(kept, page));
  } else {
    beside.replaceChildren(...cards(faultsIn(spine[file][1]), "Faults of this chapter"));
  }
}

async function goToPlace(place, isNew) {
  const wanted = spine.findIndex(([, id]) => id === place.chapter);
  const land = (page) => {
    const chapter = page.getElementById(place.chapter);
    settle(0, page);
    if (!chapter || !place.letters) return;
    const box = rangeAt(chapter, place.letters).getBoundingClientRect();
    settle(Math.floor((sign(page) < 0 ? width(page) - box.right : box.left) / width(page)), page);
  };
  if (wanted < 0) await open(0, (page) => settle(0, page));
  else if (wanted === file && frame.page && !isNew) {
    scroller().scrollLeft = 0;
    land(frame.page);
  } else await open(wanted, land);
}

export function readerPlace() {
  const id = spine[file]?.[1];
  const chapter = id && frame.page?.getElementById(id);
  if (!chapter) return null;
  const isSeen = (box) => box.width > 0 && box.right > 1 && box.left < width() && box.left >= -1;
  return { chapter: id, letters: screen ? firstSeen(chapter, isSeen) ?? 0 : 0 };
}

export async function turn(step) {
  if (!frame.page) return;
  const next = screen + step;
  if (next >= 0 && next < screens()) settle(next);
  else if (next < 0 && file > 0) await open(file - 1, (page) => settle(1e6, page));
  else if (next > 0 && file < spine.length - 1) await open(file + 1, (page) => settle(0, page));
}

export const turnTo = (last) => open(last ? spine.length - 1 : 0, (page) => settle(last ? 1e6 : 0, page));

function resize(step) {
  const place = readerPlace();
  size = Math.max(1, Math.min(size + step, SIZES.length));
  localStorage.setItem("desk-size", SIZES[size - 1]);
  frame.page.documentElement.style.setProperty("--size", SIZES[size - 1]);
  if (place) goToPlace(place, false);
  else settle(screen);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  event.preventDefault();
  const target = new URL(link.href);
  if (target.origin !== location.origin) {
    window.open(link.href, "_blank", "noopener");
    return;
  }
  const name = decodeURIComponent(target.pathname.replace(/^\/reader\/\d+\//, ""));
  const wanted = spine.findIndex(([path]) => path === name);
  const land = (page) => {
    settle(0, page);
    const there = target.hash && page.getElementById(decodeURIComponent(target.hash.slice(1)));
    if (there) settle(Math.floor(there.getBoundingClientRect().left / width(page)), page);
  };
  if (wanted < 0) return;
  if (wanted === file) {
    scroller().scrollLeft = 0;
    land(frame.page);
  } else open(wanted, land);
}
