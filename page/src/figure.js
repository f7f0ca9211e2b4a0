// A picture with its title, legend and ways to save it.
import { h, say } from "./dom.js";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
// About how wide a letter of a legend is.
const LETTER = 6.6;
// What a legend's shapes are drawn as, about the middle of the line.
const MARKS = {
  square: (x, y, fill) => ["rect", { x: x + 3, y: y - 5.5, width: 11, height: 11, rx: 3, fill }],
  bar: (x, y, fill) => ["rect", { x, y: y - 4, width: 17, height: 8, rx: 4, fill }],
  line: (x, y, fill) => ["rect", { x, y: y - 1, width: 17, height: 2, fill }],
  dot: (x, y, stroke) => ["circle", { cx: x + 8.5, cy: y, r: 4.5, fill: "var(--card)", stroke, "stroke-width": 2.5 }],
  triangle: (x, y, fill) => ["path", { d: `M${x + 8.5} ${y - 5.5}l6 11h-12z`, fill }],
};
const NAMESPACE = "http://www.w3.org/2000/svg";

/** Show a picture that `draw(width)` makes, drawn anew when there is more or less room, and for
 * paper if it has a width there. What it is `about` stands under its title where it is saved:
 * there is no page around it. */
export function figure({ title, name, about, describe, legend = [], heading = "h2", paper, draw }) {
  const frame = h("div", { class: "frame" });
  let room = 0;
  const show = (width) => {
    const svg = draw(width);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", describe);
    // The picture is one thing with one name; its marks are not read out one by one.
    for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    frame.replaceChildren(svg);
  };
  new ResizeObserver(() => {
    const width = Math.floor(frame.clientWidth);
    if (!width || width === room) return;
    room = width;
    show(room);
  }).observe(frame);
  if (paper) {
    addEventListener("beforeprint", () => show(paper));
    addEventListener("afterprint", () => show(room));
  }
  const save = (kind) => h("button", { type: "button", class: "quiet", onclick: () => keep(frame.firstElementChild, { title, name, about, legend }, kind) },
    `Save ${kind.toUpperCase()}`, h("span", { class: "unseen" }, ` of ${title}`));
  return h("figure", { "data-name": name },
    h("figcaption", {}, h(heading, {}, title), h("span", { class: "saves" }, save("svg"), save("png"))),
    legend.length > 0 && h("ul", { class: "legend" }, legend.map(({ label, color, shape }) => h("li", {}, h("i", { class: shape ?? "", style: `--c:${color}` }), label))),
    frame);
}

async function keep(svg, of, kind) {
  const [text, width, height] = picture(svg, of);
  const blob = new Blob([text], { type: "image/svg+xml" });
  download(kind === "svg" ? blob : await raster(blob, width, height), `${of.name}.${kind}`);
  say(`Saved ${of.name}.${kind}.`);
}

/** The picture by itself: title, what it is about, legend and drawing on the page's ground, colours resolved. */
function picture(svg, { title, about = "", legend }) {
  const style = getComputedStyle(document.documentElement);
  const [width, drawn] = ["width", "height"].map((side) => Number(svg.getAttribute(side)));
  const part = (tag, attributes, text = "") => {
    const node = document.createElementNS(NAMESPACE, tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.textContent = text;
    return node;
  };
  const head = [part("text", { x: 16, y: 26, "font-size": 15, "font-weight": 600, fill: "var(--ink)" }, title)];
  let top = 34;
  for (const line of lines(about, width / LETTER)) {
    head.push(part("text", { x: 16, y: top + 12, fill: "var(--muted)" }, line));
    top += 17;
  }
  let x = 16;
  for (const { label, color, shape } of legend) {
    const room = 36 + label.length * LETTER;
    if (x > 16 && x + room > width + 16) [x, top] = [16, top + 18];
    head.push(part(...MARKS[shape ?? "square"](x, top + 12, color)), part("text", { x: x + 22, y: top + 16, fill: "var(--ink)" }, label));
    x += room;
  }
  top += legend.length ? 30 : 8;
  const height = drawn + top + 12;
  const whole = part("svg", { xmlns: NAMESPACE, viewBox: `0 0 ${width + 32} ${height}`, width: width + 32, height, "font-family": FONT, "font-size": 12, role: "img", "aria-label": title });
  whole.append(part("rect", { width: "100%", height: "100%", fill: "var(--card)" }));
  whole.append(...head);
  const inner = svg.cloneNode(true);
  for (const [key, value] of [["x", 16], ["y", top]]) inner.setAttribute(key, value);
  inner.setAttribute("color", "var(--ink)");
  inner.removeAttribute("role");
  inner.removeAttribute("aria-label");
  whole.append(inner);
  const text = new XMLSerializer().serializeToString(whole);
  return [text.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim() || "currentColor"), width + 32, height];
}

/** Words in lines of so many letters. */
function lines(text, letters) {
  const found = [];
  for (const word of text.split(" ").filter(Boolean)) {
    if (found.length && found.at(-1).length + word.length < letters) found[found.length - 1] += ` ${word}`;
    else found.push(word);
  }
  return found;
}

async function raster(blob, width, height) {
  const url = URL.createObjectURL(blob);
  const image = new Image(width, height);
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const canvas = h("canvas", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
