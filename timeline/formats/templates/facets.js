// @ts-check
// The filters as a reader sees them: choices with their counts, and what is active as chips.

/** @type {Record<Several, string>} */
const HEADINGS = { programme: "Programmes", kind: "Kinds", topic: "Topics", confidence: "Confidence", person: "People", place: "Places", source: "Sources" };
/** How many choices of a filter are shown before the rest is asked for. */
const FEW = 7;

/** What a value of a filter is called. @param {string} name @param {string} value */
function called(name, value) {
  if (name === "source") {
    const source = index.sources.get(value);
    return source ? [source.publisher, source.title].filter(Boolean).join(": ") : value;
  }
  if (name === "significance") return value === "landmark" ? "landmarks" : "landmarks and notable";
  return name === "search" ? `“${value}”` : value;
}

/** Makes the choices of every filter that has some. @param {HTMLElement} box @param {Entry[]} entries */
function makeFacets(box, entries) {
  /** @type {Set<string>} */
  const open = new Set();
  /** @type {Map<Several, Choice[]>} */
  const choices = new Map();
  for (const name of SEVERAL.slice(0, -1)) {
    const all = readChoices(entries, name);
    if (!all.length) continue;
    choices.set(name, all);
    box.append(make("fieldset", { class: "facet", "data-name": name }, make("legend", {}, HEADINGS[name]), make("div", {})));
  }
  /** @param {Filters} filters */
  function show(filters) {
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(".facet"))) {
      const name = /** @type {Several} */ (group.dataset.name);
      const all = countChoices(entries, name, choices.get(name) ?? []);
      const held = document.activeElement;
      const focus = group.contains(held) ? /** @type {HTMLInputElement} */ (held).value : null;
      const chosen = (/** @type {Choice} */ { value }) => filters[name].includes(value);
      const some = all.filter((choice) => chosen(choice) || choice.number);
      const few = open.has(name) ? some : [...some.filter(chosen), ...some.filter((choice) => !chosen(choice))].slice(0, Math.max(FEW, filters[name].length));
      const rows = few.map((choice) => row(name, choice, chosen(choice)));
      if (some.length > FEW) {
        rows.push(make("button", { type: "button", class: "more", value: name, "aria-expanded": String(open.has(name)) }, open.has(name) ? "Fewer" : `All ${some.length}`));
      }
      group.lastElementChild?.replaceChildren(...rows);
      group.hidden = !rows.length;
      if (focus !== null) /** @type {HTMLElement[]} */ ([...group.querySelectorAll("input, button")]).find((each) => /** @type {HTMLInputElement} */ (each).value === focus)?.focus({ preventScroll: true });
    }
  }
  /** @param {Several} name @param {Choice} choice @param {boolean} checked */
  function row(name, { value, number }, checked) {
    const box = make("input", { type: "checkbox", name, value });
    /** @type {HTMLInputElement} */ (box).checked = checked;
    const about = name === "programme" ? DATA.programmes[value]?.name : name === "kind" ? DATA.chronology.kinds[value] : name === "topic" ? DATA.chronology.topics[value] : "";
    const label = name === "programme" ? [make("b", { class: DATA.hues[value] ?? "" }, value)] : [value];
    return make("label", about ? { title: about } : {}, box, make("span", {}, ...label), make("span", { class: "q" }, figure(number)));
  }
  box.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button?.classList.contains("more")) return;
    if (!open.delete(button.value)) open.add(button.value);
    box.dispatchEvent(new Event("more"));
  });
  return show;
}

/** Shows what is active, each to be taken away. @param {HTMLElement} box @param {Filters} filters */
function showChips(box, filters) {
  const chips = [];
  if (filters.from || filters.to) {
    const [from, to] = [filters.from, filters.to].map(inWords);
    const words = from === to ? from : from && to ? `${from} – ${to}` : from ? `since ${from}` : `until ${to}`;
    chips.push(chip("years", words, "", "Years"));
  }
  for (const name of NAMES) {
    if (name === "from" || name === "to") continue;
    for (const value of [filters[name]].flat().filter(Boolean)) chips.push(chip(called(name, value), called(name, value), value, name));
  }
  box.replaceChildren(...chips);
  box.hidden = !chips.length;
}

/** @param {string} label @param {string} words @param {string} value @param {string} name */
const chip = (label, words, value, name) =>
  make("button", { type: "button", "data-remove": name, value, "aria-label": `Without ${label}`, title: words }, make("span", {}, words), " ×");
