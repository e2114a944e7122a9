// Elements made by hand, and the author's editor.

// An element with attributes and children; words are text and never markup.
export function make(tag, attributes = {}, ...inner) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inner.filter((one) => one !== null && one !== ""));
  return element;
}

export const byId = (name) => document.getElementById(`desk_${name}`);

let folder = "";
let hasEditor = false;

export function setEditor(state) {
  folder = state.folder;
  hasEditor = state.editor;
}

const link = (path, line) =>
  `vscode://file${encodeURI(`${folder.startsWith("/") ? "" : "/"}${folder}/${path}`)}${line ? `:${line}` : ""}`;

// Open a line of a source in the editor that is set, else in one that listens to addresses.
export async function openSource(path, line) {
  const answer = await fetch("/open", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ path, line }),
  });
  if (answer.status === 409) location.href = link(path, line);
  else if (!answer.ok) byId("status").textContent = (await answer.text()).trim();
}

// What opens a line: a button where an editor is set, else a link.
export function opener(path, line) {
  const words = line ? `${path}:${line}` : path;
  const more = make("span", { class: "hidden-words" }, " in the editor");
  if (hasEditor) return make("button", { type: "button", class: "open", onclick: () => openSource(path, line) }, "Open ", words, more);
  return make("a", { class: "open", href: link(path, line) }, "Open ", words, more);
}
