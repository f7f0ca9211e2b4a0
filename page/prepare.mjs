// What a browser need not do again: Python's memory once it has started, and its byte code of what
// the page imports from the wheels.
// node prepare.mjs WHEELS OUT
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";

// What pydantic and mlcomp import of the standard library.
const STANDARD = `
import annotationlib, collections.abc, contextlib, copy, csv, dataclasses, datetime, decimal, difflib
import enum, fractions, functools, importlib.metadata, inspect, ipaddress, itertools, json, math
import numbers, operator, pathlib, platform, re, shlex, shutil, statistics, string, tempfile, tomllib
import types, typing, unicodedata, urllib.parse, uuid, warnings, weakref, zipfile, zoneinfo
`;
const COMPILE = `
import json, py_compile, sys, zipfile
from pathlib import Path
import mlcomp
from mlcomp.answers.talk import reply

person = {"years": 4, "city": "SF", "base": "200k"}
for command, inputs in (("factors", {}), ("offer", person)):
    reply(json.dumps({"ask": "answer", "command": command, "inputs": inputs}))
site = Path(mlcomp.__file__).parents[1]
# Unpacked files have a time of their own, so it is the build that vouches for them.
unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
with zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for module in list(sys.modules.values()):
        source = Path(getattr(module, "__file__", None) or "/")
        if source.suffix == ".py" and source.is_relative_to(site):
            compiled = py_compile.compile(str(source), doraise=True, invalidation_mode=unchecked)
            archive.write(compiled, Path(compiled).relative_to(site))
`;

// Node would quote all of Pyodide, which is one line.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const [, , wheels, out] = process.argv;
// What Python takes for its own name stands in its memory: no path of the machine that built it.
process.argv = ["node", "mlcomp"];

const started = await loadPyodide({ _makeSnapshot: true });
started.runPython(STANDARD);
writeFileSync(`${out}/python.snapshot`, gzipSync(started.makeMemorySnapshot(), { level: 9 }));

const python = await loadPyodide();
for (const name of readdirSync(wheels)) python.unpackArchive(new Uint8Array(readFileSync(`${wheels}/${name}`)), "wheel");
python.runPython(COMPILE);
writeFileSync(`${out}/compiled.zip`, python.FS.readFile("/compiled.zip"));
