// Which input a fault is about: it is marked there, in the words of the refusal.
import { h } from "./dom.js";

/** Mark the inputs that an error names, and no others; return the first of them. */
export function mark(form, error) {
  for (const note of form.querySelectorAll(".fault")) note.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    const others = described(input).filter((id) => !id.endsWith("-fault"));
    if (others.length) input.setAttribute("aria-describedby", others.join(" "));
    else input.removeAttribute("aria-describedby");
  }
  return (error?.about ?? []).map((about, n) => marked(form, about, error.lines[n])).find(Boolean);
}

function marked(form, { input: name, record }, line) {
  const cards = [...form.querySelectorAll("[data-record]")];
  // Of several scenarios the one whose name the fault says.
  const where = cards.length && record ? cards.find((card) => record.endsWith(`'${card.dataset.record}'`)) : form;
  const input = name && where?.querySelector(`[name="${CSS.escape(name)}"], [name="${CSS.escape(name.replaceAll("_", "-"))}"]`);
  if (!input) return undefined;
  const id = `${input.id}-fault`;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", [...new Set([...described(input), id])].join(" "));
  const words = line.replace(/^[\w.-]+(, \w+ '[^']*')?: /, "");
  input.closest(".field, .flag, fieldset").append(h("small", { class: "fault", id }, words));
  for (let part = input.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  return input;
}

const described = (input) => (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
