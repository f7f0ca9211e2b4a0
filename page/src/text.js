// Figures in words, as mlcomp's own tables write them.

const WHOLE = new Intl.NumberFormat("en-US");

export const count = (number) => WHOLE.format(number);

/** Dollars to the nearest thousand: a rule book does not know hundreds. */
export const money = (dollars) => `$${WHOLE.format(Math.round(dollars / 1000) * 1000)}`;

/** Dollars in few characters, for an axis: 289000 is $289k. */
export const short = (dollars) => `$${WHOLE.format(Math.round(dollars / 1000))}k`;

export const exact = (dollars) => `$${WHOLE.format(Math.round(dollars))}`;

export const signed = (dollars) => `${dollars < 0 ? "−" : "+"}${money(Math.abs(dollars))}`;

/** A whole percentile; nobody knows that nothing at all lies beyond the ends. */
export const percentile = (whole) => ({ 0: "below 1", 100: "above 99" })[whole] ?? whole;

export const times = (factor) => `× ${factor.toFixed(2)}`;

export const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

export const range = (pay) => `${money(pay.likely_low)} to ${money(pay.likely_high)}`;

const BASES = { guide: "Guide", evidence: "Measured", policy: "Policy", assumption: "Assumption" };
export const basisName = (basis) => BASES[basis] ?? basis;

/** What a book is, from its edition. */
export function bookName(edition) {
  if (edition.startsWith("guide-")) return "Guide";
  return edition.startsWith("market-") ? "Market" : edition;
}

export function bookKind(edition) {
  if (edition.startsWith("guide-")) return "published guide, an opinion";
  return edition.startsWith("market-") ? "open pay data, measured" : "your rule book";
}

export const bookColor = (edition) => (edition.startsWith("market-") ? "var(--market)" : "var(--guide)");

/** What the range between low and high that is drawn thick may be called: only a book whose own
 * record bears it out holds 8 in 10. */
export const width = (calibration) => (calibration?.likely ? "likely, 8 in 10" : "inner range");

export function held(calibration) {
  if (!calibration) return "Nobody has measured how well this book holds.";
  const share = Math.round(calibration.inside * 100);
  return `${share}% of ${WHOLE.format(calibration.n)} real salaries, postings and filings fell inside its ${calibration.likely ? "likely" : "inner"} range of base; 80% would be right.`;
}
