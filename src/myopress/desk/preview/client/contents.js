// The contents at the side: where the reader is, and the way to elsewhere.

import { byId, make } from "./build.js";
import { morph } from "./morph.js";
import * as text from "./text.js";

const side = byId("contents");
let whereIs = () => null; // the view, and the place that is read in it
let goTo = () => {};

export function begin(where, go) {
  [whereIs, goTo] = [where, go];
}

export function showContents(state) {
  const fresh = make("nav", {}, entries(state.outline));
  for (const { name, value } of side.attributes) fresh.setAttribute(name, value);
  for (const link of side.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
  for (const entry of side.querySelectorAll(".here")) entry.classList.remove("here");
  fresh.querySelector("ol").lang = state.language;
  fresh.querySelector("ol").dir = state.direction;
  morph(side, fresh, []);
  markPlace();
}

function entries(outline) {
  const line = (entry) =>
    make(
      "li",
      { class: entry.isChapter ? "chapter-entry" : "heading-entry" },
      make("a", { href: `#${encodeURIComponent(entry.id)}` }, entry.number ? make("span", { class: "number" }, entry.number) : null, make("span", {}, entry.title)),
      entry.children.length ? entries(entry.children) : null,
    );
  return make("ol", {}, ...outline.map(line));
}

// Mark where the reader is in the contents.
export function markPlace() {
  const links = [...side.querySelectorAll("a")];
  const { view, place } = whereIs();
  const current = view === "sheet" ? null : view === "text" ? linkAtTop(links) : linkOf(links, place());
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
    link.closest("li").classList.remove("here");
  }
  for (let entry = current?.closest("li"); entry; entry = entry.parentElement.closest("li")) entry.classList.add("here");
  if (current && side.checkVisibility()) {
    const [box, whole] = [current.getBoundingClientRect(), side.getBoundingClientRect()];
    if (box.top < whole.top + 20 || box.bottom > whole.bottom - 20) side.scrollBy({ top: box.top - whole.top - whole.height / 3 });
  }
}

const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

function linkAtTop(links) {
  let [low, high] = [0, links.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = target(links[middle])?.getBoundingClientRect();
    if (!box || box.top < 120) low = middle + 1;
    else high = middle;
  }
  return links[low - 1] ?? null;
}

function linkOf(links, place) {
  const chapter = place && text.chapterOf(place.chapter);
  let found = null;
  for (const link of chapter ? links : []) {
    const there = target(link);
    if (chapter.contains(there) && text.placeOf(there).letters <= place.letters + 1) found = link;
  }
  return found;
}

side.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  toggleContents(false);
  const there = target(link);
  if (!there) return;
  if (whereIs().view === "text") {
    there.scrollIntoView({ behavior: "instant" });
    const named = there.matches(".chapter") ? (there.querySelector("h1") ?? there) : there;
    named.tabIndex = -1;
    named.focus({ preventScroll: true });
    markPlace();
  } else goTo(text.placeOf(there));
});

export const isOpen = () => document.body.classList.contains("with-contents");

export function toggleContents(open = !isOpen()) {
  document.body.classList.toggle("with-contents", open);
  byId("contents_button").setAttribute("aria-expanded", String(open || isWide.matches));
  if (open) side.querySelector("[aria-current], a")?.focus();
}

const isWide = matchMedia("(min-width: 64rem)");
function fitContents() {
  byId("contents_button").setAttribute("aria-expanded", String(isWide.matches && !document.body.classList.contains("without-contents")));
  document.body.classList.remove("with-contents");
}
isWide.addEventListener("change", fitContents);

// Show the contents, or hide them: beside the text, or over it where there is no room.
export function contentsKey() {
  if (!isWide.matches) toggleContents();
  else if (document.body.classList.toggle("without-contents")) fitContents();
  else {
    fitContents();
    side.querySelector("[aria-current], a")?.focus();
  }
}

fitContents();
