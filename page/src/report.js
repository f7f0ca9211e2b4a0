// The pictures of a roster's report, drawn from the document that the report itself holds; its
// tables say the same without them.
import { histogram, ranges, ratios } from "./report-charts.js";

const DRAWN = {
  histogram,
  ranges: (pay, about, groups) => ranges(pay[groups], about),
  ratios: (pay, about, groups) => ratios([pay.everyone, ...pay[groups]], about),
};
const report = JSON.parse(document.getElementById("report").textContent);

for (const place of document.querySelectorAll("[data-chart]")) {
  const { chart, pay, groups, title, name } = place.dataset;
  place.replaceWith(DRAWN[chart](report.pay.find(({ kind }) => kind === pay), { title, name }, groups));
}
