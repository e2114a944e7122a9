// One tree made like another with as few changes as can be: what is alike stays, with its place on
// the screen, its pictures and what is selected in it.

// Make `old` like `fresh`, an element of the same name; `changed` gets each element that is new
// or has other words.
export function morph(old, fresh, changed) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  children(old, fresh, changed);
}

function children(old, fresh, changed) {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
  let end = 0;
  while (
    end < before.length - start && end < after.length - start &&
    before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])
  ) end++;
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  const next = before[before.length - end] ?? null;
  const paired = left.length === right.length ? left.length : Math.min(left.length, right.length, 1);
  for (let place = 0; place < paired; place++) pair(old, left[place], right[place], changed);
  for (const gone of left.slice(paired)) gone.remove();
  for (const come of right.slice(paired)) {
    old.insertBefore(come, next);
    changed.push(come.nodeType === Node.ELEMENT_NODE ? come : old);
  }
  if (left.length > right.length) changed.push(old);
}

function pair(parent, old, fresh, changed) {
  if (old.isEqualNode(fresh)) return;
  const isElement = old.nodeType === Node.ELEMENT_NODE;
  if (isElement && old.nodeName === fresh.nodeName && old.id === fresh.id) {
    morph(old, fresh, changed);
  } else if (old.nodeType === Node.TEXT_NODE && fresh.nodeType === Node.TEXT_NODE) {
    old.data = fresh.data;
    changed.push(parent);
  } else {
    parent.replaceChild(fresh, old);
    changed.push(fresh.nodeType === Node.ELEMENT_NODE ? fresh : parent);
  }
}
