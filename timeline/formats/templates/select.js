// @ts-check
// Filters: what is asked for, which events have it, and how many each choice would leave.

/** @typedef {"programme" | "kind" | "topic" | "confidence" | "person" | "place" | "source"} Several */
/** @typedef {Record<Several, string[]> & {search: string, significance: string, from: string, to: string}} Filters */

/** Filters of which several values may be chosen, any of which will do. @type {Several[]} */
const SEVERAL = ["programme", "kind", "topic", "confidence", "person", "place", "source"];
/** @type {("search" | "significance" | "from" | "to")[]} */
const SINGLE = ["search", "significance", "from", "to"];
/** In the order of the address and of the program's own words. */
const NAMES = /** @type {(keyof Filters)[]} */ (["from", "to", "programme", "kind", "topic", "significance", "confidence", "person", "place", "source", "search"]);

/** @returns {Filters} */
function nothing() {
  return { programme: [], kind: [], topic: [], confidence: [], person: [], place: [], source: [], search: "", significance: "", from: "", to: "" };
}

/** What an address asks for; what makes no sense is left out. @param {URLSearchParams} params @param {Entry[]} entries */
function fromAddress(params, entries) {
  const filters = nothing();
  for (const name of SEVERAL) filters[name] = [...new Set(params.getAll(name).filter(Boolean))];
  for (const name of SINGLE) filters[name] = (params.get(name) ?? "").trim();
  filters.programme = filters.programme.filter((code) => Object.hasOwn(DATA.lines, code));
  for (const name of /** @type {("kind" | "topic" | "confidence")[]} */ (["kind", "topic", "confidence"])) {
    const known = new Set(entries.flatMap((entry) => valuesOf(entry, name)));
    filters[name] = filters[name].filter((word) => known.has(word));
  }
  if (!WEIGHTS.includes(filters.significance) || filters.significance === "minor") filters.significance = "";
  for (const name of /** @type {("from" | "to")[]} */ (["from", "to"])) if (!YEAR.test(filters[name])) filters[name] = "";
  if (wrongWith(filters)) filters.from = filters.to = "";
  return filters;
}

/** @param {Filters} filters */
function toParams(filters) {
  const params = new URLSearchParams();
  for (const name of NAMES) for (const value of [filters[name]].flat()) if (value) params.append(name, value);
  return params;
}

/** What was asked for, in the program's words: `programme PfP or PARP`. @param {Filters} filters */
const inProgramWords = (filters) =>
  NAMES.map((name) => [name, [filters[name]].flat().filter(Boolean).join(" or ")]).filter(([, words]) => words).map((pair) => pair.join(" "));

/** The values of an event that a filter compares. @param {Entry} entry @param {Several} name @returns {string[]} */
function valuesOf(entry, name) {
  if (name === "programme") return [...new Set(entry.programmes.flatMap((code) => DATA.lines[code] ?? [code]))];
  if (name === "topic") return entry.topics;
  if (name === "person") return entry.people.map(nameOf);
  if (name === "source") return entry.sources.map(([id]) => id);
  const value = entry[name];
  return value ? [value] : [];
}

/** A test of one filter. @param {Filters} filters @param {keyof Filters} name @returns {((entry: Entry) => boolean) | null} */
function testOf(filters, name) {
  const value = filters[name];
  if (!value.length) return null;
  if (name === "search") {
    const patterns = words().wanted(filters.search);
    return (entry) => patterns.every((pattern) => pattern.test((entry.text ||= searched(entry))));
  }
  if (name === "significance") return (entry) => WEIGHTS.indexOf(entry.significance) <= WEIGHTS.indexOf(filters.significance);
  if (name === "from") return (entry) => !entry.to || entry.to >= day(filters.from, false);
  if (name === "to") return (entry) => !entry.from || entry.from <= day(filters.to, true);
  if (name === "person" || name === "place") {
    const tests = filters[name].map(containing);
    return (entry) => (name === "person" ? entry.people : [entry.place]).some((text) => tests.some((test) => test(fold(text))));
  }
  const wanted = new Set(filters[name]);
  return (entry) => valuesOf(entry, name).some((each) => wanted.has(each));
}

/** What is searched for words, each field apart from the next. @param {Entry} entry */
function searched(entry) {
  const doubt = entry.confidence === "confirmed" ? "" : entry.confidence;
  const words = [...entry.programmes, entry.kind, ...entry.topics, doubt, entry.words];
  const fields = [entry.title, entry.summary, ...entry.people, entry.place, ...words, entry.note, ...entry.sources.map(([, said]) => said)];
  return fold(fields.filter(Boolean).join("\0"));
}

/** A test whether an event passes every filter. @param {Filters} filters @returns {(entry: Entry) => boolean} */
function matcher(filters) {
  const tests = NAMES.map((name) => testOf(filters, name)).filter((test) => test !== null);
  return (entry) => tests.every((test) => test(entry));
}

/** Notes of each event whether it is shown, and else the only filter that it fails, if it is one. @param {Entry[]} entries @param {Filters} filters */
function sift(entries, filters) {
  const tests = NAMES.map((name) => /** @type {const} */ ([name, testOf(filters, name)])).filter(([, test]) => test);
  for (const entry of entries) {
    entry.fails = "";
    for (const [name, test] of tests) {
      if (test?.(entry)) continue;
      entry.fails = entry.fails ? "several" : name;
      if (entry.fails === "several") break;
    }
    entry.shown = !entry.fails;
  }
}

/** The choices of a filter; each event knows its own. @param {Entry[]} entries @param {Several} name @returns {Choice[]} */
function readChoices(entries, name) {
  /** @type {Map<string, Choice>} */
  const found = new Map();
  for (const entry of entries) {
    /** @type {Set<Choice>} */
    const mine = new Set();
    for (const value of valuesOf(entry, name)) {
      const key = name === "person" ? fold(value) : value;
      const choice = found.get(key) ?? { value, number: 0 };
      mine.add(choice);
      found.set(key, choice);
    }
    entry.choices[name] = [...mine];
  }
  return [...found.values()];
}

/** Counts how many events each choice would leave, the other filters as they are; of persons, who is in the events shown. @param {Entry[]} entries @param {Several} name @param {Choice[]} all */
function countChoices(entries, name, all) {
  for (const choice of all) choice.number = 0;
  for (const entry of entries) {
    if (entry.shown || (entry.fails === name && name !== "person")) for (const choice of entry.choices[name]) choice.number++;
  }
  return all.sort((one, other) => other.number - one.number || (one.value < other.value ? -1 : 1));
}
