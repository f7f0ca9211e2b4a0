// The pictures of a roster, by Observable Plot. A group too small for its spread to be told is in
// the tables alone.
import { axisX, axisY, barX, dot, gridX, gridY, link, plot, rect, ruleX, text, tickX } from "@observablehq/plot";
import { axis, leftOf, names, scale, STYLE } from "./charts.js";
import { figure } from "./figure.js";
import { count, money } from "./text.js";

const STANDING = {
  below: { label: "Below the range", color: "var(--low)" },
  within: { label: "Within", color: "var(--fair)" },
  above: { label: "Above", color: "var(--high)" },
};
const RANGE = { label: "The book's range, typical marked", color: "var(--range)" };
const PEOPLE = { label: "Real pay: dot the median, thick half of the people, thin 8 in 10", color: "var(--ink)" };
const ROW = 34;
const LETTER = 6.6;
const PAPER = 680;
const WIDTH = 0.05;
const ratio = (value) => value.toFixed(2);

/** Say of a bin that takes all that is lower, or higher, which that is. */
const open = ({ start, end }) => (start === null ? `<${ratio(end)}` : end === null ? `${ratio(start)}+` : null);

/** How often each compa-ratio is paid, by where that is in each person's own range. */
export function histogram({ bins, everyone: { paid, compa_ratio: spread } }, { title, name }) {
  const rows = bins.flatMap(({ start, end, ...bin }) => {
    const label = open({ start, end });
    // One that is open is drawn as wide as the others.
    const [x1, x2] = [start ?? end - WIDTH, end ?? start + WIDTH];
    let top = 0;
    return Object.entries(STANDING).map(([key, { color }]) => {
      const y1 = top;
      top += bin[key];
      return { x1, x2, y1, y2: top, color, label };
    });
  });
  const tops = rows.filter((row, place) => row.label && place % 3 === 2);
  const describe = `Compa-ratios of ${count(paid)} people: the median is ${ratio(spread.p50)}, and half are between ${ratio(spread.p25)} and ${ratio(spread.p75)}.`;
  return figure({ title, name, describe, heading: "h3", paper: PAPER, legend: Object.values(STANDING), draw: (width) => plot({
    width, height: 240, marginLeft: 64, marginRight: 24, marginTop: 20, marginBottom: 28, style: STYLE,
    x: { label: null }, y: { label: null },
    marks: [
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, label: null, tickFormat: (people) => (Number.isInteger(people) ? count(people) : "") }),
      ratioAxis(width),
      rect(rows.filter((row) => row.y2 > row.y1), { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "color", insetLeft: 0.5, insetRight: 0.5 }),
      text(tops, { x: (row) => (row.x1 + row.x2) / 2, y: "y2", text: "label", dy: -8, fill: "var(--ink)", fontVariant: "tabular-nums" }),
      ruleX([1], { stroke: "var(--ink)", strokeDasharray: "3 3" }),
    ],
  }) });
}

/** Compa-ratios of groups, on one axis about 1. */
export function ratios(groups, { title, name }) {
  const told = groups.filter((group) => group.compa_ratio);
  const at = (key) => (group) => group.compa_ratio[key];
  const describe = `${title}: ${told.map((group) => `${group.name}, median ${ratio(group.compa_ratio.p50)}`).join("; ")}.`;
  const domain = [Math.min(0.9, ...told.map(at("p10"))), Math.max(1.1, ...told.map(at("p90")))];
  return figure({ title, name, describe, heading: "h3", paper: PAPER, legend: [PEOPLE], draw: (width) => rows(told, width, domain, (keyed) => [
    ratioAxis(width - leftOf(width)),
    ruleX([1], { stroke: "var(--muted)", strokeDasharray: "3 3" }),
    ...spread(keyed, at),
  ]) });
}

/** Real pay of groups over the ranges that the book gives them. */
export function ranges(groups, { title, name }) {
  const told = groups.filter((group) => group.pay);
  const at = (key) => (group) => scale(group.pay[key]);
  const range = (key) => (group) => scale(group[key]);
  const said = ({ name: who, low, high, pay }) => `${who}, range ${money(low)} to ${money(high)}, median ${money(pay.p50)}`;
  const describe = `${title}: ${told.map(said).join("; ")}.`;
  return figure({ title, name, describe, heading: "h3", paper: PAPER, legend: [RANGE, PEOPLE], draw: (width) => rows(told, width, undefined, (keyed) => [
    axis(width - leftOf(width)),
    barX(keyed, { x1: range("low"), x2: range("high"), y: "key", fill: "var(--range)", rx: 3 }),
    tickX(keyed, { x: range("typical"), y: "key", stroke: "var(--typical)", strokeWidth: 3 }),
    ...spread(keyed, at),
  ]) });
}

const ratioAxis = (width) => axisX({ ticks: Math.max(3, Math.floor(width / 90)), tickFormat: ratio, label: null, tickSize: 0 });

/** The median of people, half of them, and 8 in 10. */
const spread = (told, at) => [
  link(told, { x1: at("p10"), x2: at("p90"), y1: "key", y2: "key", stroke: "var(--ink)", strokeWidth: 1.5 }),
  link(told, { x1: at("p25"), x2: at("p75"), y1: "key", y2: "key", stroke: "var(--ink)", strokeWidth: 6 }),
  dot(told, { x: at("p50"), y: "key", r: 5, fill: "var(--card)", stroke: "var(--ink)", strokeWidth: 2.5 }),
];

/** A name in two lines at most, its end kept where it is too long for them: names of groups often
 * begin alike. */
function wrapped(name, room) {
  const letters = [...name];
  if (letters.length <= room) return name;
  const blank = letters.lastIndexOf(" ", room);
  const first = blank > room / 3 ? blank : room;
  const rest = letters.slice(letters[first] === " " ? first + 1 : first);
  const half = (room - 1) >> 1;
  const kept = rest.length <= room ? rest : [...rest.slice(0, half), "…", ...rest.slice(-half)];
  return `${letters.slice(0, first).join("")}\n${kept.join("")}`;
}

/** A row for each group; two that are cut to the same name are two. */
function rows(groups, width, domain, marks) {
  const left = leftOf(width);
  const room = Math.floor((left - 24) / LETTER);
  const keyed = groups.map((group, key) => ({ ...group, key, label: wrapped(group.name, room) }));
  return plot({
    width, height: 34 + ROW * groups.length, marginLeft: left, marginRight: 24, marginTop: 4, marginBottom: 28, style: STYLE,
    x: { label: null, nice: true, ...(domain && { domain }) }, y: { axis: null, type: "band", padding: 0.4, domain: keyed.map(({ key }) => key) },
    marks: [gridX({ stroke: "var(--line)", strokeOpacity: 1 }), names(keyed, left, "key", "label"), ...marks(keyed)],
  });
}
