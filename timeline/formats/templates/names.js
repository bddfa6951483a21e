// @ts-check
// Titles in the drawing: beside the marks of few events, wherever there is room for them.

/** Marks in view up to which room for titles is looked for. */
const MAX_NAMED = 60;
/** Least room for a title, from a mark to it and from it to what follows, and half the height of its line, in pixels. */
const [LEAST, BESIDE, HALF] = [76, 5, 5];

/** @typedef {{left: number, right: number, top: number, bottom: number, width: number}} Box */

/** Writes titles beside the marks in view, the weightiest first, in the place of those for all years. @param {{entry: Entry, link: SVGAElement, y: number}[]} marks @param {Box} board */
function nameMarks(marks, board) {
  for (const text of document.querySelectorAll("#_plot .given")) text.remove();
  const seen = marks.filter(({ entry }) => entry.shown).map((mark) => ({ ...mark, box: boxOf(mark.link.querySelector(".mark")) }))
    .filter(({ box }) => box.width && box.left < board.right && box.right > board.left);
  const few = seen.length <= MAX_NAMED;
  byId("_plot")?.classList.toggle("few", few);
  if (!few) return keepInView(marks, board);
  const tails = [...document.querySelectorAll("#_plot .tail > *")].map(boxOf).filter(({ width }) => width);
  const taken = [...seen.map(({ box }) => box), ...tails];
  seen.sort((one, other) => WEIGHTS.indexOf(one.entry.significance) - WEIGHTS.indexOf(other.entry.significance));
  for (const { entry, link, y, box } of seen) {
    if (link.hasAttribute("aria-hidden")) continue;
    const middle = (box.left + box.right) / 2;
    const own = tails.filter((tail) => level(tail, box) && tail.left <= middle && tail.right >= middle);
    const from = Math.max(box.right, ...own.map((tail) => tail.right)) + BESIDE;
    const to = Math.min(board.right, ...taken.filter((other) => level(other, box) && other.right > from).map((other) => other.left)) - BESIDE;
    const until = Math.min(box.left, ...own.map((tail) => tail.left)) - BESIDE;
    const since = Math.max(board.left, ...taken.filter((other) => level(other, box) && other.left < until).map((other) => other.right)) + BESIDE;
    const before = to - from < LEAST && until - since > to - from;
    const room = before ? until - since : to - from;
    if (room < LEAST) continue;
    const shape = link.firstElementChild;
    const x = shape?.getAttribute("cx") ?? shape?.getAttribute("x") ?? "0";
    const text = draw("text", { x, dx: (before ? until : from) - middle, y: y + 3.65, class: before ? "label given before" : "label given" });
    link.append(text);
    fit(/** @type {SVGTextElement} */ (text), entry.title, room);
    taken.push(boxOf(text));
  }
}

/** Shortens the titles for all years that a side of the view would cut, or hides those that have no room left. @param {{entry: Entry, link: SVGAElement}[]} marks @param {Box} board */
function keepInView(marks, board) {
  const titles = marks.map(({ entry, link }) => ({ entry, text: /** @type {SVGTextElement | null} */ (link.querySelector(".label")) }));
  for (const { entry, text } of titles) {
    if (text && text.textContent !== entry.title) text.textContent = entry.title;
    text?.removeAttribute("visibility");
  }
  for (const { entry, text, box } of titles.map((title) => ({ ...title, box: boxOf(title.text) }))) {
    if (!text || !box.width || (box.left >= board.left && box.right <= board.right)) continue;
    const before = text.classList.contains("before");
    const begins = before ? box.right <= board.right : box.left >= board.left;
    const room = (before ? box.right - board.left : board.right - box.left) - BESIDE;
    if (begins && room >= LEAST) fit(text, entry.title, room);
    else text.setAttribute("visibility", "hidden");
  }
}

/** Whether two boxes stand beside each other. @param {Box} one @param {Box} other */
function level(one, other) {
  const middle = (other.top + other.bottom) / 2;
  return one.top < middle + HALF && one.bottom > middle - HALF;
}

/** As much of a title as there is room for. @param {SVGTextElement} text @param {string} title @param {number} room */
function fit(text, title, room) {
  text.textContent = title;
  let length = title.length;
  for (let width = text.getComputedTextLength(); width > room; width = text.getComputedTextLength()) {
    length = Math.min(Math.floor((length * room) / width), length - 1);
    text.textContent = `${title.slice(0, length).trimEnd()}…`;
  }
}

/** @param {Element | null} element @returns {Box} */
const boxOf = (element) => element?.getBoundingClientRect() ?? new DOMRect();
