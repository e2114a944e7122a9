// Search without a server: the text of the book is a script beside this one, loaded on first use.
// Without scripts the box stays hidden and everything else works.

"use strict";

{
  const form = document.getElementById("site_search");
  const field = document.getElementById("site_sought");
  const list = document.getElementById("site_found");
  const answer = form.querySelector(".site-answer");
  const count = form.querySelector(".site-count");
  const MOST = 30; // results that are shown
  const AROUND = 70; // letters of context on each side

  let text = null; // [address, title, words, folded words, where each folded letter comes from]
  let loading = null;

  // "Öl" -> "ol", with the place in the original of each letter: accents and case do not count.
  const fold = (words) => {
    let folded = "";
    const places = [];
    let place = 0;
    for (const letter of words) {
      const plain = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace("ß", "ss");
      folded += plain;
      for (let n = 0; n < plain.length; n += 1) places.push(place);
      place += letter.length;
    }
    places.push(place);
    return { folded, places };
  };

  const load = () => {
    loading ??= new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = "press/text.js";
      script.onload = () => {
        text = globalThis.bookText.map(([address, title, words]) => ({
          address, title, words, head: fold(title).folded, ...fold(words),
        }));
        resolve();
      };
      document.head.append(script);
    });
    return loading;
  };

  // Sections that have every word, those with one in the title first, else in the book's order.
  const find = (sought) => {
    const found = text.filter((one) =>
      sought.every((word) => one.folded.includes(word) || one.head.includes(word)));
    const rank = (one) => (sought.some((word) => one.head.includes(word)) ? 0 : 1);
    return found.map((one) => [rank(one), one]).sort((a, b) => a[0] - b[0]).map(([, one]) => one);
  };

  // Words around the first hit, every hit in them marked.
  const context = (one, sought) => {
    const shown = document.createElement("span");
    shown.className = "site-context";
    const hits = sought.map((word) => one.folded.indexOf(word)).filter((at) => at >= 0);
    const first = one.places[Math.min(...hits, one.folded.length)] ?? 0;
    let begin = Math.max(0, first - AROUND);
    if (begin) begin = one.words.indexOf(" ", begin) + 1 || begin;
    let end = Math.min(one.words.length, first + 2 * AROUND);
    if (end < one.words.length) end = Math.max(one.words.lastIndexOf(" ", end), first + 1);
    const piece = one.words.slice(begin, end);
    const { folded, places } = fold(piece);
    const marks = sought
      .flatMap((word) => {
        const spans = [];
        for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
          spans.push([places[at], places[at + word.length]]);
        }
        return spans;
      })
      .sort((a, b) => a[0] - b[0]);
    if (begin) shown.append("… ");
    let done = 0;
    for (const [from, to] of marks) {
      if (from < done) continue;
      const mark = document.createElement("mark");
      mark.textContent = piece.slice(from, to);
      shown.append(piece.slice(done, from), mark);
      done = to;
    }
    shown.append(piece.slice(done), end < one.words.length ? " …" : "");
    return shown;
  };

  const show = async () => {
    const asked = field.value;
    await load();
    if (field.value !== asked) return; // a later letter has asked again
    const sought = fold(asked).folded.split(/\s+/).filter(Boolean);
    answer.hidden = !sought.length;
    if (!sought.length) return;
    const found = find(sought);
    count.textContent = found.length
      ? form.dataset.found.replace("{}", String(found.length))
      : form.dataset.none;
    list.replaceChildren(...found.slice(0, MOST).map((one) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const title = document.createElement("span");
      title.className = "site-place";
      title.textContent = one.title;
      link.href = one.address;
      link.append(title, context(one, sought));
      item.append(link);
      return item;
    }));
  };

  const close = () => {
    answer.hidden = true;
  };

  // Up and down lead through the results, Escape back to the box.
  form.addEventListener("keydown", (event) => {
    const stops = [field, ...list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      field.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !answer.hidden && here >= 0) {
      const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
      next?.focus();
      event.preventDefault();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  field.addEventListener("input", show);
  field.addEventListener("focus", load);
  list.addEventListener("click", close);
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
  form.hidden = false;
}
