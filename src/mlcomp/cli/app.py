"""The app: its commands, loaded when they are named, and how every failure is reported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.main

from mlcomp import __version__
from mlcomp.cli.reading import Command, Commands, said
from mlcomp.cli.signals import notice
from mlcomp.errors import LackingError, MlcompError
from mlcomp.stopping import INTERRUPTED, stopped_by
from mlcomp.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# In the order of --help, under its headings; each is a module of this package with an `app`.
COMMANDS = {
    "estimate": "One person",
    "bands": "One person",
    "places": "One person",
    "verify": "One person",
    "page": "One person",
    "mcp": "One person",
    "offer": "Decisions",
    "compare": "Decisions",
    "levers": "Decisions",
    "take-home": "Decisions",
    "batch": "Many people",
    "report": "Many people",
    "sql": "Many people",
    "backtest": "Many people",
    "factors": "Rule books",
    "book": "Rule books",
    "calibrate": "Rule books",
    "schema": "Rule books",
}

STOPPED = (129, 130, 143)
BUG = 70


class Lazily(MutableMapping[str, Any]):
    """The commands by name, each imported when it is first asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._loaded:
            module = import_module(f"mlcomp.cli.{name.replace('-', '_')}")
            module.app.info.cls = Commands
            for each in module.app.registered_commands:
                each.cls = Command
            command: Any = typer.main.get_command(module.app)
            command.name = name
            command.rich_help_panel = COMMANDS[name]
            self._loaded[name] = command
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("commands are not removed")

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Group(Commands):
    """Loads commands lazily and turns every exception into one line and an exit code."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Lazily()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a command line; `mlcomp help COMMAND` is `mlcomp COMMAND --help`."""
        if args[:1] == ["help"]:
            args = [*args[1:], *([] if ctx.resilient_parsing else ["--help"])]
        return super().parse_args(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002 (a result is an exit code)
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and exit; see the class."""
        run_typer = super().main

        def run(line: Sequence[str] | None) -> Any:
            return run_typer(line, prog_name, complete_var, False, windows_expand_args, **extra)

        def command() -> Any:
            if "COMP_WORDS" in os.environ:
                from mlcomp.cli.completion import for_bash

                with for_bash():
                    return run(args)
            typed = sys.argv[1:] if args is None else args
            try:
                if not typed and on_a_terminal():
                    raise LackingError("expected a command")
                return run(args)
            except (LackingError, typer.TyperException) as error:
                if not on_a_terminal():
                    raise
                from mlcomp.cli.asking import asked

                return run(asked(self, typed, run, error))

        code = exit_code_of(command)
        if code in STOPPED and _is_still_at_work():
            # Python would wait for a query that does not end, or abort with it.
            os._exit(code)
        sys.exit(code)


def exit_code_of(command: Callable[[], Any]) -> int:
    """Run a command; report what went wrong on standard error and return the exit code."""
    if sys.stdout is None:
        return _fail("cannot write: standard output is closed", 1)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without UTF-8 gets a question mark, never a traceback.
            stream.reconfigure(errors="replace")
    try:
        result = command()
        sys.stdout.flush()
    except BaseException as error:
        # A library may hide the signal that stopped it behind an error of its own.
        return stopped_by(error) or _code_of(error)
    return stopped_by() or (result if isinstance(result, int) else 0)


def _code_of(error: BaseException) -> int:
    """Say what went wrong, if there is anything to say; return the exit code."""
    match error:
        case BrokenPipeError():
            return _closed_pipe()
        case SystemExit():
            # Typer answers a closed pipe with exit code 1, which would fail `set -o pipefail`.
            if isinstance(error.__context__, BrokenPipeError):
                return _closed_pipe()
            raise error
        case OSError():
            return _fail(f"cannot write: {error.strerror or error}", 1)
        case typer.Abort():
            return INTERRUPTED
        case typer.TyperException():
            message = one_line(_message(error))
            # Without a message it was a group without a command, which has printed its help.
            return _fail(message, error.exit_code) if message else error.exit_code
        case MlcompError():
            return _fail(str(error), error.exit_code)
        case MemoryError():
            return _fail("there is not enough memory", 1)
    if os.environ.get("MLCOMP_DEBUG") or not isinstance(error, Exception):
        raise error
    kind = type(error).__name__
    return _fail(f"a fault in mlcomp itself ({kind}: {error}); MLCOMP_DEBUG=1 shows it", BUG)


def _message(error: typer.TyperException) -> str:
    """Return Typer's message; for an option that pydantic reads, its reader's own."""
    # Loaded by Typer already wherever it failed with it.
    from pydantic import ValidationError

    if isinstance(cause := error.__cause__, ValidationError):
        for each in cause.errors(include_url=False):
            if each["type"] == "value_error":
                error.message = str(each["ctx"]["error"])
                if isinstance(each["ctx"]["error"], MlcompError):
                    return error.message
    return said(error)


def on_a_terminal() -> bool:
    """Return whether somebody is there to ask: no pipe, file or CI."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return not os.environ.get("CI") and all(each and each.isatty() for each in streams)


def _is_still_at_work() -> bool:
    job = sys.modules.get("mlcomp.roster.engines.job")
    return job is not None and job.is_at_work()


def _fail(message: str, code: int) -> int:
    lines = [line for line in message.split("\n") if line.strip()] or ["failed"]
    notice("".join(f"mlcomp: {one_line(line)}\n" for line in lines))
    return code


def _closed_pipe() -> int:
    """Let `mlcomp ... | head -1` end quietly: nothing is left to flush into the pipe."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    return 0


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"mlcomp {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def mlcomp(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """What a machine-learning engineer in the United States is paid, and why.

    Start with: mlcomp estimate --years 4 --city SF
    """
