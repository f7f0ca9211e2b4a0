// Every option of a rule book: what it changes, and what that rests on.
import { factorsFigure } from "./charts.js";
import { h } from "./dom.js";
import { choice, text } from "./form.js";
import { only } from "./inputs.js";
import { basisName, bookKind, bookName, exact, held } from "./text.js";

const NAMES = { level: "Levels", progression: "Years inside a level", "years-curve": "Pay by years", location: "Places", tier: "Kinds of company", specialization: "Specializations", industry: "Industries", lifecycle: "Full lifecycle", degree: "Degrees", uplift: "Equity and bonus", "software-engineer": "Against software engineers" };

export const factors = {
  label: "Factors",
  title: "What changes pay, and why",
  example: {},
  inputs: (state) => only(state, ["dimension", "find", "book"]),
  form: (state, catalog, changed) => [
    choice(state, "dimension", "Show", [...new Set(catalog.document.factors.map((each) => each.dimension))].map((id) => ({ id, title: NAMES[id] ?? id })), changed, "everything"),
    text(state, "find", "Find", changed, { placeholder: "Google, evidence, finance" }),
  ],
  question: ({ dimension, book }) => ({ command: "factors", inputs: { ...(dimension && { dimension }), ...(book && { book }) } }),
  async show({ document }, { find }) {
    const wanted = find?.toLowerCase();
    const fits = (each) => !wanted || JSON.stringify(Object.values(each)).toLowerCase().includes(wanted) || basisName(each.basis).toLowerCase() === wanted;
    const groups = Map.groupBy?.(document.factors.filter(fits), (each) => each.dimension) ?? grouped(document.factors.filter(fits));
    return [
      h("p", { class: "lead" }, `${bookName(document.book)}, ${bookKind(document.book)}. ${held(document.calibration)}`),
      groups.size ? [...groups].map(([dimension, rows]) => section(dimension, rows, document)) : h("p", { class: "note" }, "Nothing in this book fits."),
    ];
  },
  summary: (document) => document.book,
  spoken: (document) => `${document.factors.length} options.`,
};

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.dimension, [...(groups.get(row.dimension) ?? []), row]);
  return groups;
}

function section(dimension, rows, document) {
  const title = NAMES[dimension] ?? document.declared?.find((each) => each.id === dimension)?.title ?? dimension;
  const drawn = rows.filter((row) => row.unit === "multiplier");
  return h("section", { class: "group" }, h("h2", {}, title),
    drawn.length > 1 && factorsFigure(drawn, { title: `${title}: what they multiply by`, name: `factors-${dimension}`, edition: document.book }),
    h("ul", { class: "options" }, rows.map((row) => h("li", {}, option(row)))));
}

function option(row) {
  const names = [...row.aliases, ...row.companies];
  return h("details", { "data-key": `${row.dimension}-${row.id}` },
    h("summary", {}, h("span", { class: "what" }, row.title), h("span", { class: "by" }, size(row)), h("span", { class: `basis ${row.basis}` }, basisName(row.basis))),
    h("dl", {},
      h("dt", {}, "Source"), h("dd", {}, row.source),
      row.reason && [h("dt", {}, "Why"), h("dd", {}, row.reason)],
      names.length > 0 && [h("dt", {}, "Also called"), h("dd", {}, names.join(", "))]));
}

function size({ unit, range }) {
  if (!range) return "no number";
  const both = (write) => (range.low === range.high ? write(range.low) : `${write(range.low)} to ${write(range.high)}`);
  if (unit === "dollars") return both(exact);
  if (unit === "share of band") return `${both((share) => `${Math.round(share * 100)}%`)} of the band`;
  return `× ${both((factor) => factor.toFixed(2))}`;
}
