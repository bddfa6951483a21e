// @ts-check
// The event beside the drawing: what it is, who says so, and the ones before and after it in the selection.

/** @param {Entry[]} entries @param {(id: string) => void} open what a step to a neighbour does @param {() => void} closed */
function makeCard(entries, open, closed) {
  const box = get("_card");
  /** @type {Entry | null} */
  let now = null;

  /** @param {Entry | null} entry @param {boolean} focus */
  function show(entry, focus = false) {
    for (const mark of now?.marks ?? []) mark.classList.remove("on");
    now = entry;
    box.hidden = !entry;
    const beside = root.classList.contains("beside");
    root.classList.toggle("beside", Boolean(entry));
    if (beside !== Boolean(entry)) dispatchEvent(new Event("resize"));
    if (!entry) return box.replaceChildren();
    decorate(entry);
    for (const mark of entry.marks) mark.classList.add("on");
    const heading = make("h3", { tabindex: "-1", id: "_card-title" }, entry.title);
    const doubt = entry.confidence === "confirmed" ? [] : [" ", make("em", { class: entry.confidence }, entry.confidence)];
    const parts = [...entry.details.children].slice(1).map((part) => part.cloneNode(true));
    box.replaceChildren(bar(entry), make("p", { class: "when" }, entry.words, ...doubt), heading, ...parts);
    box.scrollTop = 0;
    if (focus) heading.focus({ preventScroll: true });
  }

  /** Steps and the way out. @param {Entry} entry */
  function bar(entry) {
    const shown = entries.filter((other) => other.shown);
    const at = shown.indexOf(entry);
    const step = (/** @type {string} */ name, /** @type {string} */ sign, /** @type {Entry | undefined} */ other) =>
      make("button", { type: "button", "aria-label": name, title: name, "data-step": other?.id ?? "", disabled: !other }, sign);
    return make("p", { class: "steps" }, step("Previous event", "‹", shown[at - 1]), step("Next event", "›", shown[at + 1]),
      make("span", { class: "q" }, `${figure(at + 1)} of ${counted(shown.length, "event")}`),
      make("a", { href: `#${entry.id}`, "data-list": entry.id }, "In the list"), make("button", { type: "button", "aria-label": "Close", title: "Close", class: "close" }, "×"));
  }

  box.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button?.dataset.step) open(button.dataset.step);
    else if (button?.classList.contains("close")) closed();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && now) closed();
  });
  return { show, get entry() { return now; } };
}
