// @ts-check
// Searching as the program does, by the table that it leaves in the page: timeline/search.py says what is found.
/**
 * What folds texts and makes tests of what is searched for.
 * @param {{alike: Record<string, string>, invisible: string, spaceless: string, spellings: string[][]}} table
 */
const searching = ({ alike, invisible, spaceless, spellings }) => {
  const unseen = new RegExp(`[${invisible}]`, "gu");
  const letter = `(?![${spaceless}])[\\p{L}\\p{N}_]`;
  const [begin, end] = [`(?<!${letter})`, `(?!${letter})`];
  /** @type {Map<string, string>} */
  const known = new Map();

  /** What one character folds to. A combining mark is what normalisation puts before the last of them. @param {string} char */
  function learn(char) {
    const plain = alike[char] || char.normalize("NFKD").toLowerCase();
    const letters = [...plain].map((part) => alike[part] ?? part).join("").replace(unseen, "");
    const folded = [...letters].filter((part) => part !== "\u0345" && `\u0345${part}`.normalize("NFD")[0] === "\u0345").join("");
    known.set(char, folded);
    return folded;
  }

  /** Text for comparison, without case, accents and what cannot be seen. @param {string} text */
  const fold = (text) => text.toLowerCase().replace(/[^\0-.0-_a-\x7f]/gu, (char) => known.get(char) ?? learn(char));

  /** The pattern of a folded text in which spaces and dashes are one; a dash may be missing. @param {string} text */
  const spaced = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/[\s-]+/g, (gap) => (gap.trim() ? "[\\s-]*" : "[\\s-]+"));

  /** @param {string} text */
  const joined = (text) => text.replace(/[\s-]+/g, "");
  const spelled = new Map(spellings.flatMap((words) => words.map((word) => [joined(word), words])));
  const any = spellings.flat().sort((one, other) => other.length - one.length).map(spaced).join("|") || "(?!)";
  const whole = new RegExp(`${begin}(${any})${end}`, "u");
  const apart = new RegExp(`(?<!\\S)(?:${any})(?!\\S)|\\S+`, "gu");

  /** The pattern that finds a folded text in each spelling. @param {string} text */
  const expanded = (text) => text.split(whole).map((part, at) => (at % 2 === 0
    ? spaced(part)
    : `(?:${[spaced(part), ...(spelled.get(joined(part)) ?? []).map((word) => spaced(word) + end)].join("|")})`)).join("");

  /** Tests for the words and phrases of a search. @param {string} text */
  function wanted(text) {
    const starts = new RegExp(`^${letter}`, "u");
    const parts = fold(text).split('"');
    return parts.flatMap((part, at) => {
      const phrase = at % 2 ? part.trim() : "";
      const words = at % 2 ? [phrase] : part.match(apart) ?? [];
      return words.filter((word) => /[^\s-]/.test(word)).map((word) => {
        const turned = phrase ? word : word.split("-").reverse().join("-");
        const closed = phrase && at + 1 < parts.length && new RegExp(`${letter}$`, "u").test(word) ? end : "";
        return new RegExp(`${starts.test(word) ? begin : ""}(?:${expanded(word)}|${expanded(turned)})${closed}`, "u");
      });
    });
  }

  /** A test for a part of a name. @param {string} text */
  const part = (text) => new RegExp(expanded(fold(text)), "u");
  return { fold, wanted, part };
};
