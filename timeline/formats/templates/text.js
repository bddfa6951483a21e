// @ts-check
// Texts: how they are compared, by the program's own rules, and a few that are written often.

/** @type {ReturnType<typeof searching> | undefined} */
let engine;
const words = () => (engine ??= searching(DATA.words));

/** Text for comparison, without case, accents and what cannot be seen. @param {string} text */
const fold = (text) => words().fold(text);

/** A test whether a text occurs anywhere in another, folded one. @param {string} text @returns {(folded: string) => boolean} */
function containing(text) {
  const pattern = words().part(text);
  return (other) => pattern.test(other);
}

const FIGURES = new Intl.NumberFormat("en-GB");

/** `1,204`. @param {number} number */
const figure = (number) => FIGURES.format(number);

/** `1 event`, `1,204 events`. @param {number} number @param {string} noun */
const counted = (number, noun) => `${figure(number)} ${noun}${number === 1 ? "" : "s"}`;

/** A name without the office in brackets at its end, as the program counts persons. @param {string} person */
function nameOf(person) {
  let depth = 0;
  for (let at = person.length - 1; at > 0 && person.endsWith(")"); at--) {
    depth += Number(person[at] === ")") - Number(person[at] === "(");
    if (!depth) return person.slice(0, at).trimEnd() || person;
  }
  return person;
}
