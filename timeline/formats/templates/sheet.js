// @ts-check
// What stands around the drawing in a picture: title, what was selected, the key of numbers, what marks mean, and whose it is.

/** Typefaces of a picture, the first that there is, and how much wider a text may be in another. */
const [FACES, GENEROUS] = ["Arial, 'Liberation Sans', 'Helvetica Neue', sans-serif", 1.1];
/** Free on each side, size of the title's type, of all other, and of the indent of a line of the key, in rem. */
const [EDGE, HEADING, TYPE, INDENT] = [1.5, 1.6, 0.75, 1.5];
/** From one line to the next as a part of its type, and the least width of a column of the key, in rem. */
const [LEADING, COLUMN] = [1.3, 17];
/** Characters that no XML document may hold. */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

/** How wide a text may be. @param {string} text @param {number} size @param {number} weight */
function widthOf(text, size, weight) {
  pen.font = `${weight} ${size}px ${FACES}`;
  return pen.measureText(text).width * GENEROUS;
}

/** At most so many lines, broken between words or within one that is too long; the last is cut where it has no room. @param {string} text @param {number} most @param {(line: string) => boolean} fits */
function wrapped(text, most, fits) {
  const lines = [];
  let rest = text.trim();
  while (rest && lines.length < most) {
    if (lines.length === most - 1 && !fits(rest)) return [...lines, cut(rest, fits)];
    const line = lineOf(rest, fits);
    rest = rest.slice(line.length).trimStart();
    lines.push(line.trimEnd());
  }
  return lines;
}

/** The beginning of a text that fits: all, whole words, or at least a letter. @param {string} text @param {(line: string) => boolean} fits */
function lineOf(text, fits) {
  if (fits(text)) return text;
  const letters = lettersOf(text, fits);
  const words = text[letters.length] === " " ? letters : letters.slice(0, letters.lastIndexOf(" ") + 1);
  return words.trim() ? words : letters;
}

/** As many letters as fit, at least one. @param {string} text @param {(line: string) => boolean} fits */
function lettersOf(text, fits) {
  let line = "";
  for (const letter of text) {
    if (line && !fits(line + letter)) break;
    line += letter;
  }
  return line;
}

/** As much as fits before a mark that says that it was cut. @param {string} text @param {(line: string) => boolean} fits */
const cut = (text, fits) => `${lettersOf(text, (line) => fits(`${line}…`)).trimEnd()}…`;

/** How much the events are and what they were selected by, in the program's words. @param {Entry[]} entries @param {Filters} filters */
function summed(entries, filters) {
  const { events, programmes, sources, first_year, last_year } = figures(entries);
  if (!events) return "No events";
  const held = `${counted(events, "event")}${programmes ? ` in ${counted(programmes, "programme")}` : ""}${sources ? `, from ${counted(sources, "source")}` : ""}`;
  const by = [...new Set([...DATA.chronology.selection, ...inProgramWords(filters)])];
  return [[...new Set([first_year, last_year])].join("–"), held, by.length ? `Selected by ${by.join("; ")}` : ""].filter(Boolean).join(" · ");
}

/** When it was updated, its licence and its home. */
function imprint() {
  const { updated, licence, url } = DATA.chronology;
  return [updated ? `Updated ${inWords(updated) || updated}` : "", licence, url].filter(Boolean).join(" · ");
}

/** A picture so wide around a drawing, to which each part adds itself from the top. @param {number} across */
function makeSheet(across) {
  const style = getComputedStyle(root);
  const [ground, ink, quiet] = ["--ground", "--ink", "--quiet"].map((name) => style.getPropertyValue(name).trim());
  const rem = parseFloat(style.fontSize);
  const [edge, type] = [EDGE * rem, TYPE * rem];
  const width = across + 2 * edge;
  const picture = draw("svg", { role: "img", "font-family": FACES });
  const paper = draw("rect", { fill: ground });
  let y = edge;
  picture.append(paper);

  /** Text from a place on, in lines as wide as there is room; gives where they end. @param {string} text @param {{x?: number, top?: number, room?: number, size?: number, weight?: number, fill?: string, most?: number}} look */
  function block(text, { x = edge, top = y, room = across, size = type, weight = 400, fill = ink, most = 3 }) {
    const lines = wrapped(text.replace(FORBIDDEN, "\ufffd").slice(0, 2000), most, (line) => widthOf(line, size, weight) <= room);
    lines.forEach((line, number) => {
      const place = { x: x.toFixed(1), y: (top + size * (1 + number * LEADING)).toFixed(1), "font-size": size, "font-weight": weight, fill };
      picture.append(Object.assign(draw("text", place), { textContent: line }));
    });
    return top + lines.length * size * LEADING;
  }

  return {
    picture,
    /** @param {string} title @param {string} words */
    head(title, words) {
      y = block(title, { size: HEADING * rem, weight: 600, most: 2 }) + type * 0.4;
      y = Math.round(block(words, { fill: quiet }) + type);
    },
    /** @param {Element} group @param {number} height */
    drawing(group, height) {
      group.setAttribute("transform", `translate(${edge} ${y})`);
      picture.append(group);
      y += height + type;
    },
    /** @param {[string, string][]} rows number and text */
    key(rows) {
      const columns = Math.min(Math.max(Math.floor(across / (COLUMN * rem)), 1), rows.length || 1);
      const [wide, indent] = [across / columns, INDENT * rem];
      const many = Math.ceil(rows.length / columns);
      let end = y;
      for (let column = 0; column < columns; column++) {
        const x = edge + column * wide;
        let top = y;
        for (const [number, text] of rows.slice(column * many, (column + 1) * many)) {
          block(number, { x, top, weight: 700 });
          top = block(text, { x: x + indent, top, room: wide - indent - type }) + type * 0.2;
        }
        end = Math.max(end, top);
      }
      if (rows.length) y = end + type;
    },
    /** @param {{sample: Element, wide: number, high: number, words: string}[]} signs */
    legend(signs) {
      let x = edge;
      for (const { sample, wide, high, words } of signs) {
        const room = widthOf(words, type, 400);
        if (x > edge && x + wide + type / 2 + room > edge + across) [x, y] = [edge, y + type * 1.6];
        sample.setAttribute("transform", `translate(${x.toFixed(1)} ${(y + type * 0.65 - high / 2).toFixed(1)})`);
        picture.append(sample);
        block(words, { x: x + wide + type / 2, fill: quiet, most: 1 });
        x += wide + room + type * 1.5;
      }
      y += type * 2.2;
    },
    /** @param {string} words @returns {Element} */
    foot(words) {
      y = block(words, { fill: quiet, most: 2 }) + edge;
      for (const whole of [picture, paper]) for (const [name, value] of [["width", width], ["height", y]]) whole.setAttribute(String(name), Number(value).toFixed(1));
      picture.setAttribute("viewBox", `0 0 ${width.toFixed(1)} ${y.toFixed(1)}`);
      return picture;
    },
  };
}
