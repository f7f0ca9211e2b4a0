"""Build the page: static files with everything in them, for any web server.

    python scripts/build_page.py OUT

Node, npm and pip are needed to build, and a network for what is not in their caches; nothing of
that is needed to use the page. OUT is made anew if this script made it before.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "page"
MODULES = PAGE / "node_modules"
# The Python of the Pyodide in page/package.json, as pip names it.
PYTHON = ("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "none")
PLATFORMS = ("--platform", "pyemscripten_2026_0_wasm32", "--platform", "any")
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
ICON = "icon.svg"
MARK = "build.json"
"""Says which files were built, and so that a folder may be built anew."""


def main(arguments: list[str]) -> str | None:
    """Build the page; return what was wrong."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return "usage: python scripts/build_page.py OUT"
    if not shutil.which("npm"):
        return "npm is needed to build the page (Node 20 or newer), and is not on the path"
    out = Path(arguments[0]).resolve()
    if out.exists() and any(out.iterdir()) and not (out / MARK).is_file():
        return f"{out}: exists already and is no page that was built; nothing is overwritten"
    try:
        size = build(out)
    except subprocess.CalledProcessError as error:
        return f"failed: {' '.join(map(str, error.cmd[:4]))} ... (exit code {error.returncode})"
    print(f"{out}: {len(list(files_in(out)))} files, {size / 1e6:.1f} MB")
    return None


def build(out: Path) -> int:
    """Build everything into a folder; return its bytes."""
    install()
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary) / "page"
        (fresh / "wheels").mkdir(parents=True)
        (fresh / "pyodide").mkdir()
        wheels = collect_wheels(fresh / "wheels")
        for name in (*PYODIDE, LOCK):
            shutil.copy(MODULES / "pyodide" / name, fresh / "pyodide")
        run("node", "prepare.mjs", str(fresh / "wheels"), str(fresh / "pyodide"), cwd=PAGE)
        for name in ("index.html", ICON, "manifest.webmanifest"):
            shutil.copy(PAGE / name, fresh)
        (fresh / "licences.txt").write_text(licences(), encoding="utf-8")
        bundle(fresh, wheels)
        if out.exists():
            shutil.rmtree(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(fresh, out)
    return sum(file.stat().st_size for file in files_in(out))


def install() -> None:
    """Install what page/package-lock.json names, unless exactly that is there."""
    lock = (PAGE / "package-lock.json").read_bytes()
    mark = MODULES / ".mlcomp-installed"
    if not (mark.is_file() and mark.read_bytes() == lock):
        run("npm", "ci", "--silent", cwd=PAGE)
        mark.write_bytes(lock)


def collect_wheels(folder: Path) -> list[str]:
    """Put mlcomp's wheel and those it needs in Pyodide into a folder; return their names.

    The page asks for results as data, so it goes without what draws in a terminal.
    """
    python = sys.executable
    run(python, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT))
    fetch = ("pip", "download", "--quiet", "--only-binary", ":all:", "--dest", str(folder))
    run(python, "-m", *fetch, *PYTHON, *PLATFORMS, pydantic_required())
    return sorted(file.name for file in folder.iterdir())


def pydantic_required() -> str:
    """Return what the project asks of pydantic."""
    import tomllib

    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (found,) = (each for each in project["dependencies"] if each.startswith("pydantic"))
    return str(found)


def bundle(out: Path, wheels: list[str]) -> None:
    """Bundle the page's own code; the service worker last, since it lists all files."""
    esbuild(out, "src/main.js", "app.js")
    esbuild(out, "style.css", "style.css")
    names = f"--define:WHEELS={json.dumps(wheels)}"
    esbuild(out, "src/worker.js", "worker.js", names, "--external:./pyodide/*")
    built = sorted(file.relative_to(out).as_posix() for file in files_in(out))
    version = hashlib.sha256(b"".join((out / name).read_bytes() for name in built)).hexdigest()[:16]
    mark = {"version": version, "files": built}
    (out / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
    listed = f"--define:FILES={json.dumps(['./', *built])}"
    esbuild(
        *(out, "src/service-worker.js", "service-worker.js", listed),
        f"--define:VERSION={json.dumps(version)}",
    )


def esbuild(out: Path, source: str, target: str, *options: str) -> None:
    """Bundle one file and what it imports."""
    always = (
        "--bundle",
        "--minify",
        "--format=esm",
        "--log-level=warning",
        "--legal-comments=eof",
    )
    command = (MODULES / ".bin" / "esbuild", source, *always, *options, f"--outfile={out / target}")
    run(*map(str, command), cwd=PAGE)


def licences() -> str:
    """Return what the packages in the bundle ask to be shown with them, one after the other."""
    found = [f"{name}\n\n{text}" for name, text in packages().values()]
    return f"\n\n{'-' * 72}\n\n".join(found) + "\n"


def packages() -> dict[str, tuple[str, str]]:
    """Return each package that is not for building alone, by its folder: its name and licence."""
    lock = json.loads((PAGE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = {}
    for path, package in lock.items():
        if path and not package.get("dev"):
            name = f"{path.rpartition('node_modules/')[2]} {package['version']}"
            texts = [file.read_text("utf-8") for file in sorted((PAGE / path).glob("LICENSE*"))]
            found[path] = (name, "\n\n".join(texts or [package.get("license", "")]))
    return found


def files_in(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def run(*command: str, cwd: Path = PROJECT) -> None:
    """Run a command; what it prints is shown where it fails."""
    done = subprocess.run(  # noqa: S603 (its words are this script's own)
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        # A failure inside of a bundle quotes the whole of it, on one line.
        for line in done.stdout.decode(errors="replace").splitlines()[-20:]:
            sys.stderr.write(f"{line[:300]}\n")
        done.check_returncode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
