// Up to six scenarios side by side, each a person and a job, perhaps with an offer.
import { editions } from "./about.js";
import { legendOf, LEGEND, ranksFigure } from "./charts.js";
import { h } from "./dom.js";
import { personFields, termFields, text } from "./form.js";
import { only, person, read, TERMS, write } from "./inputs.js";
import { money, signed } from "./text.js";

const MOST = 6;

export const compare = {
  label: "Compare",
  title: "Which of these pays best?",
  example: { s: ["name=San+Francisco&years=4&city=San+Francisco%2C+CA", "name=New+York&years=4&city=New+York%2C+NY", "name=Remote&years=4&remote=yes", "name=Austin+offer&years=4&city=Austin%2C+TX&base=190k&bonus=10%25&equity=300k"] },
  inputs: (state) => only(state, ["s", "over_years", "book"]),
  form(state, catalog, changed) {
    const scenarios = list(state).map(parse);
    const keep = () => { state.s = scenarios.map((each) => write(each).toString()); changed(); };
    const again = () => { keep(); whole.replaceWith(...this.form(state, catalog, changed)); };
    const whole = h("div", { class: "scenarios" },
      scenarios.map((scenario, n) => card(scenario, n, catalog, keep, scenarios.length > 1 && (() => { scenarios.splice(n, 1); again(); }))),
      h("button", { type: "button", disabled: scenarios.length >= MOST, onclick: () => { scenarios.push(fresh(scenarios)); again(); } }, "Add a scenario"),
      text(state, "over_years", "Add up the pay of so many years", changed, { numeric: true, placeholder: "1", hint: "1 to 5" }));
    return [whole];
  },
  question(inputs) {
    const tables = { scenario: [], offer: [] };
    for (const each of list(inputs).map(parse)) {
      const { book: _, ...scenario } = each;
      if (scenario.remote_policy === "") delete scenario.remote_policy;
      tables[TERMS.some((term) => term in scenario) ? "offer" : "scenario"].push(scenario);
    }
    const used = Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length));
    return { command: "compare", inputs: { ...only(inputs, ["book", "over_years"]), ...used } };
  },
  async show({ document }) {
    return [picture(document), table(document), document.ties.map((tie) => h("p", { class: "note" }, `${tie.book} cannot tell ${tie.scenarios.join(" and ")} apart.`)),
      document.scenarios.flatMap((one) => one.notes.map((note) => h("p", { class: "note" }, `${one.name}: ${note}`)))];
  },
  summary: (document) => document.scenarios.map((one) => one.name).join(", "),
  spoken: (document) => `${document.scenarios[0].name} pays best.`,
};

const list = (state) => [state.s ?? []].flat();
const parse = (query) => read(new URLSearchParams(query));

function fresh(scenarios) {
  const taken = new Set(scenarios.map((each) => each.name));
  const free = [...Array(MOST + 1).keys()].map((n) => `Scenario ${n + 1}`).find((name) => !taken.has(name));
  const { years, level } = scenarios.at(-1) ?? {};
  return { name: free, ...(years && { years }), ...(level && { level }) };
}

function card(scenario, n, catalog, keep, remove) {
  const title = h("span", {}, scenario.name ?? `Scenario ${n + 1}`);
  const changed = () => { title.textContent = whole.dataset.record = scenario.name ?? ""; keep(); };
  const offered = TERMS.some((term) => term in scenario);
  const whole = h("details", { class: "card", "data-record": scenario.name, open: n === 0 && matchMedia("(min-width: 60rem)").matches },
    h("summary", {}, title),
    text(scenario, "name", "Name", changed, { wide: true }),
    personFields(scenario, catalog, changed),
    h("details", { class: "more", open: offered }, h("summary", {}, "Its offer, where there is one"), termFields(scenario, changed)),
    remove && h("button", { type: "button", class: "quiet", onclick: remove }, "Remove", h("span", { class: "unseen" }, ` ${scenario.name}`)));
  return whole;
}

function marks(one, document) {
  const own = { edition: document.book, dollars: document.over_years * one.total.typical };
  return one.market ? [own, { edition: document.market.book, dollars: document.over_years * one.market.total.typical }] : [own];
}

function picture(document) {
  const rows = document.scenarios.map((one) => ({ label: one.name, marks: marks(one, document), paid: one.kind === "scenario" ? undefined : one.pay.total }));
  const years = document.over_years > 1 ? ` over ${document.over_years} years` : "";
  const describe = rows.map((row) => `${row.label}: ${row.marks.map((mark) => `${mark.edition} ${money(mark.dollars)}`).join(", ")}${row.paid ? `, pays ${money(row.paid)}` : ""}`).join(". ");
  const legend = [document.market && legendOf(document.market.book), legendOf(document.book), rows.some((row) => row.paid) && { ...LEGEND.offer, label: "What an offer pays" }].filter(Boolean);
  return ranksFigure(rows, { title: `Typical total${years}, best paid first`, name: "compare", about: editions(document), describe: `${describe}.`, legend });
}

function table(document) {
  const heads = ["Scenario", "Level and place", document.market && "Market, total", `${document.book.startsWith("guide-") ? "Guide" : document.book}, total`, "Pays", "Difference"].filter(Boolean);
  const byMarket = document.ranked_by === document.market?.book;
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Comparison" }, h("table", {},
    h("caption", {}, h("span", {}, `Ranked by ${document.ranked_by}; an offer stands by what it pays`)),
    h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, document.scenarios.map((one) => {
      const ranked = byMarket && one.market ? one.market : one;
      return h("tr", {},
        h("th", { scope: "row" }, one.name), h("td", {}, `${one.level.title}, ${one.place.name}`),
        document.market && h("td", {}, one.market ? money(one.market.total.typical) : "none"),
        h("td", {}, money(one.total.typical)), h("td", {}, money(ranked.pay.total)),
        h("td", {}, ranked.difference?.dollars ? signed(ranked.difference.dollars) : "best"));
    }))));
}
