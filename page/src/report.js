// The pictures of a roster's report, drawn from the document that the report itself holds; its
// tables say the same without them.
import { histogram, ranges, ratios } from "./report-charts.js";

const DRAWN = { histogram, ranges, ratios };
const report = JSON.parse(document.getElementById("report").textContent);

for (const place of document.querySelectorAll("[data-chart]")) {
  const { chart, pay, groups, title, name } = place.dataset;
  const found = report.pay.find(({ kind }) => kind === pay);
  place.replaceWith(DRAWN[chart](groups ? found[groups] : found, { title, name }));
}
