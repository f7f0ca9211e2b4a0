// The page: its views, its address, and one turn from what is typed to what is shown.
import { ready, Refusal, shelf, answer } from "./ask.js";
import { bookShelf } from "./book.js";
import { catalog } from "./catalog.js";
import { compare } from "./compare.js";
import { h } from "./dom.js";
import { estimate } from "./estimate.js";
import { factors } from "./factors.js";
import { mark } from "./faults.js";
import { address, person, read, write } from "./inputs.js";
import { offer } from "./offer.js";
import { places } from "./places.js";
import { sharing } from "./share.js";

const VIEWS = { estimate, offer, compare, places, factors };
// What each view was last asked, so that coming back finds it.
const last = {};
let turn = 0;

function here() {
  const { view, params } = address(location.hash);
  const name = view in VIEWS ? view : "estimate";
  const given = name === "compare" ? comparison(params) : read(params);
  // A link that says nothing this view knows opens what one without anything does.
  const known = Object.keys(VIEWS[name].inputs(given)).length;
  return { name, inputs: known ? given : structuredClone(last[name] ?? VIEWS[name].example) };
}

/** A comparison's parameters: `s` once for each scenario, each a query of its own. */
function comparison(params) {
  const s = params.getAll("s");
  const inputs = read([...params].filter(([name]) => name !== "s"));
  return s.length ? { ...inputs, s } : inputs;
}

function links(current) {
  const nav = document.getElementById("nav");
  nav.replaceChildren(...Object.entries(VIEWS).map(([name, view]) => h("a", { href: `#${name}`, "aria-current": name === current.name ? "page" : undefined, onclick: (event) => {
    // Who is priced goes along from an estimate to an offer and back.
    const carried = ["estimate", "offer"].includes(name) && ["estimate", "offer"].includes(current.name);
    event.preventDefault();
    const target = { ...(last[name] ?? VIEWS[name].example) };
    if (carried) for (const key of Object.keys(person(target))) delete target[key];
    go(name, { ...target, ...(carried ? person(current.inputs) : {}), ...(current.inputs.book ? { book: current.inputs.book } : {}) });
  } }, view.label)));
}

function go(name, inputs) {
  location.hash = `${name}?${write(VIEWS[name].inputs(inputs))}`;
}

/** Show the view of the address: its inputs, then its answer. */
async function open() {
  const current = here();
  const view = VIEWS[current.name];
  const result = h("div", { id: "result", class: "result" });
  const form = h("form", { class: "inputs", "aria-label": `${view.label}: inputs`, onsubmit: (event) => event.preventDefault() });
  document.title = `${view.label} · mlcomp`;
  links(current);
  const main = document.getElementById("main");
  const changed = () => refresh(current, form, result);
  main.replaceChildren(h("h1", {}, view.title), h("div", { class: `sides ${current.name}` }, form, result));
  result.append(waiting());
  try {
    await ready;
    const options = await catalog(current.inputs.book === "own" && !shelf.own ? undefined : current.inputs.book);
    const books = bookShelf(current.inputs.book, (book, lines) => {
      if (book) current.inputs.book = book;
      else delete current.inputs.book;
      keep(current);
      open().then(() => lines && checked(lines));
    });
    form.append(...view.form(current.inputs, options, changed).flat(), books.node);
  } catch (error) {
    return show(result, refused(error));
  }
  await refresh(current, form, result);
  // Who opens a link sees what is wrong with it, also where the result is below the inputs.
  (form.querySelector("[aria-invalid]") ?? result.querySelector(".refused"))?.scrollIntoView({ block: "nearest" });
}

/** Show that a book was found to be without faults, where it was dropped. */
function checked(lines) {
  document.querySelector(".shelf").open = true;
  document.querySelector(".said").replaceChildren(h("ul", { class: "fine" }, lines.map((line) => h("li", {}, line))));
}

function waiting() {
  return h("p", { class: "waiting", role: "status" }, "Starting the calculator. It is 24 MB, once; after that it is here, also without a network.");
}

function keep(current) {
  const inputs = VIEWS[current.name].inputs(current.inputs);
  last[current.name] = structuredClone(inputs);
  history.replaceState(null, "", `#${current.name}?${write(inputs)}`);
  return inputs;
}

/** Ask and show; an answer that came too late is dropped. */
async function refresh(current, form, result) {
  const mine = ++turn;
  const view = VIEWS[current.name];
  const inputs = keep(current);
  let shown;
  let detail;
  let wrong;
  try {
    const question = await view.question(inputs);
    const found = await answer(question.command, question.inputs);
    detail = found;
    shown = [
      h("p", { class: "summary" }, view.summary(found.document)),
      await view.show(found, inputs),
      sharing(question, found.command),
      h("p", { class: "unseen", role: "status" }, view.spoken(found.document)),
    ];
  } catch (error) {
    wrong = error;
    shown = refused(error, inputs);
    detail = { errors: error.lines ?? [error.message] };
  }
  if (mine !== turn) return;
  mark(form, wrong);
  show(result, shown);
  // For whoever watches the page, such as its tests.
  result.dispatchEvent(new CustomEvent("answered", { detail, bubbles: true }));
}

function refused(error, inputs) {
  const lines = error instanceof Refusal ? error.lines : [`The calculator did not start: ${error.message}. Reload the page to try again.`];
  const missing = inputs?.book === "own" && !shelf.own;
  return h("div", { class: "refused", role: "alert" }, h("h2", {}, "That cannot be priced"),
    missing ? h("p", {}, "This link was made with a rule book that is not here. Choose it under Rule book, or another one.") : h("ul", {}, lines.map((line) => h("li", {}, line))));
}

/** Replace what is shown; what was opened stays open. */
function show(result, ...shown) {
  const open = new Set([...result.querySelectorAll("details[open][data-key]")].map((each) => each.dataset.key));
  result.replaceChildren(...shown.flat(Infinity).filter(Boolean));
  for (const each of result.querySelectorAll("details[data-key]")) each.open = open.has(each.dataset.key);
}

addEventListener("hashchange", open);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

open();
ready.then(() => navigator.serviceWorker?.register("service-worker.js", { type: "module" }), () => {});
