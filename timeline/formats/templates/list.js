// @ts-check
// The list: what an open event has beyond the page without a script, citations, and the bibliography.

/** An element with its properties and children. @param {string} tag @param {Record<string, string | boolean>} properties @param {(Node | string)[]} children */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A link that adds a value to the filters; its address is that of the value alone. @param {Several | "significance"} name @param {string} value @param {string} [text] */
const filterLink = (name, value, text = value) =>
  make("a", { href: `#${new URLSearchParams([[name, value]])}`, "data-filter": name, "data-value": value }, text);

/** @param {Node[]} parts @param {string} between */
const between = (parts, between) => parts.flatMap((part, at) => (at ? [between, part] : [part]));

/** The events and the sources by id, and how many events each source has. @type {{entries: Map<string, Entry>, sources: Map<string, Source>, uses: Map<string, number>}} */
const index = { entries: new Map(), sources: new Map(), uses: new Map() };

/** Makes everything in an opened event lead on: words to filters, sources in full, related events by title. @param {Entry} entry */
function decorate(entry) {
  const dl = entry.details.querySelector(":scope > dl");
  if (!dl || entry.details.dataset.whole !== undefined) return;
  entry.details.dataset.whole = "";
  const facts = entry.kind ? [filterLink("kind", entry.kind)] : [];
  if (entry.significance !== "minor") facts.push(filterLink("significance", entry.significance));
  facts.push(filterLink("confidence", entry.confidence));
  const row = dl.querySelector(".kind, .topics");
  row?.previousElementSibling?.remove();
  const topics = between(entry.topics.map((topic) => filterLink("topic", topic)), ", ");
  const words = [make("dt", {}, "Kind"), make("dd", { class: "kind" }, ...between(facts, ", "))];
  if (topics.length) words.push(make("dt", {}, "Topics"), make("dd", { class: "topics" }, ...topics));
  if (row) row.replaceWith(...words);
  else dl.prepend(...words);
  dl.querySelector(".place")?.replaceChildren(filterLink("place", entry.place));
  dl.querySelector(".people")?.replaceChildren(...between(entry.people.map((person) => make("span", {}, ...ofPerson(person))), "\n"));
  if (entry.programmes.length) {
    const chips = entry.programmes.map((code) => {
      const chip = filterLink("programme", code);
      chip.className = `chip ${DATA.hues[code]}`;
      chip.title = DATA.programmes[code]?.name ?? "";
      return chip;
    });
    dl.prepend(make("dt", { class: "chips" }, "Programmes"), make("dd", { class: "chips" }, ...between(chips, " ")));
  }
  // On paper the short form is enough, with its number in the bibliography.
  dl.querySelector(".sources")?.classList.add("whole");
  dl.querySelector(".sources")?.after(...entry.sources.map(([id, said]) => whole(id, said)));
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (dl.querySelectorAll(".related a[href]"))) {
    const other = index.entries.get(goalOf(link));
    if (other) link.append(make("span", { class: "q" }, `, ${other.words}`));
  }
  entry.details.append(make("p", { class: "take" }, make("button", { type: "button", "data-copy": "link", "data-id": entry.id }, "Copy link"), " ",
    make("button", { type: "button", "data-copy": "citation", "data-id": entry.id }, "Copy citation")));
}

/** A name that is a filter, and the office. @param {string} person */
function ofPerson(person) {
  const name = nameOf(person);
  return [filterLink("person", name), person.slice(name.length)];
}

/** A source as the bibliography has it, and what it says. @param {string} id @param {string} said */
function whole(id, said) {
  const { item, number } = /** @type {Source} */ (index.sources.get(id));
  const line = [...item.childNodes].filter((node) => !(node instanceof HTMLElement && node.dataset.filter)).map((node) => node.cloneNode(true));
  const times = index.uses.get(id) ?? 0;
  const uses = times > 1 ? [" ", make("span", { class: "uses" }, filterLink("source", id, counted(times, "event")))] : [];
  return make("dd", { class: "source", "data-n": number }, ...line, ...uses, ...(said ? [make("span", { class: "said" }, said)] : []));
}

/** How an event is cited, as `timeline cite` writes it. @param {Entry} entry */
function citation(entry) {
  const { title, authors, url, updated, licence } = DATA.chronology;
  const quoted = (/** @type {string} */ text) => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;
  const place = [title, updated && `version ${updated}`, licence].filter(Boolean).join(", ");
  const doubt = entry.confidence === "disputed" ? ", disputed" : "";
  const sources = entry.sources.map(([id], at) => {
    const source = index.sources.get(id);
    if (!source) return "";
    const who = [...source.author, source.publisher].filter(Boolean).map((name) => `${name}, `).join("");
    const via = source.via ? `, read at ${source.via}` : "";
    return `${at + 1}. ${who}${quoted(source.title)}, ${source.words || "undated"}${via}. ${[source.address, source.also].filter(Boolean).join("; ")}\n`;
  });
  const who = authors.length ? `${authors.join(", ")}. ` : "";
  return `${who}${quoted(`${entry.title} (${entry.words})`)}${doubt}. In: ${place}, event ${entry.id}.${url ? ` ${url}` : ""}\n${sources.join("")}`;
}

/** Shows in the bibliography what the events shown and their programmes cite, and says where it is used. @param {Entry[]} entries */
function followBibliography(entries) {
  /** @type {Map<string, number>} */
  const uses = new Map();
  const codes = new Set();
  for (const entry of entries) {
    if (!entry.shown) continue;
    for (const [id] of entry.sources) uses.set(id, (uses.get(id) ?? 0) + 1);
    for (const code of valuesOf(entry, "programme")) codes.add(code);
  }
  for (const code of codes) for (const id of DATA.programmes[/** @type {string} */ (code)]?.sources ?? []) uses.set(id, uses.get(id) ?? 0);
  for (const [id, source] of index.sources) {
    const number = uses.get(id);
    // Those that are hidden do not count in the numbers of a list.
    source.item.setAttribute("value", source.number);
    source.item.hidden = number === undefined;
    source.item.querySelector("[data-filter]")?.remove();
    if (number) source.item.append(filterLink("source", id, counted(number, "event")));
  }
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".card"))) {
    card.classList.toggle("unused", !codes.has(card.id.replace("_programme-", "")));
  }
}

/** How many sources the events shown cite. @param {Entry[]} entries */
function citedBy(entries) {
  return new Set(entries.filter((entry) => entry.shown).flatMap((entry) => entry.sources.map(([id]) => id))).size;
}
