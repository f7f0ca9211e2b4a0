// What is asked, as plain data: from the address and back. Its names are the options' own.

export const PERSON = ["years", "level", "city", "remote", "remote_policy", "hq", "tier", "specialization", "industry", "lifecycle", "degree"];
export const TERMS = ["base", "bonus", "equity", "vesting", "refresh", "refresh_vesting", "sign_on", "growth", "equity_kind", "equity_worth", "strike", "share_price", "shares", "raise", "bonus_payout", "relocation", "match", "benefits"];
const FLAGS = new Set(["remote", "lifecycle"]);
const SEVERAL = new Set(["specialization"]);
const FACTOR = "factor.";

/** Read inputs from parameters; what nothing here knows is kept, for Python to refuse. */
export function read(params) {
  const inputs = {};
  for (const [name, value] of params) {
    if (value === "") continue;
    if (FLAGS.has(name)) inputs[name] = true;
    else if (SEVERAL.has(name)) (inputs[name] ??= []).push(value);
    else if (name.startsWith(FACTOR)) (inputs.factor ??= {})[name.slice(FACTOR.length)] = value;
    else inputs[name] = value;
  }
  return inputs;
}

export function write(inputs) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(inputs)) {
    if (value === true) params.set(name, "yes");
    else if (Array.isArray(value)) for (const each of value) params.append(name, each);
    else if (typeof value === "object" && value) for (const [id, option] of Object.entries(value)) params.set(`${FACTOR}${id}`, option);
    else if (value !== undefined && value !== false && value !== "") params.set(name, value);
  }
  return params;
}

export const only = (inputs, names) => Object.fromEntries(names.filter((name) => name in inputs).map((name) => [name, inputs[name]]));

export const person = (inputs) => only(inputs, [...PERSON, "factor"]);

/** Set an input, or take it away. */
export function put(inputs, name, value) {
  const empty = value === "" || value === false || value === undefined || (Array.isArray(value) && !value.length);
  if (empty) delete inputs[name];
  else inputs[name] = value;
}

/** The view and its parameters in an address: #estimate?years=4&city=SF. */
export function address(hash) {
  const [view, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { view, params: new URLSearchParams(query) };
}
