// The page as a whole: the state as it comes, views, contents, keys.

import { byId, make, openSource, setEditor } from "./build.js";
import * as contents from "./contents.js";
import { contentsKey, markPlace } from "./contents.js";
import { keepingFocus, listAll, showBanner } from "./faults.js";
import * as printView from "./print.js";
import * as reader from "./reader.js";
import * as sheet from "./sheet.js";
import * as text from "./text.js";

const VIEWS = ["text", "reader", "print", "sheet"];
history.scrollRestoration = "manual";
let state = null;
let view = chosenView();
let lastPlace = remembered("place");
let lastChanged = null;

function chosenView() {
  const asked = new URLSearchParams(location.search).get("view");
  return VIEWS.includes(asked) ? asked : "text";
}

function remembered(name) {
  try {
    return JSON.parse(sessionStorage.getItem(`desk-${name}`));
  } catch {
    return null;
  }
}

// --- the state as it comes: one after the other, the newest next ---

let next = null;
let isBusy = false;

async function take(come) {
  next = come;
  if (isBusy) return;
  isBusy = true;
  while (next) {
    const now = next;
    next = null;
    try {
      await keepingFocus(() => show(now));
    } catch (fault) {
      console.error(fault);
    }
  }
  isBusy = false;
}

let known = ""; // all of the last state but how far its pages are

async function show(come) {
  const isFirst = !state?.chapters;
  state = come;
  const now = JSON.stringify({ ...come, ready: null, settling: null });
  if (now === known) return showStatus();
  known = now;
  setEditor(state);
  showBanner(state);
  listAll(state.faults);
  showStatus();
  byId("waiting").hidden = Boolean(state.chapters) || state.stopped;
  if (!state.chapters) return;
  document.body.classList.toggle("at-fault", state.faults.some(({ severity }) => severity !== "note"));
  document.title = `${state.title} – preview`;
  byId("title").textContent = state.title;
  const changed = await text.showText(state);
  if (changed === null) {
    known = "";
    return;
  }
  contents.showContents(state);
  if (isFirst) await begin();
  else await showView(null);
  if (changed.length) tellChanged(changed);
  document.documentElement.dataset.changes = state.changes;
  if (state.pages) document.documentElement.dataset.printed = state.pages.number;
}

async function begin() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (view !== "text") {
    const place = lastPlace;
    document.body.dataset.view = view;
    await choose(view, place);
  } else {
    press();
    await document.fonts.ready; // other faces have other heights
    if (lastPlace) text.goTo(lastPlace);
    else named?.scrollIntoView();
  }
  markPlace();
}

function showStatus() {
  const [parts, total] = state.ready;
  const words = !state.settling ? "" : state.pages || !total ? "Setting pages" : `Setting pages: ${parts} of ${total}`;
  const status = byId("status");
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle("busy", Boolean(words));
}

// A mark on what is new, and the way there if it is not seen.
function tellChanged(changed) {
  for (const element of changed) {
    const shown = element.closest("[data-p]") ?? element;
    shown.classList.remove("desk-new");
    requestAnimationFrame(() => shown.classList.add("desk-new"));
    setTimeout(() => shown.classList.remove("desk-new"), 1600);
  }
  lastChanged = changed[0];
  const box = lastChanged.getBoundingClientRect();
  const button = byId("changed");
  const isSeen = view === "text" && box.bottom > 60 && box.top < innerHeight - 20;
  button.hidden = isSeen;
  if (!isSeen) {
    const title = lastChanged.closest(".chapter")?.querySelector("h1")?.textContent ?? "the book";
    const sign = view === "text" ? (box.top < 0 ? "↑ " : "↓ ") : "";
    button.replaceChildren(make("span", { "aria-hidden": "true" }, sign), `Changed: ${title}`);
  }
}

async function goToChanged() {
  byId("changed").hidden = true;
  if (!lastChanged?.isConnected) return;
  const place = text.placeOf(lastChanged);
  if (view === "sheet") await choose("text", place);
  else await showView(place);
  if (view === "text") lastChanged.scrollIntoView({ block: "center" });
}

// --- views ---

function press() {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll(".views [data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  for (const name of VIEWS) byId(name).hidden = name !== view;
}

const placeNow = () =>
  ({ text: text.textPlace, reader: reader.readerPlace, print: printView.printPlace, sheet: () => lastPlace })[view]();

async function choose(wanted, place = placeNow()) {
  lastPlace = place;
  view = wanted;
  press();
  const address = new URL(location.href);
  if (view === "text") address.searchParams.delete("view");
  else address.searchParams.set("view", view);
  address.hash = "";
  history.replaceState(null, "", address);
  if (view !== "text") scrollTo({ top: 0, behavior: "instant" });
  await showView(place);
  markPlace();
}

// Show the book in the view that is chosen, at a place or where it was; one call after the other.
let shown = Promise.resolve();
function showView(place) {
  shown = shown.then(() => showNow(place)).catch(console.error);
  return shown;
}

async function showNow(place) {
  if (!state?.chapters) return;
  if (view === "text" && place) text.goTo(place);
  if (view === "text" && !place) return;
  if (view === "reader") await reader.showReader(state, place);
  if (view === "print") await printView.showPrint(state, place);
  if (view === "sheet") await sheet.showSheet(state);
}

const inChapter = (id) =>
  state.faults.filter((fault) => {
    if (fault.stage === "print" || fault.stage === "stopped" || !fault.line) return false;
    const element = text.elementOf(fault.path, fault.line);
    return element && text.chapterOf(id)?.contains(element);
  });

const onPages = (numbers) =>
  state.faults.filter((fault) => {
    const element = fault.line && fault.stage !== "stopped" && text.elementOf(fault.path, fault.line);
    const place = element && text.placeOf(element);
    return place && numbers.includes(printView.pageOf(place));
  });

// --- faults ---

function toggleFaults(isOpen = byId("faults").hidden) {
  byId("faults").hidden = !isOpen;
  byId("faults_button").setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("with-faults", isOpen);
  if (isOpen) byId("faults").focus();
}

function stepFault(step) {
  const shown = view === "text" && byId("faults").hidden ? byId("text") : byId("faults").hidden ? byId(view) : byId("faults");
  const heads = [...shown.querySelectorAll(".fault-head")];
  if (!heads.length) return toggleFaults(true);
  const focused = heads.indexOf(document.activeElement);
  const edge = heads.findIndex((head) => head.getBoundingClientRect().top > 60);
  const from = focused >= 0 ? focused + step : step > 0 ? Math.max(edge, 0) : edge < 0 ? heads.length - 1 : edge - 1;
  const head = heads[(from + heads.length) % heads.length];
  head.focus({ preventScroll: true });
  head.scrollIntoView({ block: "center" });
}

// --- keys ---

const keysOn = byId("keys_on");
keysOn.checked = localStorage.getItem("desk-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("desk-keys", keysOn.checked ? "on" : "off"));

function inPages(act) {
  shown = shown.then(() => paged() && act(paged())).then(markPlace).catch(console.error);
}

const paged = () => ({ reader, print: printView })[view];
const LETTERS = {
  1: () => choose("text"), 2: () => choose("reader"), 3: () => choose("print"), 4: () => choose("sheet"),
  c: contentsKey, f: () => toggleFaults(), n: () => stepFault(1), p: () => stepFault(-1), g: goToChanged, e: edit,
  "?": () => byId("help").showModal(),
};
const TURNS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };

function hear(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open || event.target.matches?.("input, textarea")) return;
  if (event.key === "Escape") return close();
  const act = LETTERS[event.key];
  if (act && keysOn.checked) {
    event.preventDefault();
    act();
  } else if (paged() && TURNS[event.key]) {
    event.preventDefault();
    const step = event.key.startsWith("Arrow") && state?.direction === "rtl" ? -TURNS[event.key] : TURNS[event.key];
    inPages((pages) => pages.turn(step));
  } else if (paged() && ["Home", "End"].includes(event.key)) {
    event.preventDefault();
    inPages((pages) => pages.turnTo(event.key === "End"));
  }
}

function close() {
  if (!byId("faults").hidden) {
    toggleFaults(false);
    byId("faults_button").focus();
  } else if (contents.isOpen()) {
    contents.toggleContents(false);
    byId("contents_button").focus();
  }
}

function edit() {
  const head = document.activeElement?.closest?.(".desk-fault");
  const source = head ? text.sourceOf(head.concerns) : text.sourceAt(view === "sheet" ? lastPlace : placeNow());
  if (source) openSource(...source);
}

// --- listening ---

let events = null;
function listen() {
  events ??= new EventSource("/events");
  events.onmessage = ({ data }) => take(JSON.parse(data));
  events.onopen = () => document.body.classList.remove("alone");
  events.onerror = () => {
    document.body.classList.add("alone");
    byId("status").textContent = "The preview has ended";
  };
}

// A browser keeps few connections to a server: a page that nobody sees needs none.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    events?.close();
    events = null;
  } else listen();
});

addEventListener("pagehide", () => sessionStorage.setItem("desk-place", JSON.stringify(state?.chapters ? placeNow() : lastPlace)));
document.addEventListener("keydown", hear);
for (const button of document.querySelectorAll(".views [data-view]")) button.addEventListener("click", () => choose(button.dataset.view));
byId("contents_button").addEventListener("click", contentsKey);
byId("faults_button").addEventListener("click", () => toggleFaults());
byId("help_button").addEventListener("click", () => byId("help").showModal());
byId("changed").addEventListener("click", goToChanged);
for (const name of ["reader", "print"]) byId(name).addEventListener("click", (event) => event.target.closest(".foot button") && setTimeout(markPlace, 60));

let isMarking = false;
addEventListener("scroll", () => {
  if (isMarking || view !== "text") return;
  isMarking = true;
  requestAnimationFrame(() => {
    markPlace();
    isMarking = false;
  });
}, { passive: true });

contents.begin(() => ({ view, place: placeNow }), (place) => choose(view === "sheet" ? "text" : view, place));
reader.begin(hear, inChapter);
printView.begin(onPages);
sheet.begin(hear);
press();
listen();
