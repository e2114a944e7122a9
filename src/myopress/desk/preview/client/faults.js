// Diagnostics: as cards beside the text, as a list of all, as those of a view.

import { byId, make, opener } from "./build.js";

const NAMES = { error: "Error", warning: "Warning", note: "Note" };
const open = new Set(); // what is unfolded stays so when the book changes

const key = (fault) => `${fault.code} ${fault.path} ${fault.message}`;

// A fault folded to its message; a click shows the line, what to do, and the way to the editor.
export function card(fault) {
  const name = key(fault);
  const rest = make(
    "div",
    { class: "fault-rest", hidden: !open.has(name) },
    fault.excerpt ? make("code", { class: "excerpt", translate: "no" }, fault.excerpt) : null,
    ...fault.hints.map((hint) => make("p", { class: "hint" }, hint)),
    make("p", { class: "fault-foot" }, fault.path ? opener(fault.path, fault.line) : null, make("span", { class: "code-name" }, fault.code)),
  );
  const head = make(
    "button",
    { type: "button", class: "fault-head", "data-key": name, "aria-expanded": String(open.has(name)) },
    make("span", { class: "kind" }, NAMES[fault.severity]),
    make("span", { class: "hidden-words" }, ": "),
    make("span", { class: "said" }, fault.message),
  );
  head.addEventListener("click", () => {
    rest.hidden = !rest.hidden;
    head.setAttribute("aria-expanded", String(!rest.hidden));
    if (rest.hidden) open.delete(name);
    else open.add(name);
    head.dispatchEvent(new CustomEvent("desk:unfolded", { bubbles: true }));
  });
  return make("div", { class: `fault fault-${fault.severity}` }, head, rest);
}

// The list of all faults by file, and the button that tells how many there are.
export function listAll(faults) {
  const button = byId("faults_button");
  const count = { error: 0, warning: 0, note: 0 };
  for (const fault of faults) count[fault.severity]++;
  const told = Object.entries(count)
    .filter(([severity, number]) => number && severity !== "note")
    .map(([severity, number]) => make("span", { class: `count count-${severity}` }, `${number} `, make("span", { class: "wide-only" }, plural(severity, number)), make("span", { class: "hidden-words narrow-only" }, plural(severity, number))));
  const nothing = count.note ? [`${count.note} ${plural("note", count.note)}`] : ["No faults"];
  button.replaceChildren(...(told.length ? told : nothing));
  button.classList.toggle("well", !told.length);
  const files = new Map();
  for (const fault of faults) {
    const name = fault.path || "The whole book";
    files.set(name, [...(files.get(name) ?? []), fault]);
  }
  byId("faults").replaceChildren(
    make("h2", {}, faults.length ? "Faults" : "No faults"),
    ...(faults.length ? [] : [make("p", { class: "quiet" }, "The press has nothing to object to.")]),
    ...[...files].map(([name, found]) => make("section", { "aria-label": name }, make("h3", {}, name), ...found.map(card))),
  );
}

const plural = (severity, number) => (number === 1 ? severity : `${severity}s`);

// The banner over a book that cannot be shown as it is now.
export function showBanner(state) {
  const stopping = state.faults.filter((fault) => fault.stage === "stopped");
  const banner = byId("banner");
  banner.hidden = !state.stopped;
  const held = state.chapters ? "What you see is the last state that could be read." : "There is nothing to show yet.";
  const fresh = state.stopped
    ? [make("p", { class: "banner-title" }, "The book cannot be read as it is. ", held), ...stopping.map((fault) => {
        const shown = card(fault);
        shown.querySelector(".fault-rest").hidden = false;
        shown.querySelector(".fault-head").setAttribute("aria-expanded", "true");
        if (fault.path) shown.querySelector(".said").append(` (${fault.path}${fault.line ? `, line ${fault.line}` : ""})`);
        return shown;
      })]
    : [];
  banner.replaceChildren(...fresh);
}

// The cards of some faults in an element of their own; nothing without any.
export function cards(faults, label) {
  return faults.length ? [make("div", { class: "cards", role: "group", "aria-label": label }, ...faults.map(card))] : [];
}

// Do something that makes cards anew, and leave the focus on the one that it is on.
export async function keepingFocus(change) {
  const head = document.activeElement;
  const name = head?.dataset.key;
  const holder = head?.closest("[id^=desk_]:not(.chapter)")?.id;
  await change();
  if (!name || head.isConnected || document.activeElement !== document.body) return;
  const heads = document.getElementById(holder)?.querySelectorAll(".fault-head") ?? [];
  [...heads].find((one) => one.dataset.key === name)?.focus({ preventScroll: true });
}
