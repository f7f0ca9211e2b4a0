// Python, in a thread of its own: Pyodide with the mlcomp wheel as it is built.
/* global WHEELS */
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = new URL("./", import.meta.url);

async function start() {
  const files = [...WHEELS.map((name) => `wheels/${name}`), "pyodide/compiled.zip"];
  const fetched = files.map((name) => fetch(new URL(name, here)).then(bytes));
  const python = await load(new URL("pyodide/", here));
  for (const wheel of await Promise.all(fetched)) python.unpackArchive(wheel, "wheel");
  return python.pyimport("mlcomp.answers.talk").reply;
}

/** Python as it was when the page was built; started from nothing where that fails. */
async function load(folder) {
  const indexURL = folder.href;
  try {
    const { body } = await fetch(new URL("python.snapshot", folder));
    const memory = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    return await loadPyodide({ indexURL, _loadSnapshot: memory });
  } catch {
    return loadPyodide({ indexURL });
  }
}

async function bytes(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.arrayBuffer();
}

const started = start();
started.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error) }),
);

addEventListener("message", async ({ data: [number, question] }) => {
  const reply = await started;
  try {
    postMessage({ number, answer: reply(question) });
  } catch (error) {
    postMessage({ number, failed: String(error) });
  }
});
