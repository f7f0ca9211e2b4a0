// Where pay is highest, for a level: the metros by both opinions.
import { editions } from "./about.js";
import { answer } from "./ask.js";
import { legendOf, ranksFigure } from "./charts.js";
import { h } from "./dom.js";
import { choice, text } from "./form.js";
import { only } from "./inputs.js";
import { bookName, money } from "./text.js";

const TOP = 15;
const LONGEST = 60;
const SHOWN = [{ id: "25", title: "25" }, { id: "40", title: "40" }];

export const places = {
  label: "Places",
  title: "Where does this job pay most?",
  example: {},
  inputs: (state) => only(state, ["level", "tier", "state", "top", "book"]),
  form(state, catalog, changed) {
    const levels = catalog.options("level");
    // One in the middle, until somebody says which; each book has its own.
    state.level ??= levels[Math.floor((levels.length - 1) / 2)].id;
    return [
      choice(state, "level", "Level", levels, changed),
      text(state, "tier", "Company or kind of company", changed, { suggest: "tier", book: catalog.book, placeholder: "any" }),
      text(state, "state", "Only in a state", changed, { placeholder: "WA" }),
      choice(state, "top", "How many places", SHOWN, changed, String(TOP)),
    ];
  },
  /** The metros are the market's, by its factor; then each is priced by both books. */
  async question({ level, tier, state, top, book }) {
    const count = Number(top ?? TOP);
    const { document } = await answer("places", state ? { state, book: "market" } : { top: count, book: "market" });
    const person = { level, ...(tier && { tier }) };
    const scenario = document.metros.slice(0, count).map(({ name }) => ({ name: name.slice(0, LONGEST), city: name }));
    return { command: "compare", inputs: { ...(book && { book }), person, scenario } };
  },
  async show({ document }) {
    const first = document.scenarios[0];
    const rows = document.scenarios.map((one) => ({ label: one.place.name, marks: marks(one, document) }));
    const describe = `${rows.map((row) => `${row.label}: ${row.marks.map((mark) => `${mark.edition} ${money(mark.dollars)}`).join(", ")}`).join(". ")}.`;
    const legend = [document.market && legendOf(document.market.book), legendOf(document.book)].filter(Boolean);
    return [
      ranksFigure(rows, { title: `Typical total for ${first.level.title}, by place`, name: "places", about: editions(document), describe, legend }),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Places" }, h("table", {},
        h("caption", {}, h("span", {}, `Ranked by ${document.ranked_by}; typical figures`)),
        h("thead", {}, h("tr", {}, ["", "Place", "Market, total", "Market, base", `${bookName(document.book)}, total`].map((name) => h(name ? "th" : "td", name ? { scope: "col" } : {}, name)))),
        h("tbody", {}, document.scenarios.map((one, n) => h("tr", {},
          h("td", {}, n + 1), h("th", { scope: "row" }, one.place.name),
          h("td", {}, one.market ? money(one.market.total.typical) : "none"),
          h("td", {}, one.market ? money(one.market.base.typical) : "none"),
          h("td", {}, money(one.total.typical))))))),
    ];
  },
  summary: (document) => `${document.scenarios[0].level.title}, by place`,
  spoken: (document) => `${document.scenarios[0].place.name} pays most.`,
};

function marks(one, document) {
  const own = { edition: document.book, dollars: one.total.typical };
  return one.market ? [own, { edition: document.market.book, dollars: one.market.total.typical }] : [own];
}
