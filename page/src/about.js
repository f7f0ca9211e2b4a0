// Who is priced and by which editions, so that what is handed on can be understood by itself.

// What a receipt says of level, years and place is said here in other words.
const APART = ["band", "years", "location", "uplift"];

/** The person and the job of an estimate's document: Senior, 8 years, FAANG-level firm, Austin, TX. */
export function who({ level, profile, steps, place }) {
  const years = profile.years === null ? [] : [profile.years === 1 ? "1 year" : `${profile.years} years`];
  const conditions = steps.filter((step) => !APART.includes(step.id)).map((step) => step.label);
  return [level.title, ...years, ...conditions, profile.remote ? `remote (${place.name})` : place.name].join(", ");
}

export const editions = (document) => [document.book, document.market?.book].filter(Boolean).join(", ");

/** How the marks of ranges are read; `widths` are the words for what each book draws thick. */
export function reading(widths) {
  const words = [...new Set(widths)];
  return [
    { label: `Thick: ${words.join("; or ")}`, shape: "bar", color: "var(--ink)" },
    { label: "Thin: low to high", shape: "line", color: "var(--ink)" },
    { label: "Dot: typical", shape: "dot", color: "var(--ink)" },
  ];
}
