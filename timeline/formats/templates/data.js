// @ts-check
// The events, sources and programmes as the page shows them, read once; nothing is in the page twice.

/** @typedef {{value: string, number: number}} Choice a value of a filter, and how many events it would leave */
/** @typedef {{
 *   id: string, date: string, words: string, from: string, to: string, title: string, summary: string, kind: string,
 *   significance: string, programmes: string[], topics: string[], place: string, people: string[], confidence: string,
 *   note: string, sources: [string, string][], related: string[],
 *   details: HTMLDetailsElement, section: HTMLElement, text: string, marks: SVGAElement[], shown: boolean, hidden: boolean, fails: string, year: number,
 *   choices: Record<string, Choice[]>,
 * }} Entry */
/** @typedef {{
 *   id: string, title: string, author: string[], publisher: string, via: string, url: string, archived: string, doi: string,
 *   isbn: string, held: string, language: string, date: string | null, kind: string,
 *   address: string, also: string, words: string, item: HTMLElement, number: string,
 * }} Source */
/** @typedef {{
 *   name: string, aliases: string[], kind: string, period: string | null, participation: string | null, parent: string,
 *   succeeded_by: string, about: string, note: string, sources: string[],
 * }} Programme */
/** @typedef {{
 *   version: number, chronology: Record<string, any>, programmes: Record<string, Programme>, lines: Record<string, string[]>,
 *   columns: string[], lanes: [number, number, string][], years: [number, number, number][], hues: Record<string, string>,
 *   words: {alike: Record<string, string>, invisible: string, spaceless: string, spellings: string[][]},
 * }} Data */

/** @type {Data} */
let DATA;

const root = document.documentElement;
const WEIGHTS = ["landmark", "notable", "minor"];

/** @param {string} id */
const byId = (id) => document.getElementById(id);
/** @template {HTMLElement} T @param {string} id @returns {T} */
const get = (id) => /** @type {T} */ (byId(id));

/** The texts of a list that the page writes on lines of their own. @param {string} text @param {string} end */
const listed = (text, end) => (text ? text.split(`${end}\n`) : []);

/** @param {Element | null} element */
const textOf = (element) => element?.textContent ?? "";

/** What a link within the page leads to: `hash` would make an address of it first, which takes long. @param {Element} link */
const goalOf = (link) => (link.getAttribute("href") ?? "").slice(1);

/** The events in their order, each with its marks in the drawing. @param {Map<string, Source>} known @returns {Entry[]} */
function readEvents(known) {
  const sources = new Map([...known.values()].map(({ item, id }) => [item.id, id]));
  /** @type {Map<string, SVGAElement[]>} */
  const marks = new Map();
  for (const link of /** @type {NodeListOf<SVGAElement>} */ (document.querySelectorAll("#_plot a"))) {
    const id = goalOf(link);
    marks.set(id, [...(marks.get(id) ?? []), link]);
  }
  const all = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("#_list details"));
  return [...all].map((details) => readEvent(details, marks.get(details.id) ?? [], sources));
}

/** @param {HTMLDetailsElement} details @param {SVGAElement[]} marks @param {Map<string, string>} known sources by the ids of their lines @returns {Entry} */
function readEvent(details, marks, known) {
  const section = /** @type {HTMLElement} */ (details.parentElement);
  const [summary, text, list] = [details.firstElementChild, details.querySelector(":scope > p"), details.querySelector("dl")];
  const when = textOf(summary?.firstElementChild ?? null);
  const date = details.dataset.date ?? inNumbers(/^\d{4}$/.test(when) ? when : `${when} ${section.dataset.year}`);
  const [from, to] = days(date);
  /** @type {Record<string, string>} */
  const row = {};
  /** @type {[string, string][]} */
  const sources = [];
  /** @type {string[]} */
  let related = [];
  for (const part of list?.children ?? []) {
    const name = part.className;
    if (name === "sources") {
      for (const link of part.querySelectorAll("a")) sources.push([known.get(goalOf(link)) ?? "", saidAfter(link)]);
    } else if (name === "kind topics") {
      [row.kind, row.topics] = textOf(part).split(";\n");
    } else if (name === "related") {
      related = [...part.querySelectorAll("a")].map((link) => goalOf(link) || (link.dataset.id ?? ""));
    } else {
      row[name] = textOf(part);
    }
  }
  const doubt = textOf(summary?.querySelector("em") ?? null);
  return {
    id: details.id, date, words: row.date ?? inWords(date), from, to,
    title: textOf(summary?.querySelector("bdi") ?? null),
    summary: textOf(text),
    kind: row.kind ?? "",
    significance: WEIGHTS.find((word) => details.classList.contains(word)) ?? "",
    programmes: textOf(summary?.querySelector(".codes") ?? null).split(" ").filter(Boolean),
    topics: listed(row.topics, ","), place: row.place ?? "", people: listed(row.people, ";"),
    confidence: doubt || "confirmed", note: row.note ?? "", sources, related,
    details, section, year: Number(section.dataset.year), text: "", marks, shown: true, hidden: false, fails: "", choices: {},
  };
}

/** What a source says, which stands behind its link, on a line that only the last one does not end. @param {Element} link */
function saidAfter(link) {
  const text = link.nextSibling?.textContent ?? "";
  return link.nextElementSibling ? text.slice(0, -1) : text;
}

/** The bibliography, by id. @returns {Map<string, Source>} */
function readSources() {
  const items = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".bibliography li"));
  return new Map([...items].map((item) => [item.dataset.id ?? "", readSource(item)]));
}

/** A source from its line: `Author,¶Publisher,¶Title, also (date,¶kind,¶language,¶read at¶elsewhere)`. @param {HTMLElement} item @returns {Source} */
function readSource(item) {
  const title = /** @type {HTMLElement} */ (item.querySelector("cite, a"));
  const names = (title.previousSibling?.textContent ?? "").split(",\n").filter((name) => name.trim());
  const publisher = item.dataset.nobody === undefined ? names.pop() ?? "" : "";
  const after = title.nextSibling?.textContent ?? "";
  const [also, facts] = [after.slice(0, after.lastIndexOf("\n(")), after.slice(after.lastIndexOf("\n(") + 2, -1)];
  const parts = facts.split(",\n");
  const via = parts[parts.length - 1].startsWith("read at\n") ? /** @type {string} */ (parts.pop()).slice(8) : "";
  const plain = inNumbers(parts[0]);
  const date = item.dataset.date ?? (plain || null);
  const words = date ? /** @type {string} */ (parts.shift()) : "";
  const [kind, language = ""] = parts;
  const address = title.getAttribute("href") ?? item.dataset.address ?? "";
  const ways = item.dataset.ways ? JSON.parse(item.dataset.ways) : { url: address };
  return {
    id: item.dataset.id ?? "", title: textOf(title), author: names, publisher, via, url: "", archived: "", doi: "", isbn: "",
    held: "", ...ways, language, date, kind, address, also: also.replace(/^, /, ""), words, item,
    number: item.id.replace("_source-", ""),
  };
}

/** Puts what the cards of the programmes say beside what the page has of them in short. */
function readProgrammes() {
  for (const [code, programme] of Object.entries(DATA.programmes)) {
    const card = byId(`_programme-${code}`);
    programme.about = textOf(card?.querySelector(".about") ?? null);
    programme.note = textOf(card?.querySelector(".note") ?? null);
  }
  for (const name of ["kinds", "topics"]) {
    const words = document.querySelectorAll(`#_words .${name} dt`);
    DATA.chronology[name] = Object.fromEntries([...words].map((word) => [textOf(word), textOf(word.nextElementSibling)]));
  }
}
