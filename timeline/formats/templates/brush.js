// @ts-check
// Pointers on the drawing: pointing at marks, opening them, dragging out a period, wheel and pinch.

/** Height of the columns, on which a drag asks for a period, in pixels from the top. */
const COLUMNS = 104;
/** How far a pointer moves before it drags, in pixels. */
const DRAG = 6;

/**
 * @param {SVGSVGElement} plot
 * @param {{
 *   at: (year: number) => number, yearAt: (x: number) => number, ask: (start: number, end: number) => void, zoomed: () => number,
 *   nearest: (x: number, y: number, target: EventTarget | null) => {entry: Entry, link: SVGAElement} | null, open: (entry: Entry, focus: boolean) => void,
 *   point: (mark: {entry: Entry, link: SVGAElement} | null) => void, closer: (factor: number, centre?: number) => void, move: (share: number) => void,
 * }} drawing
 */
function brushed(plot, drawing) {
  const board = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (plot.parentElement));
  const shade = draw("rect", { class: "shade", height: "100%", visibility: "hidden" });
  board.append(shade);
  /** @type {{x: number, y: number, columns: boolean} | null} */
  let start = null;
  let dragged = false;
  /** Fingers on the drawing. @type {Map<number, number>} */
  const fingers = new Map();
  let spread = 0;

  /** @param {PointerEvent | MouseEvent} event */
  const overColumns = (event) => event.clientY - board.getBoundingClientRect().top < COLUMNS;

  board.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event.clientX);
    start = event.isPrimary && event.button === 0 ? { x: event.clientX, y: event.clientY, columns: overColumns(event) } : null;
    dragged = false;
    if (start?.columns && event.pointerType === "mouse") event.preventDefault();
  });
  board.addEventListener("pointermove", (event) => {
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 2) return pinch();
    if (start?.columns && event.pointerType === "mouse" && Math.abs(event.clientX - start.x) > DRAG) {
      if (!dragged) board.setPointerCapture(event.pointerId);
      dragged = true;
      const box = board.getBoundingClientRect();
      const [low, high] = [Math.min(start.x, event.clientX), Math.max(start.x, event.clientX)].map((x) => Math.min(Math.max(x - box.left, 0), box.width));
      shade.setAttribute("x", String(low));
      shade.setAttribute("width", String(high - low));
      shade.setAttribute("visibility", "visible");
      return drawing.point(null);
    }
    if (event.pointerType === "mouse") drawing.point(overColumns(event) ? null : drawing.nearest(event.clientX, event.clientY, event.target));
  });

  /** Two fingers that part bring the years between them nearer. */
  function pinch() {
    const [one, other] = [...fingers.values()];
    const now = Math.abs(one - other);
    start = null;
    if (!spread) spread = now;
    else if (now / spread > 1.25 || spread / Math.max(now, 1) > 1.25) {
      drawing.closer(spread / Math.max(now, 1), drawing.yearAt((one + other) / 2));
      spread = now;
    }
  }

  /** @param {PointerEvent} event */
  function end(event) {
    fingers.delete(event.pointerId);
    if (fingers.size < 2) spread = 0;
    shade.setAttribute("visibility", "hidden");
    if (event.type === "pointerup" && dragged && start) drawing.ask(drawing.yearAt(start.x), drawing.yearAt(event.clientX));
    start = null;
  }
  board.addEventListener("pointerup", end);
  board.addEventListener("pointercancel", end);
  board.addEventListener("pointerleave", () => drawing.point(null));
  board.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (dragged) return;
    const mark = overColumns(event) ? null : drawing.nearest(event.clientX, event.clientY, event.target);
    if (mark) {
      drawing.point(null);
      drawing.open(mark.entry, event.detail === 0);
    } else if (!link && overColumns(event)) {
      const year = drawing.yearAt(event.clientX);
      const grain = drawing.zoomed() <= 1 ? 12 : 1;
      drawing.ask(Math.floor(year * grain) / grain, (Math.floor(year * grain) + 1) / grain);
    }
  });
  board.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      drawing.closer(Math.exp(Math.max(Math.min(event.deltaY, 60), -60) / 90), drawing.yearAt(event.clientX));
    } else if (event.shiftKey) {
      event.preventDefault();
      drawing.move(Math.sign(event.deltaY || event.deltaX) * 0.25);
    }
  }, { passive: false });
}
