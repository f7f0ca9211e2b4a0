// The options of the book in use, as `mlcomp factors` lists them.
import { answer } from "./ask.js";

const known = new Map();

/** Read a book's options; those of a shipped one once. */
export async function catalog(book) {
  if (book !== "own" && known.has(book)) return known.get(book);
  const { document: listed } = await answer("factors", book ? { book } : {});
  const options = (dimension) => listed.factors
    .filter((each) => each.dimension === dimension)
    .map((each) => ({ id: each.id, title: each.title, names: [each.title, ...each.aliases].map((name) => name.toLowerCase()) }));
  const found = { book, document: listed, options, declared: listed.declared ?? [] };
  if (book !== "own") known.set(book, found);
  return found;
}
