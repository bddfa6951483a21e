// @ts-check
// The page is whole without its script. With it drawing, filters and list are one instrument, and the address keeps its state.

root.classList.add("js", "loading");

/** What an event may be called. */
const ID = /^[a-z0-9][a-z0-9-]{0,79}$/;

function start() {
  DATA = JSON.parse(textOf(byId("_data")));
  readProgrammes();
  index.sources = readSources();
  const entries = readEvents(index.sources);
  index.entries = new Map(entries.map((entry) => [entry.id, entry]));
  for (const { sources } of entries) for (const [id] of sources) index.uses.set(id, (index.uses.get(id) ?? 0) + 1);
  const form = /** @type {HTMLFormElement} */ (get("_filters"));
  const search = /** @type {HTMLInputElement} */ (get("_search"));
  const status = get("_count");
  const bibliography = /** @type {HTMLDetailsElement | null} */ (document.querySelector("#_bibliography details"));
  for (const entry of entries) entry.details.open = false;
  if (bibliography) bibliography.open = false;
  root.classList.remove("loading");

  let filters = nothing();
  /** The control that changed last: further changes of it make no new entry in the history. */
  let last = "";
  /** What waits until the reader pauses in typing. */
  let pause = 0;
  const facets = makeFacets(get("_facets"), entries);
  const card = makeCard(entries, (id) => open(index.entries.get(id), true), () => close());
  const drawing = makeDrawing(entries, (entry, focus) => open(entry, focus), (from, to) => {
    filters = { ...filters, from, to };
    changed("zoom");
  });

  /** Shows what matches, and how many; everything follows. @param {Years} asked what the fields of the years hold, also if it makes no sense */
  function apply(asked = filters) {
    sift(entries, filters);
    /** @type {Map<HTMLElement, [number, number]>} */
    const years = new Map();
    let number = 0;
    for (const entry of entries) {
      if (entry.hidden === entry.shown) entry.details.hidden = entry.hidden = !entry.shown;
      const [shown, all] = years.get(entry.section) ?? [0, 0];
      years.set(entry.section, [shown + Number(entry.shown), all + 1]);
      number += Number(entry.shown);
    }
    for (const [year, [shown, all]] of years) {
      year.hidden = !shown;
      const count = year.querySelector("h3 .q");
      if (count) count.textContent = shown === all ? counted(all, "event") : `${shown} of ${counted(all, "event")}`;
    }
    const words = counted(entries.length, "event");
    status.textContent = number === entries.length ? words : `${figure(number)} of ${words}`;
    get("_none").hidden = number > 0 || !entries.length;
    write(asked);
    facets(filters);
    showChips(get("_chips"), filters);
    showCompanions(entries, filters);
    get("_clear").hidden = !String(toParams(filters));
    if (bibliography) get("_cited").textContent = number === entries.length ? counted(index.sources.size, "source") : `${counted(citedBy(entries), "source")} of the events shown`;
    if (bibliography?.open) followBibliography(entries);
    if (card.entry) card.show(card.entry.shown ? card.entry : null);
    drawing.show(filters.from, filters.to);
    drawing.speak();
  }

  /** Puts the filters into their fields. @param {Years} asked */
  function write(asked) {
    const held = { ...filters, from: asked.from, to: asked.to };
    sayWrong(held);
    if (document.activeElement !== search) search.value = filters.search;
    for (const name of /** @type {("significance" | "from" | "to")[]} */ (["significance", "from", "to"])) {
      const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
      if (field !== document.activeElement || field instanceof HTMLSelectElement) field.value = held[name];
    }
  }

  /** What the form asks for; the years stay as they were where those in it make no sense. */
  function read() {
    const data = new FormData(form);
    const params = toParams(filters);
    const [from, to, significance] = ["from", "to", "significance"].map((name) => String(data.get(name) ?? "").trim());
    params.set("significance", significance);
    if (!wrongWith({ from, to })) for (const [name, year] of Object.entries({ from, to })) params.set(name, year);
    params.set("search", search.value);
    for (const group of form.querySelectorAll(".facet")) {
      const name = /** @type {Several} */ (/** @type {HTMLElement} */ (group).dataset.name);
      params.delete(name);
      for (const value of data.getAll(name)) params.append(name, String(value));
    }
    filters = fromAddress(params, entries);
    return { from, to };
  }

  /** After a change: everything follows, the address too, and a reader within the list is at its first match. @param {string} control @param {Years} [asked] */
  function changed(control, asked) {
    apply(asked);
    remember(control);
    toFirst(false);
  }

  /** Brings the first match beneath the bar, if it is above it or must be seen. @param {boolean} always */
  function toFirst(always) {
    const list = get(get("_people").hidden ? "_list" : "_people").getBoundingClientRect().top;
    const bar = get("_bar").offsetHeight;
    if (always || list < bar) scrollBy({ top: list - bar - 8, behavior: "instant" });
  }

  /** The state as an address: filters, an event, or both. @param {string} [event] */
  function address(event) {
    const params = toParams(filters);
    if (event && !String(params)) return `#${event}`;
    if (event) params.set("event", event);
    return String(params) ? `#${params}` : location.pathname + location.search;
  }

  /** @param {string} control */
  function remember(control) {
    if (control === "search" && last === "search") {
      clearTimeout(pause);
      pause = setTimeout(settle, 150);
      return;
    }
    settle();
    history[control === last ? "replaceState" : "pushState"](null, "", address(card.entry?.id));
    last = control;
  }

  /** Puts into the address what was typed, for which a browser takes its time, before anything else happens to it. */
  function settle() {
    if (!pause) return;
    clearTimeout(pause);
    pause = 0;
    history.replaceState(null, "", address(card.entry?.id));
  }

  /** Does what the address says: filters, an event, both or nothing. */
  function follow() {
    clearTimeout(pause);
    pause = 0;
    last = "";
    const hash = location.hash.slice(1);
    const params = new URLSearchParams(hash.includes("=") ? hash : "");
    const id = params.get("event") ?? (hash.includes("=") ? "" : hash);
    const entry = index.entries.get(id);
    if (!hash || hash.includes("=") || entry) {
      const wanted = fromAddress(params, entries);
      filters = entry && !matcher(wanted)(entry) ? nothing() : wanted;
      search.value = filters.search;
      card.show(null);
      apply(filters === wanted ? { from: params.get("from") ?? "", to: params.get("to") ?? "" } : filters);
      if (filters !== wanted) history.replaceState(history.state, "", address(id));
    }
    const lost = !entry && ID.test(id) && !byId(id);
    get("_lost").hidden = !lost;
    if (lost) get("_lost").textContent = `No event of this page has the id ${id}.`;
    if (entry && history.state?.beside) card.show(entry);
    else if (entry) reveal(entry);
    else if (lost) get("_lost").scrollIntoView();
    else if (hash.includes("=") && entries.length) toFirst(true);
  }

  /** Opens an event in the list and goes there. @param {Entry} entry */
  function reveal(entry) {
    entry.details.open = true;
    decorate(entry);
    entry.details.scrollIntoView();
    entry.details.querySelector("summary")?.focus({ preventScroll: true });
  }

  /** Opens an event beside the drawing. @param {Entry | undefined} entry @param {boolean} focus */
  function open(entry, focus) {
    if (!entry) return;
    settle();
    const step = card.entry !== null;
    card.show(entry, focus);
    drawing.hold(entry);
    const [sheet, mark] = [get("_card"), entry.marks.find((link) => link.getBoundingClientRect().width)];
    const hidden = mark ? mark.getBoundingClientRect().bottom + 32 - sheet.getBoundingClientRect().top : 0;
    if (hidden > 0 && getComputedStyle(sheet).position === "fixed" && !focus) scrollBy({ top: hidden, behavior: "instant" });
    history[step ? "replaceState" : "pushState"]({ beside: true }, "", address(entry.id));
    last = "";
  }

  function close() {
    const mark = card.entry?.marks.find((link) => !link.hasAttribute("aria-hidden"));
    const within = byId("_card")?.contains(document.activeElement);
    settle();
    card.show(null);
    history.pushState(null, "", address());
    last = "";
    if (within) mark?.focus({ preventScroll: true });
  }

  /** Adds a value to the filters, or takes one away. @param {string} name @param {string} value @param {boolean} on */
  function toggle(name, value, on) {
    const now = { ...filters };
    if (name === "Years") now.from = now.to = "";
    else if (SEVERAL.includes(/** @type {Several} */ (name))) {
      const several = /** @type {Several} */ (name);
      now[several] = on ? [...new Set([...now[several], value])] : now[several].filter((other) => other !== value);
    } else now[/** @type {"search" | "significance"} */ (name)] = on ? value : "";
    filters = now;
    search.value = filters.search;
    changed(`${name} ${value}`);
  }

  for (const each of [form, search]) each.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const year = field.name === "from" || field.name === "to";
    if (year && field.value && !/^\s*\d{4}(-\d\d)?\s*$/.test(field.value)) return;
    const asked = read();
    if (year && wrongWith(asked)) apply(asked);
    else changed(field.type === "checkbox" ? `${field.name} ${field.value}` : field.name, asked);
  });
  for (const name of ["_from", "_to"]) get(name).addEventListener("change", () => apply(read()));
  form.addEventListener("submit", (event) => event.preventDefault());
  get("_facets").addEventListener("more", () => facets(filters));
  get("_clear").addEventListener("click", () => {
    filters = nothing();
    search.value = "";
    changed("clear");
  });
  get("_panel").addEventListener("click", (event) => panel(!form.classList.contains("open")));
  get("_done").addEventListener("click", () => panel(false));

  /** @param {boolean} on */
  function panel(on) {
    form.classList.toggle("open", on);
    root.classList.toggle("choosing", on);
    get("_panel").setAttribute("aria-expanded", String(on));
    if (!on) toFirst(true);
    if (on) form.querySelector("select")?.focus({ preventScroll: true });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && form.classList.contains("open")) {
      panel(false);
      get("_panel").focus();
    }
    if (event.key === "/" && !/INPUT|SELECT/.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      search.focus();
    }
  });

  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest("a");
    const button = target.closest("button");
    if (button?.dataset.remove) toggle(button.dataset.remove, button.value, false);
    if (button?.dataset.copy) copy(button);
    if (button?.dataset.take) take(button.dataset.take);
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.dataset.filter) {
      event.preventDefault();
      toggle(link.dataset.filter, link.dataset.value ?? "", true);
    } else if (link.dataset.event) {
      event.preventDefault();
      open(index.entries.get(link.dataset.event), true);
    } else if (link.dataset.list || (link.hash === location.hash && index.entries.has(link.hash.slice(1)))) {
      const entry = index.entries.get(link.hash.slice(1));
      if (!entry) return;
      event.preventDefault();
      settle();
      card.show(null);
      history.pushState(null, "", address(entry.id));
      reveal(entry);
    } else if (index.sources.size && /^#_source-/.test(link.hash) && bibliography) bibliography.open = true;
  });

  /** @param {HTMLButtonElement} button */
  async function copy(button) {
    const entry = /** @type {Entry} */ (index.entries.get(button.dataset.id ?? ""));
    const text = button.dataset.copy === "link" ? location.href.replace(/#.*/, "") + address(entry.id).replace(/^[^#]*/, "") : citation(entry);
    const words = button.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.after(make("textarea", { class: "copied", readonly: true, "aria-label": words }, text));
      /** @type {HTMLTextAreaElement} */ (button.nextElementSibling).select();
    }
    setTimeout(() => (button.textContent = words), 2000);
  }

  /** @param {string} kind */
  function take(kind) {
    const shown = entries.filter((entry) => entry.shown);
    if (kind === "csv") save("events.csv", "text/csv", asCsv(shown));
    if (kind === "json") save("events.json", "application/json", asJson(shown, filters));
    if (kind === "svg") save("timeline.svg", "image/svg+xml", asSvg(shown, filters));
    get("_take").firstElementChild?.removeAttribute("open");
  }

  get("_all").addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    const open = entries.some((entry) => entry.shown && !entry.details.open);
    for (const entry of entries) if (entry.shown) entry.details.open = open;
    button.textContent = open ? "Close all" : "Open all";
  });
  get("_list").addEventListener("toggle", (event) => {
    const details = /** @type {HTMLDetailsElement} */ (event.target);
    const entry = index.entries.get(details.id);
    if (details.open && entry) decorate(entry);
    const all = get("_all");
    if (all.textContent === "Close all" && !entries.some((entry) => entry.shown && entry.details.open)) all.textContent = "Open all";
  }, true);
  get("_list").addEventListener("click", (event) => {
    const summary = /** @type {Element} */ (event.target).closest("summary");
    const id = summary?.parentElement?.id;
    if (!id) return;
    settle();
    const opening = !(/** @type {HTMLDetailsElement} */ (summary.parentElement).open);
    history.pushState(null, "", address(opening ? id : undefined));
    last = "";
  });
  bibliography?.addEventListener("toggle", () => bibliography.open && followBibliography(entries));
  addEventListener("popstate", follow);
  addEventListener("beforeprint", () => headPaper(entries, inProgramWords(filters).join("; "), status.textContent ?? ""));
  addEventListener("pagehide", settle);
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#_source-") && bibliography) {
      bibliography.open = true;
      byId(location.hash.slice(1))?.scrollIntoView({ block: "center" });
    }
  });

  openOnPaper(entries, bibliography);
  apply();
  if (location.hash) follow();

  /** Folds the texts a few at a time, so that the first key of a search need not. @param {number} first */
  function prepare(first) {
    for (const entry of entries.slice(first, first + 100)) entry.text ||= searched(entry);
    if (first < entries.length) setTimeout(prepare, 0, first + 100);
  }
  setTimeout(prepare, 0, 0);
}

document.addEventListener("DOMContentLoaded", start);
