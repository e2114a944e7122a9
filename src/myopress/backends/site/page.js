// What a script adds to a chapter; without it the page is whole.

"use strict";

// The contents at the side are scrolled to this chapter.
{
  const beside = document.querySelector(".site-beside");
  const here = beside?.querySelector("[aria-current]");
  if (here) {
    const above = here.getBoundingClientRect().top - beside.getBoundingClientRect().top;
    if (above > beside.clientHeight * 0.8) beside.scrollTop = above - beside.clientHeight / 3;
  }
}

// Notes beside the lines that call them, where the page has room for that. Elsewhere, and without
// scripts, they stand at the chapter's end.
{
  const main = document.querySelector("main");
  const notes = [...main.querySelectorAll("aside.note")];
  const GAP = 32; // px between the text and its notes
  const LEAST = 176; // px that a note needs
  const MOST = 288;
  const APART = 12; // px between two notes

  // The first call of a note, which the link at its number leads back to.
  const callOf = (note) => document.getElementById(
    note.querySelector("[href]")?.getAttribute("href").slice(1) ?? "",
  );

  const place = () => {
    const style = getComputedStyle(main);
    const box = main.getBoundingClientRect();
    const rtl = style.direction === "rtl";
    const textEnd = rtl
      ? box.left + parseFloat(style.paddingLeft)
      : box.right - parseFloat(style.paddingRight);
    const room = (rtl ? textEnd : document.documentElement.clientWidth - textEnd) - 2 * GAP;
    const beside = room >= LEAST;
    document.body.classList.toggle("site-notes-beside", beside);
    main.style.minHeight = "";
    let free = 0;
    for (const note of notes) {
      note.style.top = note.style.width = note.style.insetInlineStart = "";
      const call = callOf(note);
      if (!beside || !call) continue;
      note.style.width = `${Math.min(room, MOST)}px`;
      note.style.insetInlineStart = `${(rtl ? box.right - textEnd : textEnd - box.left) + GAP}px`;
      const top = Math.max(free, call.getBoundingClientRect().top - main.getBoundingClientRect().top - 4);
      note.style.top = `${top}px`;
      free = top + note.offsetHeight + APART;
    }
    if (beside && free > main.offsetHeight) main.style.minHeight = `${free}px`;
  };

  if (notes.length) {
    place();
    document.fonts.ready.then(place);
    addEventListener("load", place);
    let width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth !== width) place();
      width = innerWidth;
    });
    main.addEventListener("toggle", place, true); // what can be opened moves what is below it
  }
}
