"""`mlcomp mcp`: tools for an agent, over standard input and output."""

from __future__ import annotations

import sys

import typer

from mlcomp.cli.extras import needing
from mlcomp.errors import Fault, MlcompError
from mlcomp.files import STANDARD, shown_name

app = typer.Typer(add_completion=False)


@app.command(
    short_help="Serve read-only tools to an agent: mlcomp mcp",
)
def command() -> None:
    """Serve the commands as read-only tools (MCP) over standard input and output.

    An agent's client starts it and ends it; no file is read or written.

    Example: mlcomp mcp
    """
    with needing("mcp", "mcp"):
        from mlcomp.cli.serving import serve
    if sys.stdin is None:
        shown = shown_name(STANDARD)
        raise MlcompError(Fault(found="it is closed", kind="unreadable", context=(shown,)))
    if sys.stdin.isatty():
        sys.stderr.write("mlcomp: waiting for a client's messages; Ctrl-C ends it\n")
    serve()
