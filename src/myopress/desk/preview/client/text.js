// The book as continuous text: chapters patched in place, faults beside what they are about.

import { byId, make } from "./build.js";
import { card } from "./faults.js";
import { morph } from "./morph.js";
import { firstSeen, lettersBefore, rangeAt } from "./place.js";

const book = byId("book");
const digests = new Map(); // of the chapters that are shown, by their ids
const lines = new WeakMap(); // the lines of elements: [path, line]
let byPath = new Map(); // for each file its lines with their elements
const NEAR_TOP = 24; // pixels below the bar at which a place is put
const HOLDERS = '.chapter, [class^="level-"], .notes';

export const chapterOf = (id) => book.querySelector(`:scope > [id="${CSS.escape(id)}"]`);
const chapters = () => [...book.children].filter((one) => digests.has(one.id));
const top = () => document.querySelector(".bar").getBoundingClientRect().bottom;

// Show the chapters of a state; gives the elements that are new or other than before.
export async function showText(state) {
  const wanted = state.chapters.filter(({ id, digest }) => digests.get(id) !== digest);
  const come = await Promise.all(wanted.map(async ({ id, digest }) => [id, digest, await chapter(digest)]));
  if (come.some(([, , data]) => !data)) return null; // a newer state is on its way
  const changed = [];
  keepingPlace(() => {
    for (const fault of book.querySelectorAll(".desk-fault")) fault.remove();
    opening(state);
    const isFirst = digests.size === 0;
    for (const [id, digest, data] of come) {
      put(id, data, isFirst ? [] : changed);
      digests.set(id, digest);
    }
    arrange(state.chapters.map(({ id }) => id));
    if (come.length) gatherLines();
    showFaults(state.faults);
  });
  return changed.filter((element) => element.isConnected);
}

async function chapter(digest) {
  const answer = await fetch(`/chapters/${digest}.json`);
  return answer.ok ? answer.json() : null;
}

function put(id, data, changed) {
  const template = document.createElement("template");
  template.innerHTML = data.html;
  const fresh = template.content.firstElementChild;
  for (const element of template.content.querySelectorAll("[data-style]")) {
    element.style.cssText = element.dataset.style;
  }
  let shown = chapterOf(id);
  if (shown && shown.localName === fresh.localName) {
    morph(shown, fresh, changed);
  } else {
    shown?.remove();
    shown = document.importNode(fresh, true);
    for (const element of shown.querySelectorAll("[data-style]")) element.style.cssText = element.dataset.style;
    book.append(shown);
    changed.push(shown);
  }
  [...shown.querySelectorAll("[data-p]")].forEach((element, place) => {
    const [, path, line] = data.lines[place].match(/^(.*):(\d+)$/) ?? [null, data.lines[place], "0"];
    lines.set(element, [path, Number(line)]);
  });
}

// Chapters in the order of the book; those that it has no more are gone.
function arrange(order) {
  for (const shown of chapters()) {
    if (!order.includes(shown.id)) {
      digests.delete(shown.id);
      shown.remove();
    }
  }
  let before = book.querySelector(".desk-opening");
  for (const id of order) {
    const shown = chapterOf(id);
    if (before.nextElementSibling !== shown) before.after(shown);
    before = shown;
  }
}

function opening(state) {
  book.dir = state.direction;
  const said = make(
    "header",
    { class: "desk-opening", lang: state.language, dir: state.direction },
    state.authors.length ? make("p", { class: "desk-authors" }, state.authors.join(", ")) : null,
    make("p", { class: "desk-book-title" }, state.title),
    state.subtitle ? make("p", { class: "desk-subtitle" }, state.subtitle) : null,
  );
  const old = book.querySelector(".desk-opening");
  if (!old) book.prepend(said);
  else if (!old.isEqualNode(said)) old.replaceWith(said);
}

// --- faults beside the text ---

// The element that a line of a file was made into: the last one that begins at it or before.
export function elementOf(path, line) {
  let [found, best] = [null, -1];
  for (const [begins, element] of byPath.get(path) ?? []) {
    if (begins <= line && begins >= best) [found, best] = [element, begins];
  }
  return found;
}

function gatherLines() {
  byPath = new Map();
  for (const element of book.querySelectorAll("[data-p]")) {
    const [path, line] = lines.get(element) ?? [];
    if (!byPath.has(path)) byPath.set(path, []);
    byPath.get(path).push([line, element]);
  }
}

function showFaults(faults) {
  for (const shown of book.querySelectorAll(".desk-fault")) shown.remove();
  const groups = new Map();
  for (const fault of faults) {
    if (!fault.line || fault.stage === "stopped") continue;
    const element = elementOf(fault.path, fault.line);
    if (element) groups.set(element, [...(groups.get(element) ?? []), fault]);
  }
  for (const [element, found] of groups) {
    const holder = element.closest("p, li, td, th, figure, table, pre, dl, h1, h2, h3, h4, h5, h6") ?? element;
    let block = holder;
    while (block.parentElement !== book && !block.parentElement.matches(HOLDERS)) block = block.parentElement;
    const group = make("div", { class: "desk-fault", lang: "en", dir: "ltr", role: "group", "aria-label": "Faults of the text beside" }, ...found.map(card));
    group.concerns = element;
    if (block.parentElement === book) block.prepend(group);
    else block.before(group);
  }
  align();
}

// Beside the text a card stands at the height of the line that it is about, in a list for instance.
function align() {
  const isBeside = getComputedStyle(book).getPropertyValue("--beside").trim() === "1";
  const groups = [...book.querySelectorAll(".desk-fault")];
  const below = groups.map((group) => {
    const block = group.nextElementSibling;
    return block && isBeside ? group.concerns.getBoundingClientRect().top - block.getBoundingClientRect().top : 0;
  });
  groups.forEach((group, place) => {
    group.style.marginTop = below[place] > 1 ? `${below[place]}px` : "";
  });
}

new ResizeObserver(align).observe(book);

// --- places ---

// Do something to the text, and leave what is read where it is on the screen.
function keepingPlace(change) {
  if (book.closest("[hidden]")) {
    change();
    return;
  }
  const mark = [...book.querySelectorAll("[data-p]")].find((element) => element.getBoundingClientRect().bottom > top() + 8);
  const before = mark?.getBoundingClientRect().top;
  change();
  if (mark?.isConnected && scrollY > 0) scrollBy({ top: mark.getBoundingClientRect().top - before, behavior: "instant" });
}

// The place that is read: what stands first below the bar.
export function textPlace() {
  const edge = top() + 4;
  const chapter = chapters().find((one) => one.getBoundingClientRect().bottom > edge);
  if (!chapter || scrollY < 8) return null;
  return { chapter: chapter.id, letters: firstSeen(chapter, (box) => box.bottom > edge && box.height > 0) ?? 0 };
}

export function goTo(place) {
  const chapter = place && chapterOf(place.chapter);
  if (!chapter) return;
  const at = place.letters ? rangeAt(chapter, place.letters).getBoundingClientRect().top : chapter.getBoundingClientRect().top;
  scrollBy({ top: at - top() - NEAR_TOP, behavior: "instant" });
}

export function placeOf(element) {
  const chapter = chapters().find((one) => one.contains(element));
  return chapter ? { chapter: chapter.id, letters: chapter === element ? 0 : lettersBefore(chapter, element) } : null;
}

export const sourceOf = (element) => lines.get(element.closest("[data-p]") ?? element);

// The line of the manuscript at a place.
export function sourceAt(place) {
  const chapter = chapterOf(place?.chapter ?? chapters()[0]?.id ?? "");
  if (!chapter) return null;
  const range = rangeAt(chapter, place?.letters ?? 0);
  const inside = range.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range.startContainer.parentElement;
  return lines.get(inside.closest("[data-p]") ?? chapter.querySelector("[data-p]")) ?? null;
}
