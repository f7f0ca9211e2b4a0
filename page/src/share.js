// To hand a result on: as a link, as data, as the command that says the same, on paper.
import { answer } from "./ask.js";
import { h, say } from "./dom.js";

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a permission, or where the address is no secure one.
    const area = h("textarea", { value: text, class: "unseen" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(`Copied ${what}.`);
}

/** The ways to hand on what a question was answered. */
export function sharing({ command, inputs }, line) {
  const button = (label, act) => h("button", { type: "button", onclick: act }, label);
  const as = async (format, what) => copy((await answer(command, inputs, format)).text, what);
  return h("div", { class: "share" },
    h("div", { class: "buttons", role: "group", "aria-label": "Hand on this result" },
      button("Copy link", () => copy(location.href, "the link; it holds what you typed, after the #")),
      button("Copy JSON", () => as("json", "the result as JSON")),
      button("Copy CSV", () => as("csv", "the result as CSV")),
      button("Print", () => print())),
    h("details", { class: "line", "data-key": "line" },
      h("summary", {}, "The same on a command line"),
      h("pre", { tabindex: "0", role: "group", "aria-label": "Command line" }, h("code", {}, line)),
      h("button", { type: "button", onclick: () => copy(line, "the command line") }, "Copy command")));
}
