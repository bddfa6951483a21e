// @ts-check
// Landmarks whose titles have no room in the drawing: numbers beside their marks, and the key that stands beneath.

/** From a number to its mark, in pixels. */
const CLEAR = 2;
/** Where a number may stand, from its mark's centre: the first place that is free is taken. */
const PLACES = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]];
/** How many times as far away it may be where none is, and how much of something it rather covers than to leave its lane, in square pixels. */
const [FARTHER, OUTSIDE] = [1.9, 6];

/** Numbers the marks in order of time, and says in the key what they are. @param {Placed[]} marks @param {Box[]} taken @param {Box} view */
function numberMarks(marks, taken, view) {
  const texts = marks.map((mark, number) => textAt(mark, String(number + 1), "number"));
  const widths = texts.map((text) => text.getComputedTextLength());
  const drawn = [...taken];
  marks.forEach(({ y, box, top, bottom }, number) => {
    const spot = freest(box, widths[number], drawn, { left: view.left, right: view.right, top, bottom, width: view.width });
    drawn.push(spot);
    texts[number].setAttribute("dx", (spot.left - (box.left + box.right) / 2).toFixed(1));
    texts[number].setAttribute("y", (y + spot.bottom - (box.top + box.bottom) / 2).toFixed(1));
  });
  showKey(marks.map(({ entry }) => entry));
}

/** The first place beside a mark in its lane at which a number covers nothing, or else least. @param {Box} mark @param {number} wide @param {Box[]} drawn @param {Box} lane */
function freest(mark, wide, drawn, lane) {
  const [x, y] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
  const around = drawn.filter((other) => other.left < x + 60 && other.right > x - 60 && other.top < y + 60 && other.bottom > y - 60);
  const { tall } = line;
  const spots = [1, FARTHER].flatMap((far) => PLACES.map(([across, down]) => {
    const left = x + far * across * (mark.width / 2 + CLEAR + wide / 2) - wide / 2;
    const top = y + far * down * (mark.width / 2 + CLEAR + tall / 2) - tall / 2;
    return { left, right: left + wide, top, bottom: top + tall, width: wide };
  })).filter(({ left, right }) => left >= lane.left && right <= lane.right);
  let [best, least] = [spots[0], Infinity];
  for (const spot of spots) {
    const inside = spot.top >= lane.top - 1 && spot.bottom <= lane.bottom + 1;
    const covered = around.reduce((sum, other) => sum + overlap(spot, other), inside ? 0 : OUTSIDE);
    if (covered < least) [best, least] = [spot, covered];
  }
  return best;
}

/** How much two boxes have in common. @param {Box} one @param {Box} other */
function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(across, 0) * Math.max(down, 0);
}

/** Folds the key on a phone until it is asked for; paper has all of it. @param {HTMLDetailsElement} key */
function foldKey(key) {
  let open = key.open = !matchMedia("(max-width: 39.99rem)").matches;
  addEventListener("beforeprint", () => {
    open = key.open;
    key.open = true;
  });
  addEventListener("afterprint", () => (key.open = open));
}

/** @param {Entry[]} entries */
function showKey(entries) {
  const key = get("_key");
  key.hidden = !entries.length;
  key.querySelector("summary")?.replaceChildren(`Key: ${counted(entries.length, "landmark")}`);
  key.querySelector("ol")?.replaceChildren(...entries.map(({ id, words, title }, number) =>
    make("li", {}, make("a", { href: `#${id}`, "data-event": id }, make("b", {}, String(number + 1)), " ", make("span", {}, make("span", { class: "q" }, words), ` ${title}`)))));
}
