// @ts-check
// Who met whom, and when: the persons of the same events, under one name as the program counts them.

/** The others of a person's events, the most frequent first, each with these events. @param {Entry[]} entries @param {string} person */
function companions(entries, person) {
  const test = containing(person);
  /** @type {Map<string, {name: string, events: Entry[]}>} */
  const found = new Map();
  for (const entry of entries) {
    if (!entry.shown || !entry.people.some((other) => test(fold(other)))) continue;
    for (const name of new Set(entry.people.filter((other) => !test(fold(other))).map(nameOf))) {
      const other = found.get(fold(name)) ?? { name, events: [] };
      other.events.push(entry);
      found.set(fold(name), other);
    }
  }
  return [...found.values()].sort((one, other) => other.events.length - one.events.length || (one.name < other.name ? -1 : 1));
}

/** Shows above the list whom the person that is chosen met, and when. @param {Entry[]} entries @param {Filters} filters */
function showCompanions(entries, filters) {
  const box = get("_people");
  const [person, another] = filters.person;
  const others = person && !another ? companions(entries, person) : [];
  box.hidden = !others.length;
  const rows = others.map(({ name, events }) => make("div", {}, make("dt", {}, filterLink("person", name)),
    make("dd", {}, ...between(events.map((entry) => make("a", { href: `#${entry.id}`, title: entry.title, "data-event": entry.id }, entry.words)), ", "))));
  const open = Boolean(box.querySelector("[open]"));
  box.replaceChildren(make("details", { open }, make("summary", {}, `Met ${person ?? ""}: ${counted(others.length, "person").replace("persons", "people")}, and when`),
    make("dl", { tabindex: "0", "aria-label": "People and days" }, ...rows)));
}
