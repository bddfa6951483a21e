// @ts-check
// On paper: what the head says of a selection, and everything opened.

/** Says on paper what was selected, by what, and before each figure of the whole that of the selection. @param {Entry[]} entries @param {string} by @param {string} number */
function headPaper(entries, by, number) {
  const shown = entries.filter((entry) => entry.shown);
  const all = shown.length === entries.length;
  for (const part of document.querySelectorAll("[data-figure] .paper")) part.remove();
  for (const id of ["_part", "_selected", "_printed"]) byId(id)?.toggleAttribute("hidden", all);
  if (all) return;
  const { first_year, last_year, ...held } = figures(shown);
  const numbers = Object.entries(held).map(([name, number]) => [name, figure(number)]);
  const period = [...new Set([first_year, last_year])].filter(Boolean).join("–");
  byId("_part")?.replaceChildren(["Selection from a chronology", period].filter(Boolean).join(", "));
  get("_selected").lastElementChild?.replaceChildren(by);
  byId("_printed")?.replaceChildren(`${number}: ${by}`);
  for (const [name, words] of [["period", period || "none"], ...numbers]) {
    document.querySelector(`[data-figure=${name}] dd`)?.prepend(make("span", { class: "paper" }, `${words} of `));
  }
}

/** Opens what is shown, as long as it is printed. @param {Entry[]} entries @param {HTMLDetailsElement | null} bibliography */
function openOnPaper(entries, bibliography) {
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    const shown = entries.filter((entry) => entry.shown);
    for (const entry of shown) decorate(entry);
    closed = [...shown.map((entry) => entry.details), ...(bibliography ? [bibliography] : [])].filter((details) => !details.open);
    for (const details of closed) details.open = true;
    followBibliography(entries);
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}
