// Python's memory once it has started, so that a browser need not start it again: 1 s, not 3.
// node snapshot.mjs OUT
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";

// What pydantic and mlcomp import of the standard library.
const NEEDED = `
import annotationlib, collections.abc, contextlib, copy, csv, dataclasses, datetime, decimal, difflib
import enum, fractions, functools, importlib.metadata, inspect, ipaddress, itertools, json, math
import numbers, operator, pathlib, platform, re, shlex, shutil, statistics, string, tempfile, tomllib
import types, typing, unicodedata, urllib.parse, uuid, warnings, weakref, zipfile, zoneinfo
`;

const [, , out] = process.argv;
// What Python takes for its own name stands in its memory: no path of the machine that built it.
process.argv = ["node", "mlcomp"];
const python = await loadPyodide({ _makeSnapshot: true });
python.runPython(NEEDED);
writeFileSync(out, gzipSync(python.makeMemorySnapshot(), { level: 9 }));
