// What an offer is worth, where it stands, and what to ask for.
import { editions, who } from "./about.js";
import { answer } from "./ask.js";
import { PARTS, yearsFigure } from "./charts.js";
import { h } from "./dom.js";
import { picture } from "./estimate.js";
import { personFields, termFields } from "./form.js";
import { only, person, TERMS } from "./inputs.js";
import { bookName, exact, money, percentile, signed } from "./text.js";

export const offer = {
  label: "Offer",
  title: "Is this offer any good?",
  example: { years: "4", city: "San Francisco, CA", base: "210k", bonus: "15%", equity: "400k", sign_on: "30k" },
  inputs: (state) => ({ ...person(state), ...only(state, [...TERMS, "book"]) }),
  form: (state, catalog, changed) => [
    h("fieldset", { class: "plain" }, h("legend", {}, "The offer"), termFields(state, changed)),
    h("fieldset", { class: "plain" }, h("legend", {}, "The person and the job"), personFields(state, catalog, changed)),
  ],
  question: (inputs) => ({ command: "offer", inputs }),
  async show({ document }, inputs) {
    const { document: priced } = await answer("estimate", { ...person(inputs), ...only(inputs, ["book"]) });
    const offered = { base: document.base.amount, total: document.total.amount };
    return [
      verdict(document),
      asks(document),
      picture(priced, offered),
      standing(document),
      yearsFigure(document.years, about(document)),
      table(document.years),
      document.verdict.notes.map((note) => h("p", { class: "note" }, note)),
    ];
  },
  summary: about,
  spoken: (document) => document.verdict.text.join(" "),
};

function about(document) {
  return `Offer: ${who(document.estimate)}; ${editions(document)}`;
}

function verdict({ verdict: found }) {
  return h("section", { class: "judged", "aria-label": "Verdict" },
    h("div", { class: "words" }, ["total", "base"].map((what) => h("p", { class: `word ${found[what]}` },
      h("span", {}, what === "base" ? "Base" : "Total"), " ", h("strong", {}, found[what])))),
    h("ul", {}, found.text.map((line) => h("li", {}, line))));
}

function asks({ verdict: found }) {
  if (!found.asks.length) return null;
  return h("section", { class: "asks" }, h("h2", {}, "What to ask for"),
    h("ul", {}, found.asks.map((ask) => h("li", {},
      h("strong", {}, `${money(ask.dollars)} more ${ask.of === "base" ? "base" : "in total"} a year`),
      h("span", {}, `${money(ask.amount)}, ${ask.percentile === 50 ? "the typical figure" : "the 75th percentile"} of ${found.by}`)))));
}

function standing(document) {
  const books = [document.market, document].filter(Boolean);
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Standing" }, h("table", {},
    h("caption", {}, h("span", {}, "Percentile and distance from typical")),
    h("thead", {}, h("tr", {}, ["", "Offered", "Typical", "Percentile", "From typical"].map((name) => h(name ? "th" : "td", name ? { scope: "col" } : {}, name)))),
    h("tbody", {}, ["total", "base"].flatMap((what) => books.map((book) => h("tr", {},
      h("th", { scope: "row" }, `${what === "base" ? "Base" : "Total"}, ${bookName(book.book).toLowerCase()}`),
      h("td", {}, exact(book[what].amount)), h("td", {}, money(book[what].typical)), h("td", {}, percentile(book[what].percentile)), h("td", {}, signed(book[what].above_typical))))))));
}

function table(years) {
  const parts = PARTS.filter(([key]) => years.some((year) => year[key]));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Years" }, h("table", {},
    h("caption", {}, "The same in figures"),
    h("thead", {}, h("tr", {}, ["Year", ...parts.map(([, label]) => label), "Total"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, years.map((year) => h("tr", {}, h("th", { scope: "row" }, year.year), [...parts.map(([key]) => key), "total"].map((key) => h("td", {}, exact(year[key]))))))));
}
