// The pictures, by Observable Plot.
import { axisX, barX, dot, gridX, link, plot, ruleX, ruleY, text } from "@observablehq/plot";
import { figure } from "./figure.js";
import { bookColor, bookName, money, short } from "./text.js";

export const STYLE = { background: "none", color: "var(--ink)", fontSize: "12px" };
export const LEGEND = {
  market: { label: "Market, measured", color: "var(--market)" },
  guide: { label: "Guide, an opinion", color: "var(--guide)" },
  offer: { label: "The offer", color: "var(--ink)", shape: "triangle" },
};

export const legendOf = (edition) => {
  if (edition.startsWith("market-")) return LEGEND.market;
  return edition.startsWith("guide-") ? LEGEND.guide : { label: `Your rule book, ${edition}`, color: "var(--guide)" };
};

export const scale = (dollars) => dollars / 1000;
export const axis = (width) => axisX({ ticks: Math.max(3, Math.floor(width / 90)), tickFormat: (k) => (k >= 1000 ? `$${k / 1000}M` : k ? `$${k}k` : "$0"), label: null, tickSize: 0 });

/** How much room names have beside a picture, and those that fit there. */
export const leftOf = (width, most = 230) => Math.min(most, Math.round(width * 0.4));
export const names = (rows, left, y, name) => text(rows, { y, text: name, lineWidth: (left - 24) / 12, textOverflow: "ellipsis", frameAnchor: "left", textAnchor: "end", dx: -8, fill: "var(--ink)" });

/** Ranges on one axis: thin from low to high, thick inside, the typical figure marked.
 * Rows are {group, label, edition, pay, offer}. */
export function rangesFigure(rows, { title, name, about, describe, legend }) {
  return figure({ title, name, about, describe, legend, draw: (width) => {
    const narrow = width < 480;
    const y = (row) => `${row.group}\n${row.label}`;
    return plot({
      width, height: 54 + 46 * rows.length, marginLeft: narrow ? 56 : 120, marginRight: 24, marginTop: 8, marginBottom: 28, style: STYLE,
      x: { nice: true, zero: false, label: null },
      y: { axis: null, domain: rows.map(y), padding: 0.55 },
      marks: [
        gridX({ stroke: "var(--line)", strokeOpacity: 1 }), axis(width),
        text(rows, { y, text: (row) => (narrow ? `${row.group}\n${row.label.toLowerCase()}` : `${row.group}, ${row.label.toLowerCase()}`), frameAnchor: "left", textAnchor: "end", dx: -10, fill: "var(--ink)" }),
        link(rows, { x1: (row) => scale(row.pay.low), x2: (row) => scale(row.pay.high), y1: y, y2: y, stroke: color, strokeWidth: 2, strokeOpacity: 0.55 }),
        link(rows, { x1: (row) => scale(row.pay.likely_low), x2: (row) => scale(row.pay.likely_high), y1: y, y2: y, stroke: color, strokeWidth: 12, strokeLinecap: "round" }),
        dot(rows, { x: (row) => scale(row.pay.typical), y, r: 6, fill: "var(--card)", stroke: color, strokeWidth: 3 }),
        text(rows, { x: (row) => scale(row.pay.typical), y, text: (row) => short(row.pay.typical), dy: -16, fill: "var(--ink)", fontWeight: 600 }),
        dot(rows.filter((row) => row.offer), { x: (row) => scale(row.offer), y, symbol: "triangle", r: 6, dy: 13, fill: "var(--ink)" }),
      ],
    });
  } });
}

const color = (row) => bookColor(row.edition);

export const PARTS = [
  ["base", "Base", "var(--part-1)"], ["bonus", "Bonus", "var(--part-2)"], ["equity", "Equity", "var(--part-3)"],
  ["sign_on", "Sign-on", "var(--part-4)"], ["other", "Other", "var(--part-5)"],
];

/** The years of an offer as stacked bars. */
export function yearsFigure(years, about) {
  const parts = PARTS.filter(([key]) => years.some((year) => year[key]));
  const rows = years.flatMap((year) => parts.map(([key, label, fill]) => ({ year: `Year ${year.year}`, label, fill, dollars: scale(year[key]) })));
  const describe = `What the offer pays: ${years.map((year) => `year ${year.year}, ${money(year.total)}`).join("; ")}.`;
  const legend = parts.map(([, label, fill]) => ({ label, color: fill }));
  return figure({ title: "What each year pays", name: "years", about, describe, legend, draw: (width) => plot({
    width, height: 34 + 38 * years.length, marginLeft: 56, marginRight: 60, marginTop: 4, marginBottom: 28, style: STYLE,
    x: { label: null }, y: { axis: null, domain: years.map((year) => `Year ${year.year}`), padding: 0.28 },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1 }), axis(width),
      text(years, { y: (year) => `Year ${year.year}`, text: (year) => `Year ${year.year}`, frameAnchor: "left", textAnchor: "end", dx: -8, fill: "var(--ink)" }),
      barX(rows, { x: "dollars", y: "year", fill: "fill", order: legend.map((each) => each.color), insetLeft: 0.5, insetRight: 0.5 }),
      text(years, { x: (year) => scale(year.total), y: (year) => `Year ${year.year}`, text: (year) => short(year.total), textAnchor: "start", dx: 6, fill: "var(--ink)", fontWeight: 600 }),
      ruleX([0], { stroke: "var(--muted)" }),
    ],
  }) });
}

/** Things by rank, each with a mark for each opinion. Rows are {label, marks: [{edition, dollars}], paid}. */
export function ranksFigure(rows, { title, name, about, describe, legend }) {
  const marks = rows.flatMap((row) => row.marks.map((mark) => ({ ...mark, label: row.label })));
  const paid = rows.filter((row) => row.paid);
  return figure({ title, name, about, describe, legend, draw: (width) => {
    const left = leftOf(width, 250);
    return plot({
      width, height: 34 + 26 * rows.length, marginLeft: left, marginRight: 24, marginTop: 4, marginBottom: 28, style: STYLE,
      x: { label: null, nice: true }, y: { axis: null, domain: rows.map((row) => row.label) },
      marks: [
        gridX({ stroke: "var(--line)", strokeOpacity: 1 }), axis(width - left),
        ruleY(rows, { y: "label", stroke: "var(--line)" }),
        names(rows, left, "label", "label"),
        dot(marks, { x: (mark) => scale(mark.dollars), y: "label", r: 5.5, fill: (mark) => bookColor(mark.edition), title: (mark) => `${mark.label}: ${money(mark.dollars)}, ${bookName(mark.edition)}` }),
        dot(paid, { x: (row) => scale(row.paid), y: "label", symbol: "triangle", r: 6, fill: "var(--ink)" }),
      ],
    });
  } });
}

/** What options multiply pay by, ranges on one axis about 1. */
export function factorsFigure(rows, { title, name, edition }) {
  const describe = `${title}: ${rows.map((row) => `${row.title}, typically ${row.range.typical.toFixed(2)}`).join("; ")}.`;
  return figure({ title, name, about: edition, describe, heading: "h3", draw: (width) => {
    const left = leftOf(width);
    const fill = bookColor(edition);
    // Options that change next to nothing look so.
    const domain = [Math.min(0.9, ...rows.map((row) => row.range.low)), Math.max(1.1, ...rows.map((row) => row.range.high))];
    return plot({
      width, height: 34 + 26 * rows.length, marginLeft: left, marginRight: 24, marginTop: 4, marginBottom: 28, style: STYLE,
      x: { label: null, nice: true, domain }, y: { axis: null, domain: rows.map((row) => row.id) },
      marks: [
        gridX({ stroke: "var(--line)", strokeOpacity: 1 }),
        axisX({ ticks: Math.max(3, Math.floor((width - left) / 90)), tickFormat: (x) => `×${x.toFixed(2)}`, label: null, tickSize: 0 }),
        ruleX([1], { stroke: "var(--muted)", strokeDasharray: "3 3" }),
        names(rows, left, "id", "title"),
        link(rows, { x1: (row) => row.range.low, x2: (row) => row.range.high, y1: "id", y2: "id", stroke: fill, strokeWidth: 8, strokeLinecap: "round", strokeOpacity: 0.5 }),
        dot(rows, { x: (row) => row.range.typical, y: "id", r: 5, fill }),
      ],
    });
  } });
}
