// @ts-check
// A drawing of more marks than anybody tells apart: bars of how many there are, and the marks when few are left.

/** Bars of a lane that shows how many there are, if there is one everywhere. */
const CROWDS = 200;
/** Marks up to which each is drawn. */
const FEW_MARKS = 400;
/** From one row of marks to the next, what a lane keeps free around them, and the width for which they are kept apart, in pixels. */
const [ROW, AROUND, NOMINAL] = [9, 8, 960];
/** Half the width of a mark, in pixels. @type {Record<string, number>} */
const RADIUS = { landmark: 6, notable: 3.8, minor: 2.4 };

/** @typedef {{entry: Entry, x: number, bar: number, lanes: number[]}} Spot */

/** An element of a drawing. @param {string} tag @param {Record<string, string | number>} attributes @param {Element[]} children */
function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * What draws the events that are shown, and says whether there are crowds at all.
 * @param {SVGSVGElement} plot @param {Entry[]} entries @param {(year: number) => number} at
 */
function makeCrowds(plot, entries, at) {
  const lanes = [.../** @type {NodeListOf<SVGGElement>} */ (plot.querySelectorAll(".lane"))];
  const crowds = [.../** @type {NodeListOf<SVGGElement>} */ (plot.querySelectorAll(".crowd"))];
  const numbers = new Map(DATA.lanes.map(([, , code], number) => [code, number]));
  const spots = crowds.length ? entries.map(spot) : [];
  /** @type {Element[]} */
  const made = [];

  /** Where an event stands: the middle of its days, in the lanes of its programmes. @param {Entry} entry @returns {Spot} */
  function spot(entry) {
    const { programmes, from, to } = entry;
    const [start, end] = [from || to, to || from].map((day) => Date.parse(day) / 31556952000 + 1970);
    const x = Math.min(Math.max(at((start + end) / 2), 0), 1);
    return { entry, x, bar: Math.floor(x * CROWDS), lanes: (programmes.length ? programmes : [""]).map((code) => numbers.get(code) ?? 0) };
  }

  /** The bars of a lane, as high as there are events. @param {Uint32Array} counts @param {number} high */
  function bars(counts, high) {
    const most = Math.max(...counts);
    let path = "";
    counts.forEach((count, bar) => {
      const size = high * (0.2 + (0.8 * count) / most);
      if (count) path += `M${bar} ${(Math.max(high - size, 0) / 2).toFixed(1)}h.8v${size.toFixed(1)}h-.8z`;
    });
    return path;
  }

  /** Marks in a lane, each in the row next to the middle that has room for it. @param {number} number @param {Spot[]} spots */
  function scatter(number, spots) {
    const [top, high] = DATA.lanes[number];
    const rows = Array.from({ length: Math.max(Math.floor((high - AROUND) / ROW), 1) }, () => -Infinity);
    for (const { entry, x, lanes: mine } of spots) {
      const radius = RADIUS[entry.significance];
      const free = rows.findIndex((end) => end <= x * NOMINAL - radius);
      const row = free < 0 ? rows.indexOf(Math.min(...rows)) : free;
      rows[row] = x * NOMINAL + radius;
      const y = top + high / 2 + (row % 2 ? -1 : 1) * Math.ceil(row / 2) * ROW;
      const link = shape(entry, `${(x * 100).toFixed(2)}%`, y, radius, number !== mine[0]);
      lanes[number].append(link);
      entry.marks.push(/** @type {SVGAElement} */ (link));
      made.push(link);
    }
  }

  /** @param {Entry} entry @param {string} x @param {number} y @param {number} radius @param {boolean} echo */
  function shape(entry, x, y, radius, echo) {
    const style = `mark${entry.details.classList.contains("rough") ? " rough" : ""}${echo ? " echo" : ""}`;
    const diamond = `M0-${radius}L${radius} 0L0 ${radius}L-${radius} 0Z`;
    const figure = entry.significance === "landmark"
      ? draw("svg", { x, y, overflow: "visible" }, draw("path", { d: diamond, class: style }))
      : draw("circle", { cx: x, cy: y, r: radius, class: style });
    /** @type {Record<string, string>} */
    const role = echo ? { "aria-hidden": "true", tabindex: "-1" } : { "aria-label": `${entry.words}: ${entry.title}` };
    return draw("a", { href: `#${entry.id}`, ...role }, figure);
  }

  /** Draws what is shown, and gives the lanes that have some of it. */
  function show() {
    const shown = spots.filter(({ entry }) => entry.shown);
    const counts = crowds.map(() => new Uint32Array(CROWDS + 1));
    const total = shown.reduce((sum, { lanes }) => sum + lanes.length, 0);
    for (const link of made.splice(0)) link.remove();
    for (const { entry } of spots) if (entry.marks.length) entry.marks = [];
    for (const { bar, lanes } of shown) for (const lane of lanes) counts[lane][bar]++;
    crowds.forEach((crowd, number) => {
      crowd.querySelector("path")?.setAttribute("d", total > FEW_MARKS ? bars(counts[number], DATA.lanes[number][1]) : "");
      if (total <= FEW_MARKS) scatter(number, shown.filter(({ lanes }) => lanes.includes(number)));
    });
    return counts.flatMap((count, number) => (count.some(Boolean) ? [number] : []));
  }
  return crowds.length ? show : null;
}
