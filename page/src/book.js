// A rule book of one's own: dropped in, checked, used; it stays in this page's memory.
import { ask, Refusal, shelf } from "./ask.js";
import { h } from "./dom.js";

/** The place for it; `use(name)` is called with the book that is to be used from now on. */
export function bookShelf(current, use) {
  const said = h("div", { class: "said", role: "status" });
  const pick = h("input", { type: "file", accept: ".toml,text/plain", id: "own-book", onchange: () => take(pick.files[0]) });
  const label = shelf.own ? `Your own: ${shelf.own.name}` : "Your own: none yet";
  const select = h("select", { id: "book", name: "book", onchange: () => use(select.value) },
    [["", "Guide, with the market beside it"], ["market", "Market alone"]].map(([value, title]) => h("option", { value, selected: value === (current ?? "") }, title)),
    h("option", { value: "own", disabled: !shelf.own, selected: current === "own" }, label));

  async function take(file) {
    if (!file) return;
    const own = { name: file.name, text: await file.text() };
    // So that the same file can be chosen again once it is mended.
    pick.value = "";
    try {
      const { lines } = await ask({ ask: "check", own });
      shelf.own = own;
      use("own", lines);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(error.lines, "faults");
    }
  }

  function say(lines, kind) {
    said.replaceChildren(h("ul", { class: kind }, lines.map((line) => h("li", {}, line))));
  }

  const drop = h("div", { class: "drop",
    ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); },
    ondragleave: () => drop.classList.remove("over"),
    ondrop: (event) => { event.preventDefault(); drop.classList.remove("over"); take(event.dataTransfer.files[0]); } },
    h("label", { for: "own-book" }, "Use your own rule book"), pick,
    h("p", {}, "A TOML file as “mlcomp book new” writes it. Drop it here or choose it. It is checked and used in this page and goes nowhere."), said);
  const node = h("details", { class: "shelf" },
    h("summary", {}, "Rule book: ", h("strong", {}, current === "own" ? shelf.own?.name ?? "your own" : current === "market" ? "Market alone" : "Guide and market")),
    h("div", { class: "field" }, h("label", { for: "book" }, "Which book"), select), drop);
  return { node, say };
}
