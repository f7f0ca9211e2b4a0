// How a figure came about: each step with its number; its source and basis opened by a click.
import { h } from "./dom.js";
import { basisName, bookKind, bookName, exact, money, times } from "./text.js";

/** The receipt of an estimate's document, with the notes that are not shown elsewhere; `key` keeps
 * what is open apart from another's. */
export function receipt(estimate, key, notes) {
  return h("section", { class: "receipt", "aria-label": `Receipt: ${bookName(estimate.book)}` },
    h("h3", {}, h("i", { class: `swatch ${bookName(estimate.book) === "Market" ? "market" : "guide"}` }), bookName(estimate.book), " ", h("small", {}, bookKind(estimate.book))),
    h("p", { class: "about" }, `${estimate.level.title} (${estimate.level.why}), ${estimate.place.name}`),
    h("ol", {}, estimate.steps.map((step) => h("li", {}, entry(step, key)))),
    notes.map((note) => h("p", { class: "note" }, note)));
}

function entry(step, key) {
  const { low, typical, high } = step.applied;
  return h("details", { "data-key": `${key}-${step.id}` },
    h("summary", {},
      h("span", { class: "what" }, step.label),
      h("span", { class: "by" }, APPLIED[step.operation](step.applied)),
      h("span", { class: "reached" }, money(step.reached.typical))),
    h("dl", {},
      h("dt", {}, "Applied"), h("dd", {}, SPAN[step.operation](low, typical, high)),
      h("dt", {}, "Reached"), h("dd", {}, `${exact(step.reached.low)} low, ${exact(step.reached.typical)} typical, ${exact(step.reached.high)} high`),
      h("dt", {}, "Basis"), h("dd", {}, h("span", { class: `basis ${step.basis}` }, basisName(step.basis))),
      h("dt", {}, "Source"), h("dd", {}, step.source),
      step.reason && [h("dt", {}, "Why"), h("dd", {}, step.reason)]));
}

const percent = (share) => `${Math.round(share * 100)}%`;
const APPLIED = {
  start: () => "start",
  within: (applied) => `at ${percent(applied.typical)}`,
  multiply: (applied) => times(applied.typical),
};
const SPAN = {
  start: (...range) => range.map(exact).join(", "),
  within: (...range) => `${range.map(percent).join(", ")} of the range`,
  multiply: (...range) => range.map(times).join(", "),
};
