// @ts-check
// The drawing as a picture that any program draws alike: every element says itself where it stands and what it looks like.

/** What an element looks like, as attributes. */
const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor"];
/** Where an element stands, by its name. @type {Record<string, string[]>} */
const SIDES = { rect: ["x", "y", "width", "height"], line: ["x1", "x2", "y1", "y2"], circle: ["cx", "cy", "r"], path: [], text: [] };

/** The drawing as it is seen, as a picture that needs nothing else. @param {Entry[]} entries what is shown @param {Filters} filters */
function asSvg(entries, filters) {
  const [labels, plot] = ["svg.labels", "svg.plot"].map((name) => /** @type {SVGSVGElement} */ (document.querySelector(name)));
  const [left, right] = [labels, plot].map((part) => part.getBoundingClientRect());
  const sheet = makeSheet(left.width + right.width);
  const [title, words] = ["h1", "#_described"].map((name) => textOf(document.querySelector(name)).replace(/ Arrow keys.*/s, ""));
  sheet.picture.append(Object.assign(draw("title", { id: "_title" }), { textContent: title }), Object.assign(draw("desc", { id: "_desc" }), { textContent: words }));
  sheet.picture.setAttribute("aria-labelledby", "_title _desc");
  for (const gradient of plot.querySelectorAll("linearGradient")) sheet.picture.append(solid(gradient));
  sheet.head(title, summed(entries, filters));
  const drawing = draw("g", {});
  for (const [part, box] of /** @type {[SVGSVGElement, DOMRect][]} */ ([[labels, left], [plot, right]])) {
    const id = part === plot ? "_plot-seen" : "_labels-seen";
    const [clip, group] = [draw("clipPath", { id }), draw("g", { "clip-path": `url(#${id})` })];
    clip.append(draw("rect", { x: part === plot ? left.width : 0, y: 0, width: box.width, height: right.height }));
    copied(part, box, part === plot ? new DOMRect(box.x - left.width, box.y) : box, group);
    drawing.append(clip, group);
  }
  sheet.drawing(drawing, right.height);
  sheet.key(/** @type {HTMLElement[]} */ ([...document.querySelectorAll("#_key a")]).map((link) => {
    const entry = index.entries.get(link.dataset.event ?? "");
    return [textOf(link.firstElementChild), `${entry?.words}: ${entry?.title}`];
  }));
  sheet.legend([...document.querySelectorAll(".legend li")].map((sign) => {
    const [part, sample] = [/** @type {SVGSVGElement} */ (sign.firstElementChild), draw("g", {})];
    const box = part.getBoundingClientRect();
    copied(part, box, box, sample);
    return { sample, wide: box.width, high: box.height, words: textOf(sign) };
  }));
  return new XMLSerializer().serializeToString(sheet.foot(imprint()));
}

/** Adds what is seen of a part. @param {SVGSVGElement} part @param {DOMRect} box @param {DOMRect} origin @param {Element} group */
function copied(part, box, origin, group) {
  for (const leaf of /** @type {NodeListOf<SVGGraphicsElement>} */ (part.querySelectorAll(Object.keys(SIDES).join()))) {
    const seen = leaf.getBoundingClientRect();
    if (leaf.closest("defs") || !(seen.width || seen.height) || seen.right < box.left || seen.left > box.right) continue;
    if (getComputedStyle(leaf).visibility === "visible") painted(leaf, part, origin, group);
  }
}

/** Adds an element as it is seen. @param {SVGGraphicsElement} leaf @param {SVGSVGElement} part @param {DOMRect} origin @param {Element} group */
function painted(leaf, part, origin, group) {
  const style = getComputedStyle(leaf);
  const at = /** @type {DOMMatrix} */ (leaf.getScreenCTM());
  const matrix = [at.a, at.b, at.c, at.d, at.e - origin.left, at.f - origin.top].map((number) => Number(number.toFixed(2)));
  const copy = draw(leaf.tagName, { transform: `matrix(${matrix.join(" ")})` });
  for (const side of SIDES[leaf.tagName]) copy.setAttribute(side, String(/** @type {any} */ (leaf)[side].baseVal.value));
  if (leaf instanceof SVGPathElement) copy.setAttribute("d", leaf.getAttribute("d") ?? "");
  if (leaf instanceof SVGTextElement) {
    const shift = leaf.dx.baseVal.numberOfItems ? leaf.dx.baseVal.getItem(0).value : 0;
    copy.setAttribute("x", String(leaf.x.baseVal.getItem(0).value + shift));
    copy.setAttribute("y", String(leaf.y.baseVal.getItem(0).value));
    copy.textContent = leaf.textContent;
  }
  const opacity = faded(leaf, part);
  for (const name of LOOKS) {
    const value = style.getPropertyValue(name);
    if (name.endsWith("opacity")) copy.setAttribute(name, String(Number((Number(value) * opacity).toFixed(3))));
    else if (/^url/.test(value)) copy.setAttribute(name, leaf.getAttribute(name) ?? "");
    else if (value && (leaf instanceof SVGTextElement || !/^(font|text)/.test(name))) copy.setAttribute(name, value.replace(/px/g, ""));
  }
  const label = leaf.classList.contains("mark") && leaf.closest("a")?.getAttribute("aria-label");
  if (label) copy.append(Object.assign(draw("title", {}), { textContent: label }));
  group.append(copy);
}

/** How much of an element is seen through what it is in. @param {Element} leaf @param {Element} part */
function faded(leaf, part) {
  let opacity = 1;
  for (let each = leaf; each !== part; each = /** @type {Element} */ (each.parentElement)) opacity *= Number(getComputedStyle(each).opacity);
  return opacity;
}

/** A gradient with its colours at its stops. @param {Element} gradient */
function solid(gradient) {
  const copy = /** @type {Element} */ (gradient.cloneNode());
  for (const stop of gradient.children) {
    copy.append(draw("stop", { offset: stop.getAttribute("offset") ?? "", "stop-opacity": stop.getAttribute("stop-opacity") ?? "", "stop-color": getComputedStyle(stop).stopColor }));
  }
  return copy;
}
