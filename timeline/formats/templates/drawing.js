// @ts-check
// The drawing: it zooms to the years asked for, tells of marks, and speaks of the events that are shown.

/** How near to a mark a pointer means it, in pixels. */
const NEAR = 24;
/** Width of all years from which on landmarks have room for their names, in rem. */
const NAMED = 54;
/** Years in view from which on months are told apart. */
const CLOSE = 3;
/** From a column to the number on top of it, in pixels. */
const OVER = 3;
/** Height that paper which lies across has for the drawing, in its pixels. */
const ACROSS = 960;

/** @typedef {{show: (from: string, to: string) => void, speak: () => void, hold: (entry: Entry | null) => void}} Drawing */

/** @param {Entry[]} entries @param {(entry: Entry, focus: boolean) => void} open @param {(from: string, to: string) => void} zoom @returns {Drawing} */
function makeDrawing(entries, open, zoom) {
  const scroll = byId("_scroll");
  const plot = /** @type {SVGSVGElement | null} */ (/** @type {unknown} */ (byId("_plot")));
  const tip = get("_tip");
  if (!scroll || !plot) return { show() {}, speak() {}, hold() {} };
  const [first, final, margin] = ["first", "last", "margin"].map((name) => Number(scroll.dataset[name]));
  const ticks = /** @type {SVGGElement[]} */ ([...plot.querySelectorAll("[data-year]")]);
  const lanes = [.../** @type {NodeListOf<SVGGElement>} */ (plot.querySelectorAll(".lane"))];
  const names = [.../** @type {NodeListOf<SVGGElement>} */ (document.querySelectorAll(".labels > g"))];
  const crowds = [.../** @type {NodeListOf<SVGGElement>} */ (plot.querySelectorAll(".crowd"))];
  const boards = [...document.querySelectorAll("svg.labels, svg.plot, #_plot")];
  const height = Number(plot.getAttribute("height"));
  const described = /** @type {Text | null} */ (byId("_described")?.firstChild ?? null);
  const whole = described?.data ?? "";
  const times = [.../** @type {NodeListOf<SVGGElement>} */ (plot.querySelectorAll(".tail"))].map((time) => ({
    time, link: time.parentElement?.querySelectorAll(":scope > a")[Number(time.dataset.mark)],
  }));
  const crowded = makeCrowds(plot, entries, at);
  let marks = placedMarks();
  let main = marks.filter(({ link }) => !link.hasAttribute("aria-hidden"));
  let [left, share] = [0, 1];
  /** The years in view, which a wheel changes by less than a year. */
  let view = [first, final + 1];
  /** How far the drawing was scrolled before it was printed. */
  let place = 0;
  /** The same, as far as it was not rounded. @type {number[] | null} */
  let wish = null;
  /** How wide the drawing is and one rem, in pixels: asked for anew, a browser would lay out the page at each key. */
  let [across, rem] = measured();

  function placedMarks() {
    const drawn = entries.filter(({ marks }) => marks.length);
    return drawn.flatMap((entry) => entry.marks.map((link) => placed(entry, link)));
  }

  /** @param {Entry} entry @param {SVGAElement} link */
  function placed(entry, link) {
    const shape = /** @type {Element} */ (link.firstElementChild);
    const [x, y] = ["x", "y"].map((side) => parseFloat(shape.getAttribute(`c${side}`) ?? shape.getAttribute(side) ?? "0"));
    return { entry, link, x: x / 100, y, lane: lanes.indexOf(/** @type {any} */ (link.parentElement)), shift: 0 };
  }

  /** @param {number} year */
  function at(year) {
    return margin + ((1 - 2 * margin) * (year - first)) / (final + 1 - first);
  }

  function board() {
    return /** @type {Element} */ (/** @type {Element} */ (plot).parentElement).getBoundingClientRect();
  }

  function measured() {
    return [board().width, parseFloat(getComputedStyle(document.documentElement).fontSize)];
  }

  /** The moment beneath a place on the screen, as a year and its fraction. @param {number} x */
  function yearAt(x) {
    const box = board();
    const fraction = left + (share * (x - box.left)) / box.width;
    return first + ((fraction - margin) / (1 - 2 * margin)) * (final + 1 - first);
  }

  /** The mark whose name is pointed at, or else the nearest that is shown. @param {number} x @param {number} y @param {EventTarget | null} target */
  function nearest(x, y, target) {
    const box = board();
    const label = target instanceof Element ? target.closest("a text") : null;
    let best = marks.find((mark) => label && mark.link.contains(label) && mark.entry.shown) ?? null;
    if (best) return best;
    let distance = NEAR;
    for (const mark of marks) {
      if (!mark.entry.shown) continue;
      const far = Math.hypot(box.left + ((mark.x - left) / share) * box.width - x, box.top + mark.y - mark.shift - y);
      if (far <= distance) [best, distance] = [mark, far];
    }
    return best;
  }

  /** @param {string} from @param {string} to */
  function show(from, to) {
    const start = Math.min(Math.max(from ? decimal(from, false) : first, first), final + 11 / 12);
    const end = Math.max(Math.min(to ? decimal(to, true) : final + 1, final + 1), start + 1 / 12);
    [view, wish] = [[start, end], null];
    const whole = start === first && end === final + 1;
    const room = (at(end) - at(start)) * margin * 2;
    scroll?.classList.toggle("near", !whole);
    left = whole ? 0 : at(start) - room;
    share = whole ? 1 : at(end) + room - left;
    plot?.setAttribute("width", `${100 / share}%`);
    plot?.setAttribute("x", `${(-100 * left) / share}%`);
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("#_zoom button"))) {
      button.disabled = whole && button.value !== "in";
    }
    label();
  }

  /** Shows as many years as there is room for, and months when near. */
  function label() {
    const wide = ((across || 1) * (at(1) - at(0))) / share;
    plot?.parentElement?.classList.toggle("named", across / share >= NAMED * rem && !root.classList.contains("printing"));
    const least = root.classList.contains("printing") ? 42 * ON_PAPER : 42;
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].find((years) => years * wide >= least) ?? 5000;
    for (const tick of ticks) tick.classList.toggle("fine", Number(tick.dataset.year) % step !== 0);
    plot?.querySelector(".months")?.remove();
    if (wide < 12 * 22) return;
    const group = draw("g", { class: "grid months" });
    const start = Math.floor(view[0] * 12 + 1e-6);
    const within = start % 12 > 0 && Math.floor(start / 12) === Math.ceil(view[1] - 1e-6) - 1 && wide >= 12 * 60;
    for (let month = start; month < view[1] * 12 - 1e-6; month++) {
      const [x, middle] = [month / 12, (month + 0.5) / 12].map((year) => `${(at(year) * 100).toFixed(3)}%`);
      const text = draw("text", { x: middle, y: 101 });
      text.textContent = month % 12 ? MONTHS[month % 12].slice(0, wide < 12 * 44 ? 1 : 3) : String(month / 12);
      if (within && month === start) text.textContent += ` ${Math.floor(month / 12)}`;
      group.append(draw("line", { x1: x, x2: x, y1: 102, y2: height - 18 }), text);
    }
    plot?.querySelector(".grid")?.after(group);
  }

  /** Marks, lanes and columns speak of the events that are shown: the others are faint, folded, or stand behind. */
  function speak() {
    const all = entries.every((entry) => entry.shown);
    const alive = new Set(crowded?.() ?? []);
    if (crowded) marks = placedMarks();
    if (crowded) main = marks.filter(({ link }) => !link.hasAttribute("aria-hidden"));
    for (const mark of marks) {
      mark.link.classList.toggle("off", !mark.entry.shown);
      if (mark.entry.shown) alive.add(mark.lane);
    }
    for (const { time, link } of times) time.classList.toggle("off", link?.classList.contains("off"));
    let shift = 0;
    lanes.forEach((lane, number) => {
      const [top, high] = DATA.lanes[number];
      const folded = !all && alive.size > 0 && !alive.has(number);
      const next = DATA.lanes[number + 1]?.[0] ?? top + high;
      for (const part of [lane, names[number], crowds[number]]) {
        part?.toggleAttribute("hidden", folded);
        part?.setAttribute("transform", `translate(0 ${-shift})`);
      }
      for (const mark of marks) if (mark.lane === number) mark.shift = shift;
      if (folded) shift += next - top;
    });
    for (const each of boards) each.setAttribute("height", String(height - shift));
    for (const tick of ticks) {
      tick.firstElementChild?.setAttribute("y2", String(height - shift - 18));
      tick.lastElementChild?.setAttribute("y", String(height - shift - 6));
    }
    describe(all, tally(all), lanes.flatMap((lane, number) => (lane.hasAttribute("hidden") ? [] : [DATA.lanes[number][2]])));
    const held = main.filter(({ entry }) => entry.shown);
    if (held.length && !held.some(({ link }) => link.getAttribute("tabindex") === "0")) hold(held[0].entry);
    letter();
  }

  /** Gives the marks in view their titles, or numbers. */
  function letter() {
    if (!marks.length) return showKey([]);
    const view = board();
    const { nameless, taken } = nameMarks(marks, view, root.classList.contains("printing") ? Infinity : scroll?.clientWidth ?? 0);
    numberMarks(nameless, taken, view);
  }

  /** Scrolls to the recent end, or as far back as the latest mark is. */
  function toLatest() {
    const wide = board().width;
    const room = scroll?.clientWidth ?? 0;
    const latest = marks.reduce((most, { x }) => Math.max(most, x), marks.length ? 0 : 1) * wide;
    if (scroll) scroll.scrollLeft = latest < wide - room * 0.7 ? latest - room / 2 : wide;
  }

  /** Draws for a page of paper, whose width the drawing has while it is measured, or for the screen again. @param {boolean} paper */
  function lay(paper) {
    if (paper) place = scroll?.scrollLeft ?? 0;
    root.classList.toggle("printing", paper);
    root.classList.toggle("measured", paper);
    // Too tall for paper that lies across, it has an upright sheet of its own there.
    root.classList.toggle("tall", paper && Number(boards[0].getAttribute("height")) > ACROSS);
    names.forEach((lane, number) => nameLane(lane.querySelector(".name"), DATA.programmes[DATA.lanes[number][2]]?.name ?? "", paper));
    [across, rem] = measured();
    label();
    letter();
    root.classList.remove("measured");
    if (!paper) scroll?.scrollTo({ left: place, behavior: "instant" });
  }

  /** Stands a column of the events shown, with their number on top, before that of all of a year; gives the highest as words and number. @param {boolean} all @returns {[string, number]} */
  function tally(all) {
    /** @type {[string, number]} */
    let most = ["", 0];
    const columns = plot?.querySelector(".columns");
    /** @type {Map<number, number>} */
    const years = new Map();
    for (const { shown, year } of entries) if (shown) years.set(year, (years.get(year) ?? 0) + 1);
    columns?.classList.toggle("ghost", !all);
    [...(columns?.children ?? [])].forEach((column, number) => {
      const [start, end, total] = DATA.years[number];
      let shown = 0;
      for (const [year, count] of years) if (year >= start && year <= end) shown += count;
      const rects = [...column.querySelectorAll("rect:not(.chosen)")];
      const tops = rects.map((rect) => Number(rect.getAttribute("y")));
      const sizes = rects.map((rect) => Number(rect.getAttribute("height")));
      const whole = sizes.reduce((sum, size) => sum + size, 0);
      const chosen = column.querySelector(".chosen") ?? /** @type {Element} */ (rects[0].cloneNode());
      const size = all ? 0 : (whole * shown) / total;
      const top = tops[0] + sizes[0] - size;
      chosen.setAttribute("class", "chosen");
      chosen.setAttribute("height", size.toFixed(1));
      chosen.setAttribute("y", top.toFixed(1));
      rects[rects.length - 1].after(chosen);
      const text = column.querySelector("text");
      if (text) text.textContent = all ? String(total) : shown ? String(shown) : "";
      text?.setAttribute("y", ((all ? Math.min(...tops) : top) - OVER).toFixed(1));
      const title = column.querySelector("title");
      const span = start === end ? `${start}` : `${start}–${end}`;
      if (shown > most[1]) most = [span, shown];
      if (title) title.textContent = `${span}: ${all ? "" : `${shown} of `}${counted(total, "event")}`;
    });
    return most;
  }

  /** Says what the drawing shows, of a selection in the words that are there for the whole. @param {boolean} all @param {[string, number]} most @param {string[]} codes */
  function describe(all, [most, number], codes) {
    const shown = entries.filter((entry) => entry.shown);
    const years = shown.map((entry) => entry.year);
    const period = [...new Set([Math.min(...years), Math.max(...years)])].join("–");
    const names = codes.filter(Boolean).map((code) => DATA.programmes[code].name).join(", ");
    const size = `${figure(shown.length)} of ${counted(entries.length, "event")}`;
    const head = `${size}, ${period}; most, ${figure(number)}, in ${most}. ${names && `Lanes from the top: ${names}. `}`;
    if (described) described.data = all ? whole : shown.length ? whole.replace(/^.*(?=Diamonds are)/s, () => head) : `${size}.`;
  }

  /** One mark at a time takes part in the order of the Tab key. @param {Entry | null} entry */
  function hold(entry) {
    for (const mark of main) mark.link.setAttribute("tabindex", mark.entry === entry ? "0" : "-1");
  }

  /** Tells what a mark stands for. @param {{entry: Entry, link: SVGAElement} | null | undefined} mark */
  function point(mark) {
    tip.hidden = !mark;
    for (const other of plot?.querySelectorAll(".near") ?? []) other.classList.remove("near");
    if (!mark) return;
    mark.link.classList.add("near");
    tip.textContent = `${mark.entry.words}: ${mark.entry.title}`;
    const box = (mark.link.querySelector(".mark") ?? mark.link).getBoundingClientRect();
    const side = Math.min(Math.max(box.x + box.width / 2 - tip.offsetWidth / 2, 8), innerWidth - tip.offsetWidth - 8);
    const above = box.y - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(side, 8)}px`;
    tip.style.top = `${above > 0 ? above : box.bottom + 8}px`;
  }

  /** A period as whole years, or when near as months, is asked for. @param {number} start @param {number} end */
  function ask(start, end) {
    const [low, high] = [Math.max(Math.min(start, end), first), Math.min(Math.max(start, end), final + 1)];
    const grain = high - low < CLOSE - 0.5 && view[1] - view[0] <= CLOSE ? 12 : 1;
    const from = Math.floor(low * grain + 1e-6);
    const to = Math.max(Math.ceil(high * grain - 1e-6), from + 1);
    if (from <= first * grain && to >= (final + 1) * grain) return zoom("", "");
    if (from % grain || to % grain) return zoom(named(from, grain), named(to - 1, grain));
    zoom(String(from / grain), String(to / grain - 1));
  }

  /** Zooms about a moment; what is less than a year or month adds up. @param {number} factor @param {number} [centre] */
  function closer(factor, centre) {
    const [low, high] = wish ?? view;
    const length = Math.min(Math.max((high - low) * factor, 1 / 12), final + 1 - first);
    const middle = centre ?? (low + high) / 2;
    seek(middle - ((middle - low) / (high - low)) * length, length);
  }

  /** @param {number} share of the years in view */
  function move(share) {
    const [low, high] = wish ?? view;
    seek(low + share * (high - low), high - low);
  }

  /** @param {number} start @param {number} length */
  function seek(start, length) {
    const low = Math.min(Math.max(start, first), final + 1 - length);
    if (length <= CLOSE) view = [low, low + length];
    ask(low, low + length);
    wish = [low, low + length];
  }

  brushed(plot, { at, yearAt, ask, zoomed: () => view[1] - view[0], nearest, open, point, closer, move });
  plot.addEventListener("keydown", (event) => {
    const shown = main.filter(({ entry }) => entry.shown);
    const now = shown.findIndex(({ link }) => link === document.activeElement);
    /** @type {Record<string, number>} */
    const goals = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: shown.length - 1 };
    const next = shown[goals[event.key]];
    if (event.key in goals) event.preventDefault();
    if (event.key === "Enter" && now >= 0) {
      event.preventDefault();
      open(shown[now].entry, true);
    }
    if (!next) return;
    hold(next.entry);
    next.link.focus();
  });
  scroll.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") closer(0.5);
    if (event.key === "-") closer(2);
    if (event.key === "0") zoom("", "");
  });
  get("_zoom").addEventListener("click", (event) => {
    const value = /** @type {Element} */ (event.target).closest("button")?.value;
    if (value === "in") closer(0.5);
    if (value === "out") closer(2);
    if (value === "earlier" || value === "later") move(value === "later" ? 0.5 : -0.5);
    if (value === "whole") zoom("", "");
  });
  plot.addEventListener("focusin", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    link?.scrollIntoView({ block: "nearest", inline: "nearest" });
    point(main.find((mark) => mark.link.contains(link)));
  });
  plot.addEventListener("focusout", () => point(null));
  addEventListener("scroll", () => point(null), { passive: true });
  addEventListener("keydown", (event) => event.key === "Escape" && point(null));
  new ResizeObserver(() => {
    if (root.classList.contains("printing")) return;
    const before = [across, rem];
    [across, rem] = measured();
    if (across === before[0] && rem === before[1]) return;
    label();
    letter();
  }).observe(/** @type {Element} */ (plot.parentElement));
  addEventListener("beforeprint", () => lay(true));
  addEventListener("afterprint", () => lay(false));
  const edges = () => {
    scroll.parentElement?.classList.toggle("more-left", scroll.scrollLeft > 4);
    scroll.parentElement?.classList.toggle("more-right", scroll.scrollLeft + scroll.clientWidth < scroll.scrollWidth - 4);
  };
  for (const kind of ["pointerover", "pointerleave", "focusin", "focusout"]) {
    get("_key").addEventListener(kind, ({ type, target }) => {
      const id = /over|in$/.test(type) ? /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("a"))?.dataset.event : "";
      for (const { entry, link } of main) link.classList.toggle("lit", entry.id === id);
    });
  }
  foldKey(/** @type {HTMLDetailsElement} */ (get("_key").firstElementChild));
  scroll.addEventListener("scroll", edges, { passive: true });
  addEventListener("resize", edges);
  toLatest();
  edges();
  for (const mark of main) mark.link.setAttribute("aria-label", `${mark.entry.words}: ${mark.entry.title}`);
  return { show, speak, hold };
}

/** A year or month as a year and its fraction, at its beginning or its end. @param {string} text @param {boolean} end */
function decimal(text, end) {
  const [year, month] = text.split("-").map(Number);
  return month ? year + (month - Number(!end)) / 12 : year + Number(end);
}

/** A year or month by its number since the year 0. @param {number} number @param {number} grain */
const named = (number, grain) =>
  grain === 1 ? String(number) : `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
