// Questions to Python in its worker, and its answers.

/** What mlcomp refused, in its own words, a line each, and the input that each is about. */
export class Refusal extends Error {
  constructor(lines, about = []) {
    super(lines.join("\n"));
    this.lines = lines;
    this.about = about;
  }
}

// From a blob, so that the page's content security policy holds for the worker too: one that
// comes from a file obeys only what its own response says, and a static server says nothing.
const file = new URL("worker.js", document.baseURI).href;
const source = new Blob([`import ${JSON.stringify(file)};`], { type: "text/javascript" });
const worker = new Worker(URL.createObjectURL(source), { type: "module" });

const waiting = new Map();
let asked = 0;

export const ready = new Promise((resolve, reject) => {
  worker.addEventListener("error", (event) => reject(new Error(event.message || "it cannot be loaded")));
  worker.addEventListener("message", ({ data }) => {
    if (data.ready) resolve();
    else if (data.number === undefined) reject(new Error(data.failed));
    else settle(data);
  });
});

function settle({ number, answer, failed }) {
  const { resolve, reject } = waiting.get(number);
  waiting.delete(number);
  if (failed) return reject(new Refusal([`A fault in mlcomp itself: ${failed.trim().split("\n").at(-1)}`]));
  const found = JSON.parse(answer);
  return found.errors ? reject(new Refusal(found.errors, found.about)) : resolve(found);
}

/** The rule book that was dropped in, by name and text; it stays in this page's memory. */
export const shelf = { own: null };

export function ask(question) {
  const number = ++asked;
  const own = question.own ?? ((question.inputs?.book ?? question.book) === "own" ? shelf.own : null);
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    worker.postMessage([number, JSON.stringify({ ...question, ...named(question), own })]);
  });
}

/** The own book under its file's name, as a command line has it. */
function named(question) {
  if (question.inputs?.book !== "own" || !shelf.own) return {};
  return { inputs: { ...question.inputs, book: shelf.own.name } };
}

/** Ask what a command answers; `format` gets its text instead. */
export const answer = (command, inputs, format) => ask({ ask: "answer", command, inputs, format });
