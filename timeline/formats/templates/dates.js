// @ts-check
// Dates: the first and the last day that an EDTF text can mean, and a plain one in words.

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** The first or the last day of a moment, `1997-11?`. @param {string} moment @param {boolean} last */
function day(moment, last) {
  const [year, month, date] = moment.replace(/[?~%]/g, "").split("-");
  if (date) return `${year}-${month}-${date}`;
  const whole = month ?? (last ? "12" : "01");
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(whole), 0)).getUTCDate();
  return `${year}-${whole}-${last ? days : "01"}`;
}

/** The two sides of a date, empty where open. @param {string} text @returns {[string, string]} */
function sides(text) {
  const [from, to] = text.replace(/[[\]]/g, "").split(text.includes("/") ? "/" : "..");
  return to === undefined ? [from, from] : [from === ".." ? "" : from, to === ".." ? "" : to];
}

/** The first and the last day of a date, empty where open. @param {string} text @returns {[string, string]} */
function days(text) {
  const [from, to] = sides(text);
  return [from && day(from, false), to && day(to, true)];
}

/** A moment without doubt in words, `4 May 1994`; empty for anything else. @param {string} text */
function inWords(text) {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!match) return "";
  const [, year, month, date] = match;
  return [date && String(Number(date)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** A plain moment in English words, long or short, as EDTF; empty for anything else. @param {string} words */
function inNumbers(words) {
  const match = /^(?:(?:(\d\d?) )?([A-Z][a-z]+) )?(\d{4})$/.exec(words);
  if (!match) return "";
  const [, date, month, year] = match;
  const number = month && MONTHS.findIndex((name) => name.startsWith(month.slice(0, 3))) + 1;
  return [year, number, date].filter(Boolean).map((part) => String(part).padStart(2, "0")).join("-");
}

/** The coarsest of a date's sides. @param {string} text */
function precision(text) {
  const parts = sides(text).filter(Boolean).map((side) => side.split("-").length);
  return ["", "year", "month", "day"][Math.min(...parts)];
}
