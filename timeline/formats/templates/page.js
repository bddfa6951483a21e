// @ts-check
// The page is whole without this script. With it events can be filtered, the drawing zooms, and the address keeps the state.
(() => {
  "use strict";

  /** @typedef {{search: string, programme: string, kind: string, significance: string, from: string, to: string}} Filters */
  /** @typedef {{item: HTMLElement, details: HTMLDetailsElement, year: HTMLElement, weight: number, text: string, marks: Element[]}} Entry */

  /** @type {(keyof Filters)[]} */
  const NAMES = ["search", "programme", "kind", "significance", "from", "to"];
  const WEIGHTS = ["landmark", "notable", "minor"];
  const root = document.documentElement;
  root.classList.add("js", "loading");

  /** @param {string} id */
  const byId = (id) => document.getElementById(id);

  function start() {
    const search = searching(JSON.parse(byId("_filters")?.dataset.table ?? "{}"));
    const form = /** @type {HTMLFormElement} */ (byId("_filters"));
    const zoom = /** @type {HTMLFormElement | null} */ (byId("_zoom"));
    const status = /** @type {HTMLElement} */ (byId("_count"));
    const none = /** @type {HTMLElement} */ (byId("_none"));
    const entries = collect();
    for (const entry of entries) entry.details.open = false;
    root.classList.remove("loading");
    const look = drawing();
    /** The control that changed last: further changes of it make no new entry in the history. @type {string} */
    let last = "";

    /** @returns {Filters} */
    function read() {
      const data = new FormData(form);
      const [search, programme, kind, significance, from, to] = NAMES.map((name) => String(data.get(name) ?? "").trim());
      return { search, programme, kind, significance, from, to };
    }

    /** @param {URLSearchParams} params */
    function write(params) {
      for (const name of NAMES) {
        const field = form.elements.namedItem(name);
        if (field && "value" in field) field.value = params.get(name) ?? "";
        if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
      }
    }

    /** Shows what matches, and how many; the drawing follows. */
    function apply() {
      const filters = read();
      const matches = matcher(filters, search);
      /** @type {Map<HTMLElement, number>} */
      const years = new Map();
      let number = 0;
      for (const entry of entries) {
        const shown = matches(entry);
        entry.item.hidden = !shown;
        years.set(entry.year, (years.get(entry.year) ?? 0) + Number(shown));
        for (const mark of entry.marks) mark.classList.toggle("off", !shown);
        number += Number(shown);
      }
      for (const [year, shown] of years) year.hidden = !shown;
      const all = entries.length;
      const words = `${all.toLocaleString("en-GB")} ${all === 1 ? "event" : "events"}`;
      status.textContent = number === all ? words : `${number.toLocaleString("en-GB")} of ${words}`;
      none.hidden = number > 0 || all === 0;
      const [from, to] = span(filters);
      look(from, to);
      if (zoom) for (const name of ["from", "to"]) {
        const field = /** @type {HTMLInputElement} */ (zoom.elements.namedItem(name));
        const value = filters[/** @type {"from" | "to"} */ (name)];
        if (field.value !== value) field.value = value;
      }
    }

    /** Writes the filters into the address. @param {string} control */
    function remember(control) {
      const params = new URLSearchParams(Object.entries(read()).filter(([, value]) => value));
      const address = String(params) ? `#${params}` : location.pathname + location.search;
      history[control === last ? "replaceState" : "pushState"](null, "", address);
      last = control;
    }

    /** Does what the address says: filters, an event, or nothing. */
    function follow() {
      last = "";
      const hash = location.hash.slice(1);
      if (hash.includes("=") || !hash) {
        write(new URLSearchParams(hash));
        apply();
        if (hash && entries.length) status.scrollIntoView({ block: "nearest" });
      } else {
        reveal(hash);
      }
    }

    /** Opens an event and goes there; filters that hide it are cleared. @param {string} id */
    function reveal(id) {
      const details = byId(id);
      if (!(details instanceof HTMLDetailsElement)) return;
      if (details.closest("[hidden]")) {
        write(new URLSearchParams());
        apply();
      }
      details.open = true;
      details.scrollIntoView();
      details.querySelector("summary")?.focus({ preventScroll: true });
    }

    form.addEventListener("input", (event) => {
      apply();
      remember(/** @type {HTMLInputElement} */ (event.target).name);
    });
    form.addEventListener("reset", () => setTimeout(() => {
      apply();
      remember("reset");
    }));
    zoom?.addEventListener("input", (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      /** @type {HTMLInputElement} */ (form.elements.namedItem(field.name)).value = field.value;
      apply();
      remember(field.name);
    });
    zoom?.addEventListener("reset", () => {
      for (const name of ["from", "to"]) /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = "";
      apply();
      remember("reset");
    });
    for (const each of [form, zoom]) each?.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", follow);
    document.addEventListener("click", (event) => {
      const link = /** @type {Element} */ (event.target).closest("a");
      if (link && link.getAttribute("href") === location.hash) reveal(location.hash.slice(1));
    });
    byId("_all")?.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement} */ (event.currentTarget);
      const open = button.getAttribute("aria-pressed") !== "true";
      for (const entry of entries) if (!entry.item.hidden) entry.details.open = open;
      button.setAttribute("aria-pressed", String(open));
    });
    byId("_list")?.addEventListener("toggle", (event) => cite(/** @type {Element} */ (event.target)), true);
    /** @type {HTMLDetailsElement[]} */
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = entries.map((entry) => entry.details).filter((details) => !details.open);
      for (const details of closed) details.open = true;
    });
    addEventListener("afterprint", () => {
      for (const details of closed) details.open = false;
    });
    write(new URLSearchParams());
    apply();
    if (location.hash) follow();
  }

  /** Puts the whole entries of the bibliography behind the numbers of an event's sources. @param {Element} details */
  function cite(details) {
    for (const item of details.querySelectorAll("details[open] ol > li")) {
      const number = item.querySelector("a");
      const entry = byId(number?.hash.slice(1) ?? "");
      if (number && entry) item.replaceChildren(number, " ", ...entry.cloneNode(true).childNodes, ...item.querySelectorAll("p"));
    }
  }

  /** The events of the list, each with its marks in the drawing. @returns {Entry[]} */
  function collect() {
    /** @type {Map<string, Element[]>} */
    const marks = new Map();
    for (const link of document.querySelectorAll("#_plot a")) {
      const id = (link.getAttribute("href") ?? "").slice(1);
      marks.set(id, [...(marks.get(id) ?? []), link]);
    }
    return [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("#_list details"))].map((details) => ({
      item: /** @type {HTMLElement} */ (details.parentElement),
      details,
      year: /** @type {HTMLElement} */ (details.closest("section")),
      weight: WEIGHTS.findIndex((word) => details.querySelector("i")?.classList.contains(word)),
      text: "",
      marks: marks.get(details.id) ?? [],
    }));
  }

  /** The years asked for, 0 and 9999 where they are not, the lower first. @param {Filters} filters */
  function span(filters) {
    const from = /^\d{4}$/.test(filters.from) ? Number(filters.from) : 0;
    const to = /^\d{4}$/.test(filters.to) ? Number(filters.to) : 9999;
    return from <= to ? [from, to] : [to, from];
  }

  /**
   * A test whether an event passes every filter.
   * @param {Filters} filters @param {ReturnType<typeof searching>} search @returns {(entry: Entry) => boolean}
   */
  function matcher(filters, search) {
    const words = search.wanted(filters.search);
    const lowest = filters.significance ? WEIGHTS.indexOf(filters.significance) : WEIGHTS.length;
    const [from, to] = span(filters);
    return (entry) => {
      const data = entry.item.dataset;
      const year = entry.year.dataset.year;
      if (Number(data.to ?? year) < from || Number(data.from ?? year) > to) return false;
      if (filters.kind && data.kind !== filters.kind) return false;
      if (filters.programme && !` ${data.programmes} `.includes(` ${filters.programme} `)) return false;
      if (entry.weight > lowest) return false;
      if (!words.length) return true;
      entry.text ||= search.fold([...entry.item.querySelectorAll(".f")].map((part) => part.textContent).join("\0"));
      return words.every((word) => word.test(entry.text));
    };
  }

  /** Makes the drawing answer to pointer and keyboard. @returns {(from: number, to: number) => void} what zooms it */
  function drawing() {
    const scroll = byId("_scroll");
    const plot = byId("_plot");
    const tip = /** @type {HTMLElement} */ (byId("_tip"));
    if (!scroll || !plot) return () => {};
    const [first, final, margin] = ["first", "last", "margin"].map((name) => Number(scroll.dataset[name]));
    const links = /** @type {SVGAElement[]} */ ([...plot.querySelectorAll("a:not([aria-hidden])")]);
    const ticks = /** @type {SVGGElement[]} */ ([...plot.querySelectorAll("[data-year]")]);
    let share = 1;

    /** @param {number} year */
    const at = (year) => margin + ((1 - 2 * margin) * (year - first)) / (final + 1 - first);

    /** Shows as many years as there is room for. */
    function label() {
      const wide = (plot?.getBoundingClientRect().width || 1) * (at(1) - at(0));
      const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].find((years) => years * wide >= 42) ?? 5000;
      for (const tick of ticks) tick.classList.toggle("fine", Number(tick.dataset.year) % step !== 0);
    }

    /** @param {number} from @param {number} to */
    function show(from, to) {
      const start = Math.min(Math.max(from, first), final);
      const end = Math.max(Math.min(to, final), start);
      const room = (at(end + 1) - at(start)) * margin * 2;
      const left = start === first && end === final ? 0 : at(start) - room;
      share = start === first && end === final ? 1 : at(end + 1) + room - left;
      plot?.setAttribute("width", `${100 / share}%`);
      plot?.setAttribute("x", `${(-100 * left) / share}%`);
      label();
      const shown = links.filter((link) => !link.classList.contains("off"));
      if (shown.length && !shown.some((link) => link.tabIndex === 0)) hold(shown[0]);
    }

    /** @param {Element | null} link */
    function point(link) {
      tip.hidden = !link;
      if (!link) return;
      const named = link.hasAttribute("aria-hidden") ? links.find((other) => other.getAttribute("href") === link.getAttribute("href")) : link;
      tip.textContent = named?.getAttribute("aria-label") ?? "";
      const box = (link.querySelector(".mark") ?? link).getBoundingClientRect();
      const left = Math.min(Math.max(box.x + box.width / 2 - tip.offsetWidth / 2, 8), innerWidth - tip.offsetWidth - 8);
      const above = box.y - tip.offsetHeight - 8;
      tip.style.left = `${Math.max(left, 8)}px`;
      tip.style.top = `${above > 0 ? above : box.bottom + 8}px`;
    }

    /** One mark at a time takes part in the order of the Tab key. @param {SVGAElement} link */
    function hold(link) {
      for (const other of links) if (other.tabIndex === 0) other.setAttribute("tabindex", "-1");
      link.setAttribute("tabindex", "0");
    }

    links.forEach((link, number) => link.setAttribute("tabindex", number ? "-1" : "0"));
    plot.addEventListener("keydown", (event) => {
      const shown = links.filter((link) => !link.classList.contains("off"));
      const now = shown.indexOf(/** @type {SVGAElement} */ (document.activeElement));
      /** @type {Record<string, number>} */
      const goals = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: shown.length - 1 };
      const next = shown[goals[event.key]];
      if (event.key in goals) event.preventDefault();
      if (!next) return;
      hold(next);
      next.focus();
    });
    plot.addEventListener("focusin", (event) => {
      const link = /** @type {Element} */ (event.target).closest("a");
      link?.scrollIntoView({ block: "nearest", inline: "nearest" });
      point(link);
    });
    plot.addEventListener("pointerover", (event) => point(/** @type {Element} */ (event.target).closest("a")));
    for (const name of ["focusout", "pointerleave", "click"]) plot.addEventListener(name, () => point(null));
    for (const name of ["scroll", "keydown"]) addEventListener(name, (event) => {
      if (!(event instanceof KeyboardEvent) || event.key === "Escape") point(null);
    }, { passive: true });
    addEventListener("resize", label);
    return show;
  }

  document.addEventListener("DOMContentLoaded", start);
})();
