// The inputs: a label each, suggestions from mlcomp's own names, one call when anything changes.
import { ask } from "./ask.js";
import { h } from "./dom.js";
import { put } from "./inputs.js";

let made = 0;
const PAUSE = 600;

/** One text input; `suggest` is the field whose names are offered while typing, by a book. */
export function text(inputs, name, label, changed, { hint, placeholder, suggest, book, numeric, wide } = {}) {
  const id = `field-${++made}`;
  const list = suggest && h("datalist", { id: `${id}-names` });
  let typing;
  const take = () => {
    clearTimeout(typing);
    const value = input.value.trim();
    if (value === (inputs[name] ?? "")) return;
    put(inputs, name, value);
    changed();
  };
  const input = h("input", {
    id, name, placeholder, type: "text", value: inputs[name] ?? "", autocomplete: "off",
    spellcheck: "false", list: list?.id, inputmode: numeric && "decimal",
    "aria-describedby": hint && `${id}-hint`,
    onchange: take,
    oninput: async () => {
      clearTimeout(typing);
      const whole = () => [...(list?.children ?? [])].some((each) => each.value === input.value);
      if (numeric || input.value === "" || whole()) return take();
      // Half a name is no name yet: nothing is asked before a pause.
      typing = setTimeout(take, PAUSE);
      if (suggest) await offer(list, suggest, input.value, book);
    },
  });
  return h("div", { class: wide ? "field wide" : "field" },
    h("label", { for: id }, label), input, list, hint && h("small", { id: `${id}-hint` }, hint));
}

async function offer(list, field, typed, book) {
  const { names } = await ask({ ask: "suggest", field, typed, book });
  list.replaceChildren(...names.slice(0, 12).map((value) => h("option", { value })));
}

export function choice(inputs, name, label, options, changed, none) {
  const id = `field-${++made}`;
  const value = inputs[name] ?? "";
  // A link may say it in any of an option's names.
  const known = options.find((each) => each.id === value || each.names?.includes(String(value).toLowerCase()));
  const shown = known || !value ? options : [...options, { id: value, title: value }];
  return h("div", { class: "field" },
    h("label", { for: id }, label),
    h("select", { id, name, onchange: (event) => { put(inputs, name, event.target.value); changed(); } },
      none !== undefined && h("option", { value: "" }, none),
      shown.map((each) => h("option", { value: each.id, selected: each.id === (known?.id ?? value) }, each.title))));
}

export function flag(inputs, name, label, changed) {
  const id = `field-${++made}`;
  return h("div", { class: "flag" },
    h("input", { id, name, type: "checkbox", checked: Boolean(inputs[name]), onchange: (event) => { put(inputs, name, event.target.checked); changed(); } }),
    h("label", { for: id }, label));
}

function several(inputs, name, label, options, changed) {
  const chosen = () => inputs[name] ?? [];
  const named = (each, value) => value === each.id || each.names.includes(value.toLowerCase());
  const holds = (each) => chosen().some((value) => named(each, value));
  // What this book does not know stays there, to be taken away.
  const unknown = chosen().filter((value) => !options.some((each) => named(each, value)));
  return h("fieldset", { class: "wide" }, h("legend", {}, label),
    [...options, ...unknown.map((value) => ({ id: value, title: value, names: [] }))].map((each) => {
      const id = `field-${++made}`;
      const change = (event) => {
        const others = chosen().filter((value) => !named(each, value));
        put(inputs, name, event.target.checked ? [...others, each.id] : others);
        changed();
      };
      return h("div", { class: "flag" },
        h("input", { id, name, type: "checkbox", checked: holds(each), onchange: change }),
        h("label", { for: id }, each.title));
    }));
}

/** Everything that describes a person and a job. `catalog` has the book's options. */
export function personFields(inputs, catalog, changed) {
  const of = (dimension) => catalog.options(dimension);
  // A book need not have them all; what a link says stays there to be taken away.
  const has = (dimension) => of(dimension).length > 0 || inputs[dimension];
  const remote = h("div", { class: "pair", hidden: !inputs.remote });
  const headquarters = () => {
    const hq = inputs.remote_policy === "hq";
    remote.hidden = !inputs.remote;
    remote.lastChild.hidden = !hq;
    if (!inputs.remote) { delete inputs.remote_policy; delete inputs.hq; }
    if (!hq) delete inputs.hq;
    changed();
  };
  remote.append(
    choice(inputs, "remote_policy", "Paid by", POLICIES, headquarters, "a national band (default)"),
    text(inputs, "hq", "Employer's city", changed, { suggest: "hq", book: catalog.book }));
  remote.lastChild.hidden = inputs.remote_policy !== "hq";
  const more = ["industry", "degree", "lifecycle", "specialization", "factor"].some((name) => inputs[name]);
  const rest = [
    has("specialization") && several(inputs, "specialization", "Specialization (the strongest counts)", of("specialization"), changed),
    (has("industry") || has("degree")) && h("div", { class: "pair" },
      has("industry") && choice(inputs, "industry", "Industry", of("industry"), changed, "any"),
      has("degree") && choice(inputs, "degree", "Highest degree", of("degree"), changed, "not given")),
    has("lifecycle") && flag(inputs, "lifecycle", "Runs the full ML lifecycle, MLOps included", changed),
    declared(inputs, catalog, changed),
  ].flat().filter(Boolean);
  return [
    h("div", { class: "pair" },
      text(inputs, "years", "Experience, years", changed, { numeric: true, placeholder: "4" }),
      choice(inputs, "level", "Level", of("level"), changed, "by years")),
    text(inputs, "city", "City", changed, { suggest: "city", book: catalog.book, placeholder: "national average" }),
    text(inputs, "tier", "Company, or kind of company", changed, { suggest: "tier", book: catalog.book, placeholder: "any" }),
    flag(inputs, "remote", "Remote job", headquarters),
    remote,
    rest.length > 0 && h("details", { class: "more", open: more },
      h("summary", {}, "Skills, industry and degree"), rest),
  ].filter(Boolean);
}

const POLICIES = [{ id: "local", title: "where the person lives" }, { id: "hq", title: "the employer's city" }];

/** The factors that only this rule book has; and those that were chosen in another, to be taken away. */
function declared(inputs, catalog, changed) {
  const known = catalog.declared.map((factor) => factor.id);
  const left = Object.keys(inputs.factor ?? {}).filter((id) => !known.includes(id));
  return [...catalog.declared, ...left.map((id) => ({ id, title: id }))].map((factor) => {
    const named = { ...inputs.factor };
    const take = () => {
      const factors = { ...inputs.factor, ...named };
      if (!named[factor.id]) delete factors[factor.id];
      put(inputs, "factor", Object.keys(factors).length ? factors : undefined);
      changed();
    };
    return choice(named, factor.id, factor.title, catalog.options(factor.id), take, "not given");
  });
}

/** The terms of an offer; the first few are what most letters say. */
export function termFields(inputs, changed) {
  const term = (name, label, placeholder, hint) => text(inputs, name, label, changed, { placeholder, hint });
  const first = ["base", "bonus", "equity", "sign_on", "vesting", "refresh"];
  const more = Object.keys(MORE_TERMS).some((name) => inputs[name]);
  return [
    h("div", { class: "pair" }, term("base", "Base salary a year", "240k"), term("bonus", "Target bonus", "15%")),
    h("div", { class: "pair" }, term("equity", "First grant, whole value", "400k"), term("sign_on", "Sign-on", "30k or 50k,25k")),
    h("div", { class: "pair" }, term("vesting", "Vesting, percent a year", "25/25/25/25"), term("refresh", "Refresher each year", "50k")),
    h("details", { class: "more", open: more && !first.includes(more) },
      h("summary", {}, "More terms"),
      h("div", { class: "pair" }, Object.entries(MORE_TERMS).map(([name, [label, placeholder]]) => term(name, label, placeholder)))),
  ];
}

const MORE_TERMS = {
  equity_kind: ["Kind of shares", "public, private, options"],
  equity_worth: ["Count private shares at", "50%"],
  strike: ["Options: strike a share", "2.50"],
  share_price: ["Options: price a share", "10"],
  shares: ["Options: how many", "20000"],
  refresh_vesting: ["Vesting of refreshers", "25/25/25/25"],
  growth: ["Share price, change a year", "0%"],
  raise: ["Raise a year", "3%"],
  bonus_payout: ["Expected part of the bonus", "100%"],
  relocation: ["Relocation", "15k"],
  match: ["Retirement match", "50% of 6%"],
  benefits: ["Other benefits a year", "5k"],
};
