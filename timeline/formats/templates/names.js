// @ts-check
// Titles in the drawing: beside the marks of few events, wherever there is room for them, and always of landmarks.

/** Marks in view up to which room for titles is looked for, and landmarks up to which they have titles or numbers. */
const MAX_NAMED = 60;
/** Least room for a part of a title, and from a mark to it and from it to what follows, in pixels. */
const [LEAST, BESIDE] = [76, 5];
/** How many times as large as on the screen the type of the drawing is on paper, where all else is smaller. */
const ON_PAPER = 1.44;
/** Width of the names of the lanes there, in pixels of the drawing. */
const LANE_ON_PAPER = 290;
/** Pixels between a mark and its title from which on the title stands along the time between them, and part of what is seen of the drawing that a title may take, unless few are in view. */
const [AWAY, READ] = [60, 0.6];
/** How many times the room there must be on the left of a mark for a part of its title to stand there rather than on the right. */
const RATHER = 1.6;
/** From the line of a time up or down to that of a title along it. */
const ALONG = 8;
/** Half the height of a title's line, from its middle down to its baseline, and the height of a number, in pixels: on paper, or for so many pixels of a rem. */
const lines = () => {
  const rem = parseFloat(getComputedStyle(root).fontSize);
  return root.classList.contains("printing") ? { half: 6.1, base: 5.2, tall: 11 } : { half: rem * 0.3125, base: rem * 0.228, tall: rem / 2 };
};
/** The same as they are now, since a reader may want larger type. */
let line = { half: 5, base: 3.65, tall: 8 };

/** @typedef {{left: number, right: number, top: number, bottom: number, width: number}} Box */
/** @typedef {{entry: Entry, link: SVGAElement, y: number, lane: number, shift: number}} Mark */
/** @typedef {Mark & {box: Box, top: number, bottom: number}} Placed a mark, where it is seen, and from where to where its lane is */
/** @typedef {{dx: number, lift: number, room: number, before: boolean}} Room where a title has room, from its mark's centre */

/**
 * Writes titles beside the marks in view, the weightiest first, and along times that began before it; gives the landmarks
 * that have found no room, and what else is drawn.
 * @param {Mark[]} marks @param {Box} view @param {number} window width of the drawing that is seen at once @returns {{nameless: Placed[], taken: Box[]}}
 */
function nameMarks(marks, view, window) {
  line = lines();
  for (const text of document.querySelectorAll("#_plot :is(.given, .number)")) text.remove();
  const placed = marks.filter(({ entry }) => entry.shown).map((mark) => place(mark, view)).filter(({ box }) => box.width);
  const seen = placed.filter(({ box }) => box.left < view.right && box.right > view.left);
  const few = seen.length <= MAX_NAMED;
  byId("_plot")?.classList.toggle("few", few);
  const titled = few ? new Map() : keepInView(placed, view);
  const tails = [...document.querySelectorAll("#_plot .tail > *")].map(boxOf).filter(({ width, right }) => width && right > view.left);
  const taken = [...seen.map(({ box }) => box), ...tails, ...titled.values()];
  const landmarks = seen.filter(({ entry }) => entry.significance === "landmark");
  const begun = placed.filter((mark) => mark.box.right <= view.left && timeOf(mark, tails).length);
  const wanted = [...begun, ...(few ? seen : landmarks.length <= MAX_NAMED ? landmarks : [])]
    .filter(({ link }) => !link.hasAttribute("aria-hidden") && !titled.has(link))
    .sort((one, other) => WEIGHTS.indexOf(one.entry.significance) - WEIGHTS.indexOf(other.entry.significance));
  const texts = wanted.map((mark) => textAt(mark, mark.entry.title, "label given"));
  const widths = texts.map((text) => text.getComputedTextLength());
  /** @type {Placed[]} */
  const nameless = [];
  wanted.forEach((mark, number) => {
    const [text, width] = [texts[number], widths[number]];
    const time = timeOf(mark, tails);
    const part = Math.min(width, LEAST);
    const [gone, least] = [mark.box.right <= view.left, few ? part : width];
    const found = () => beside(mark, time, taken, view, least, width) ?? time.map((part) => along(mark, part, taken, view, least)).find(Boolean);
    const spot = gone ? along(mark, time[0], taken, view, part, time[0].right) : few || width <= READ * window ? found() : null;
    if (spot) taken.push(put(text, width, mark, spot));
    if (spot && gone) hang(text, spot.dx, view);
    if (spot) return;
    text.remove();
    if (mark.entry.significance === "landmark" && mark.box.right > view.left) nameless.push(mark);
  });
  return { nameless, taken };
}

/** @param {Mark} mark @param {Box} view @returns {Placed} */
function place(mark, view) {
  const [top, high] = DATA.lanes[mark.lane];
  const above = view.top + top - mark.shift;
  return { ...mark, box: boxOf(mark.link.querySelector(".mark")), top: above, bottom: above + high };
}

/** The lines of the time that an event takes. @param {Placed} mark @param {Box[]} tails */
function timeOf({ box }, tails) {
  const middle = (box.left + box.right) / 2;
  return tails.filter((tail) => level(tail, box) && tail.left <= middle && tail.right >= middle);
}

/** A text at a mark, not yet beside it. @param {Mark} mark @param {string} words @param {string} style */
function textAt({ link }, words, style) {
  const shape = link.firstElementChild;
  const text = /** @type {SVGTextElement} */ (draw("text", { x: shape?.getAttribute("cx") ?? shape?.getAttribute("x") ?? "0", class: style }));
  text.textContent = words;
  link.append(text);
  return text;
}

/** The room on the right of a mark and its time, or on their left: for all of the title if there is, or else for most. @param {Placed} mark @param {Box[]} time @param {Box[]} taken @param {Box} view @param {number} least @param {number} width @returns {Room | null} */
function beside({ box }, time, taken, view, least, width) {
  const middle = (box.left + box.right) / 2;
  const row = taken.filter((other) => level(other, box));
  const from = Math.max(box.right, ...time.map((tail) => tail.right)) + BESIDE;
  const to = Math.min(view.right, ...row.filter((other) => other.right > from).map((other) => other.left)) - BESIDE;
  const until = Math.min(box.left, ...time.map((tail) => tail.left)) - BESIDE;
  const since = Math.max(view.left, ...row.filter((other) => other.left < until).map((other) => other.right)) + BESIDE;
  const sides = [{ dx: from - middle, lift: 0, room: to - from, before: false }, { dx: until - middle, lift: 0, room: until - since, before: true }]
    .filter(({ dx, room }) => room >= least && Math.abs(dx) <= AWAY);
  if (sides.length === 2 && sides[0].room < width && sides[1].room > Math.min(width, RATHER * sides[0].room)) sides.shift();
  return sides[0] ?? null;
}

/** The room in its lane above or beneath the time that an event takes, from its mark or the view's left side on. @param {Placed} mark @param {Box} time @param {Box[]} taken @param {Box} view @param {number} least @param {number} end @returns {Room | null} */
function along({ box, top, bottom }, time, taken, view, least, end = view.right) {
  const left = Math.max(view.left, box.right) + BESIDE;
  const centre = (time.top + time.bottom) / 2;
  for (const lift of [-ALONG, ALONG]) {
    const row = { left, right: end, top: centre + lift, bottom: centre + lift, width: 0 };
    if (row.top - line.half < top - 1 || row.bottom + line.half > bottom + 1) continue;
    const right = Math.min(end, view.right, ...taken.filter((other) => level(other, row) && other.right > left).map((other) => other.left)) - BESIDE;
    if (right - left >= least) return { dx: left - (box.left + box.right) / 2, lift, room: right - left, before: false };
  }
  return null;
}

/** Puts a title where it has room, and gives what it then takes. @param {SVGTextElement} text @param {number} width @param {Placed} mark @param {Room} spot @returns {Box} */
function put(text, width, { entry, y, box }, { dx, lift, room, before }) {
  text.setAttribute("dx", dx.toFixed(1));
  text.setAttribute("y", String(y + line.base + lift));
  text.classList.toggle("before", before);
  const wide = width > room ? fit(text, entry.title, room) : width;
  const [start, middle] = [(box.left + box.right) / 2 + dx - (before ? wide : 0), (box.top + box.bottom) / 2 + lift];
  return { left: start, right: start + wide, top: middle - line.half, bottom: middle + line.half, width: wide };
}

/** Hangs a title on the side of the view rather than on its mark, which is far away where that is of another width. @param {SVGTextElement} text @param {number} dx @param {Box} view */
function hang(text, dx, view) {
  const whole = (view.width * parseFloat(byId("_plot")?.getAttribute("width") ?? "100")) / 100;
  text.setAttribute("x", `${(parseFloat(text.getAttribute("x") ?? "0") + (100 * dx) / whole).toFixed(4)}%`);
  text.setAttribute("dx", "0");
}

/** Shortens the titles for all years that a side of the view would cut, or hides those that have no room left; gives what is seen of them. @param {Mark[]} marks @param {Box} view */
function keepInView(marks, view) {
  const titles = marks.flatMap(({ entry, link }) => {
    const text = /** @type {SVGTextElement | null} */ (link.querySelector(".label"));
    return text ? [{ entry, link, text }] : [];
  });
  for (const { entry, text } of titles) {
    if (text.textContent !== entry.title) text.textContent = entry.title;
    text.removeAttribute("visibility");
  }
  /** @type {Map<SVGAElement, Box>} */
  const seen = new Map();
  for (const { entry, link, text, box } of titles.map((title) => ({ ...title, box: boxOf(title.text) }))) {
    if (!box.width) continue;
    const before = text.classList.contains("before");
    const room = (before ? box.right - view.left : view.right - box.left) - BESIDE;
    const begins = before ? box.right <= view.right : box.left >= view.left;
    if (box.left >= view.left && box.right <= view.right) seen.set(link, box);
    else if (begins && room >= LEAST) {
      fit(text, entry.title, room);
      seen.set(link, boxOf(text));
    } else text.setAttribute("visibility", "hidden");
  }
  return seen;
}

/** Whether two boxes stand beside each other. @param {Box} one @param {Box} other */
function level(one, other) {
  const middle = (other.top + other.bottom) / 2;
  return one.top < middle + line.half && one.bottom > middle - line.half;
}

/** As much of a title as there is room for; gives its width. @param {SVGTextElement} text @param {string} title @param {number} room */
function fit(text, title, room) {
  text.textContent = title;
  let length = title.length;
  let width = text.getComputedTextLength();
  while (width > room && length > 0) {
    length = Math.min(Math.floor((length * room) / width), length - 1);
    text.textContent = `${title.slice(0, length).trimEnd()}…`;
    width = text.getComputedTextLength();
  }
  return width;
}

/** As much of a lane's name as paper has room for in its larger type, or what the screen has of it. @param {SVGTextElement | null | undefined} text @param {string} name @param {boolean} paper */
function nameLane(text, name, paper) {
  if (!text) return;
  text.dataset.screen ??= textOf(text);
  if (paper) fit(text, name, LANE_ON_PAPER - text.x.baseVal[0].value);
  else text.textContent = text.dataset.screen;
}

/** @param {Element | null} element @returns {Box} */
const boxOf = (element) => element?.getBoundingClientRect() ?? new DOMRect();
