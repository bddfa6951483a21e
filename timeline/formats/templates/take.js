// @ts-check
// To take along: the events shown as CSV and JSON, equal to the program's export of them, and the drawing as SVG.

/** What a column of CSV holds. @type {Record<string, (entry: Entry) => string>} */
const CELLS = {
  id: (entry) => entry.id, date: (entry) => entry.date, earliest: (entry) => entry.from, latest: (entry) => entry.to,
  title: (entry) => entry.title, summary: (entry) => entry.summary, kind: (entry) => entry.kind,
  significance: (entry) => entry.significance, programmes: (entry) => joined(entry.programmes),
  topics: (entry) => joined(entry.topics), place: (entry) => entry.place, people: (entry) => joined(entry.people),
  confidence: (entry) => entry.confidence, note: (entry) => entry.note,
  sources: (entry) => joined(entry.sources.map(([id]) => id)),
  source_urls: (entry) => joined(entry.sources.map(([id]) => index.sources.get(id)?.address ?? "").filter(Boolean)),
  precision: (entry) => precision(entry.date),
};

/** The texts of a list as one cell. @param {string[]} texts */
function joined(texts) {
  const cell = texts.join("; ");
  if (!cell.includes("\\") && cell.split(";").length - 1 < texts.length) return cell;
  return texts.map((text) => text.replaceAll("\\", "\\\\").replaceAll(";", "\\;")).join("; ");
}

/** @param {Entry[]} entries */
function asCsv(entries) {
  const rows = [DATA.columns, ...entries.map((entry) => DATA.columns.map((name) => CELLS[name]?.(entry) ?? ""))];
  return rows.map((row) => row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",") + "\r\n").join("");
}

/** @param {Entry[]} entries @param {Filters} filters */
function asJson(entries, filters) {
  const { kinds, topics, spellings, selection, ...about } = DATA.chronology;
  const programmes = Object.entries(DATA.programmes).filter(([code]) => needed(entries).has(code));
  const cited = new Set([...programmes.flatMap(([, programme]) => programme.sources), ...entries.flatMap((entry) => entry.sources.map(([id]) => id))]);
  const sources = [...index.sources.values()].filter((source) => cited.has(source.id)).sort((one, other) => (one.id < other.id ? -1 : 1));
  const whole = {
    schema_version: DATA.version, ...about, selection: [...new Set([...selection, ...inProgramWords(filters)])],
    figures: figures(entries), kinds, topics, spellings,
    programmes: Object.fromEntries(programmes),
    sources: Object.fromEntries(sources.map((source) => [source.id, plainSource(source)])),
    events: entries.map(plainEvent),
  };
  return JSON.stringify(whole, null, 2) + "\n";
}

/** How much a selection holds. @param {Entry[]} entries */
function figures(entries) {
  const years = entries.flatMap(({ from, to }) => [from || to, to || from]).map((day) => Number(day.slice(0, 4)));
  return {
    events: entries.length,
    programmes: new Set(entries.flatMap((entry) => entry.programmes)).size,
    sources: new Set(entries.flatMap((entry) => entry.sources.map(([id]) => id))).size,
    first_year: years.length ? Math.min(...years) : null,
    last_year: years.length ? Math.max(...years) : null,
  };
}

/** The codes of the events' programmes, with their parents and successors. @param {Entry[]} entries @returns {Set<string>} */
function needed(entries) {
  /** @type {Set<string>} */
  const codes = new Set();
  const waiting = entries.flatMap((entry) => entry.programmes);
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    if (!code || codes.has(code)) continue;
    codes.add(code);
    waiting.push(DATA.programmes[code].parent, DATA.programmes[code].succeeded_by);
  }
  return codes;
}

/** @param {Source} source */
function plainSource({ title, author, publisher, via, url, archived, doi, isbn, held, language, date, kind }) {
  return { title, author, publisher, via, url, archived, doi, isbn, held, language, date, kind };
}

/** @param {Entry} entry */
function plainEvent(entry) {
  const { id, date, from, to, words, title, summary, kind, significance, programmes, topics, place, people, confidence, note, sources, related } = entry;
  return {
    id, date, earliest: from || null, latest: to || null, display_date: words, title, summary, kind, significance, programmes,
    topics, place, people, confidence, note, sources: Object.fromEntries(sources), related,
  };
}

/** Hands a text to the reader as a file. @param {string} name @param {string} type @param {string} text */
function save(name, type, text) {
  const link = make("a", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(/** @type {HTMLAnchorElement} */ (link).href), 1000);
}
