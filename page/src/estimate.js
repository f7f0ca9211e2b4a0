// What one person should be paid, by both opinions.
import { answer } from "./ask.js";
import { legendOf, rangesFigure } from "./charts.js";
import { h } from "./dom.js";
import { personFields } from "./form.js";
import { only, person } from "./inputs.js";
import { receipt } from "./receipt.js";
import { bookKind, bookName, held, money, range, sentence, width } from "./text.js";

export const estimate = {
  label: "Estimate",
  title: "What should this job pay?",
  example: { years: "4", city: "San Francisco, CA" },
  inputs: (state) => ({ ...person(state), ...only(state, ["book"]) }),
  form: (state, catalog, changed) => personFields(state, catalog, changed),
  question: (inputs) => ({ command: "estimate", inputs }),
  async show({ document }, inputs) {
    const market = document.market && (await marketReceipt(inputs, document));
    return [
      opinions(document),
      verdict(document),
      picture(document),
      document.notes.map((note) => h("p", { class: "note" }, note)),
      h("h2", {}, "How the figures are made"),
      h("p", { class: "lead" }, "Each step in order. Open one for its source."),
      h("div", { class: "receipts" }, market, receipt(document, "own", [])),
    ];
  },
  summary: (document) => `${document.level.title}, ${document.place.name}`,
  spoken: (document) => `${document.market ? `Market: total ${money(document.market.total.typical)}. ` : ""}${bookName(document.book)}: total ${money(document.total.typical)}.`,
};

function verdict({ book, market }) {
  if (bookName(book) === "Market") return null;
  return h("p", { class: "verdict" }, market ? sentence(market.verdict) : "The market has no figure of its own here.");
}

/** The market's own steps; where it lacks a factor that only another book has, none. A level that was named is the market's by its id: what a book calls its own may be another level there. */
async function marketReceipt(inputs, { market, notes, profile }) {
  const { factor: _, ...known } = inputs;
  const level = profile.level ? { level: market.level } : {};
  const { document } = await answer("estimate", { ...known, ...level, book: "market" });
  return receipt(document, "market", document.notes.filter((note) => !notes.includes(note)));
}

/** Both opinions as equals, the measured one first. */
export function opinions(document) {
  const both = [document.market, document].filter(Boolean);
  return h("div", { class: "opinions" }, both.map((opinion) => h("section", { class: `opinion ${bookName(opinion.book) === "Market" ? "market" : "guide"}` },
    h("h2", {}, bookName(opinion.book), " ", h("small", {}, bookKind(opinion.book))),
    h("dl", {},
      h("div", { class: "total" }, h("dt", {}, "Total compensation"), h("dd", {}, h("strong", {}, money(opinion.total.typical)), h("span", {}, `${width(opinion.calibration)}: ${range(opinion.total)}`))),
      h("div", {}, h("dt", {}, "Base salary"), h("dd", {}, h("strong", {}, money(opinion.base.typical)), h("span", {}, `${width(opinion.calibration)}: ${range(opinion.base)}`)))),
    h("p", { class: "held" }, held(opinion.calibration)))));
}

/** Ranges of base and total by both books; with an offer's amounts where there is one. */
export function picture(document, offered) {
  const both = [document.market, document].filter(Boolean);
  const rows = ["total", "base"].flatMap((what) => both.map((opinion) => ({
    group: what === "total" ? "Total" : "Base", label: bookName(opinion.book), edition: opinion.book, pay: opinion[what], width: width(opinion.calibration), offer: offered?.[what],
  })));
  const read = (row) => `${row.group}, ${row.label}: typically ${money(row.pay.typical)}, ${row.width} ${range(row.pay)}, at the most ${money(row.pay.low)} to ${money(row.pay.high)}`;
  const describe = `${rows.map(read).join(". ")}.${offered ? ` The offer: total ${money(offered.total)}, base ${money(offered.base)}.` : ""}`;
  const legend = both.map((opinion) => legendOf(opinion.book));
  if (offered) legend.push({ label: "The offer", color: "var(--ink)", shape: "triangle" });
  return rangesFigure(rows, { title: offered ? "Where the offer stands" : "Both opinions on one scale", name: offered ? "offer" : "estimate", describe, legend });
}
