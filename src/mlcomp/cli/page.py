"""`mlcomp page`: the page, served to this machine's own browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlcomp.errors import Fault, UsageError
from mlcomp.files import data_file, naming
from mlcomp.text import printable

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

app = typer.Typer(add_completion=False)

HOST = "127.0.0.1"
PORT = 8314
"""Where it is served if nothing else is there: a browser keeps what it has by the address."""
BUILT = "build.json"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}


@app.command(
    short_help="Open the page, which works without a network: mlcomp page",
)
def command(
    folder: Annotated[
        str | None,
        typer.Argument(metavar="[FOLDER]", help="Where it was built; build/page without."),
    ] = None,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Only print the address, open no browser.")
    ] = False,
) -> None:
    """Serve the page that scripts/build_page.py built, to this machine alone; Ctrl-C ends it.

    Example: mlcomp page build/page
    """
    with server_of(built_page(folder)) as server:
        address = f"http://{HOST}:{server.server_port}/"
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        sys.stderr.write("mlcomp: serving the page; Ctrl-C ends it\n")
        if not no_open:
            import webbrowser

            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.stderr.write("\n")


def built_page(folder: str | None) -> Path:
    """Return the folder of a built page.

    Raises:
        UsageError: there is none; it says how to build one.
    """
    path = Path(folder) if folder is not None else data_file("").parent / "build" / "page"
    with naming(printable(str(path)), UsageError, "unreadable"):
        if (path / BUILT).is_file():
            return path
    out = "build/page" if folder is None else printable(folder)
    hint = f"in the project: python scripts/build_page.py {out}; then: mlcomp page {out}"
    raise UsageError(Fault("page", expected="a page that was built", found="none", hint=hint))


def server_of(folder: Path) -> ThreadingHTTPServer:
    """Return a server of a folder's files to this machine, on the usual port or a free one."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012

        def log_message(self, *_: object) -> None:
            """Say nothing of each request."""

        def end_headers(self) -> None:
            """Let the browser ask whether a file has changed."""
            self.send_header("Cache-Control", "no-cache")
            super().end_headers()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing of a browser that went away."""

    handler = partial(Handler, directory=str(folder))
    try:
        return Server((HOST, PORT), handler)
    except OSError:
        return Server((HOST, 0), handler)
