"""Bundle what a roster's report carries: its code with Observable Plot, and its style.

    python scripts/build_report.py

To be run after a change under page/ that a report shares. What it makes is committed, so that a
report needs no Node; Node and npm are needed here, and a network for what is not in npm's cache.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from build_page import PROJECT, esbuild, install, packages

OUT = PROJECT / "src" / "mlcomp" / "render" / "report"
SCRIPT, STYLE = "report.js", "report.css"


def main() -> str | None:
    """Write both files; return what was wrong."""
    if not shutil.which("npm"):
        return "npm is needed to bundle the report (Node 20 or newer), and is not on the path"
    install()
    for name, text in bundled().items():
        (OUT / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{OUT / name}: {len(text.encode()) / 1000:.0f} kB")
    return None


def bundled() -> dict[str, str]:
    """Return the text of each file."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        inputs = folder / "inputs.json"
        esbuild(folder, f"src/{SCRIPT}", SCRIPT, f"--metafile={inputs}")
        esbuild(folder, STYLE, STYLE)
        (output,) = json.loads(inputs.read_text("utf-8"))["outputs"].values()
        used = [path for path, part in output["inputs"].items() if part["bytesInOutput"]]
        script, style = ((folder / name).read_text("utf-8") for name in (SCRIPT, STYLE))
        return {SCRIPT: ascii_of(f"/*!\n{licences(used)}\n*/\n{script}"), STYLE: style}


def ascii_of(script: str) -> str:
    """Return a script in plain ASCII; esbuild leaves regular expressions as they are."""
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], script)


def licences(used: list[str]) -> str:
    """Return the licences of the packages that files are from, each text once."""
    texts: dict[str, list[str]] = {}
    for folder, (name, licence) in packages().items():
        if any(path.startswith(f"{folder}/") for path in used):
            holder, _, text = licence.strip().partition("\n\n")
            texts.setdefault(re.sub(r"\s+", " ", text), []).append(f"{name}: {holder}")
    return "\n\n".join("\n".join([*names, text]) for text, names in texts.items())


if __name__ == "__main__":
    sys.exit(main())
