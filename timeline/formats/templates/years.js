// @ts-check
// The years asked for: what makes no sense in them is said, beside their fields and in the bar, and not applied.

const YEAR = /^[1-9]\d{3}(-(0[1-9]|1[0-2]))?$/;
/** Characters that are repeated of what is no year. */
const REPEATED = 20;

/** The years or months in their fields or in an address, whatever they are. @typedef {{from: string, to: string}} Years */

/** What is wrong with them, in words. @param {Years} years */
function wrongWith({ from, to }) {
  const none = [from, to].find((text) => text && !YEAR.test(text));
  if (none) return `“${none.length > REPEATED ? `${none.slice(0, REPEATED)}…` : none}” is no year or month, such as 2008 or 2008-03`;
  return from && to && from > `${to}~` ? `${from} is later than ${to}` : "";
}

/** Says what is wrong, and of which field, or nothing. @param {Years} years */
function sayWrong(years) {
  const wrong = wrongWith(years);
  for (const place of document.querySelectorAll(".wrong")) place.textContent = wrong && `Not applied: ${wrong}.`;
  for (const name of /** @type {("from" | "to")[]} */ (["from", "to"])) {
    const alone = !!years[name] && !YEAR.test(years[name]);
    get(`_${name}`).setAttribute("aria-invalid", String(alone || (!!wrong && [years.from, years.to].every((text) => YEAR.test(text)))));
  }
}
