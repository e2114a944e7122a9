// A place in the book that all views share: a chapter's id, and how many letters of the chapter
// stand before it. Letters are counted as the press counts them: pictures and formulas are one
// each, and notes, page numbers and what the desk itself has put there are none.

const UNCOUNTED = "footnote locator note-call notes page desk-fault".split(" ");
const LETTER = /[\p{L}\p{N}]/gu;

const letters = (text) => text.match(LETTER)?.length ?? 0;

// Each text and picture of an element, in their order.
function* pieces(element) {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      yield child;
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      if (UNCOUNTED.some((name) => child.classList.contains(name))) continue;
      if (["img", "math"].includes(child.localName)) yield child;
      else yield* pieces(child);
    }
  }
}

const size = (piece) => (piece.nodeType === Node.TEXT_NODE ? letters(piece.data) : 1);

// How many letters stand before an element or a text, at its letter `offset`, in a chapter.
export function lettersBefore(chapter, node, offset = 0) {
  let count = 0;
  for (const piece of pieces(chapter)) {
    if (piece === node) return count + letters(piece.data?.slice(0, offset) ?? "");
    if (node.contains(piece) || node.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING) return count;
    count += size(piece);
  }
  return count;
}

// A range at the letter with so many before it.
export function rangeAt(chapter, wanted) {
  let left = wanted;
  let last = chapter;
  const range = chapter.ownerDocument.createRange();
  for (const piece of pieces(chapter)) {
    const here = size(piece);
    if (left < here) {
      if (piece.nodeType !== Node.TEXT_NODE) {
        range.selectNode(piece);
        return range;
      }
      for (const found of piece.data.matchAll(LETTER)) {
        if (left-- === 0) {
          range.setStart(piece, found.index);
          range.setEnd(piece, found.index + found[0].length);
          return range;
        }
      }
    }
    left -= here;
    if (here) last = piece;
  }
  range.selectNode(last);
  return range;
}

// The first letter whose box satisfies `isSeen`, as letters before it; null if there is none.
export function firstSeen(chapter, isSeen) {
  const range = chapter.ownerDocument.createRange();
  for (const piece of pieces(chapter)) {
    if (!size(piece)) continue;
    if (piece.nodeType !== Node.TEXT_NODE) range.selectNode(piece);
    else range.selectNodeContents(piece);
    if (![...range.getClientRects()].some(isSeen)) continue;
    if (piece.nodeType !== Node.TEXT_NODE) return lettersBefore(chapter, piece);
    let [low, high] = [0, piece.data.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      range.setStart(piece, low);
      range.setEnd(piece, middle + 1);
      if ([...range.getClientRects()].some(isSeen)) high = middle;
      else low = middle + 1;
    }
    return lettersBefore(chapter, piece, low);
  }
  return null;
}
