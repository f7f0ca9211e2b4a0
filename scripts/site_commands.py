"""The reference's page of commands, from the app itself; see scripts/build_site.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer.main

from mlcomp.cli.app import COMMANDS, app

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands_page() -> str:
    """Return every command with what it takes, under the headings of --help."""
    lines = [
        "# Commands",
        "",
        (
            "Every command, argument and option, made from the program itself. "
            "`mlcomp COMMAND --help` says the same."
        ),
    ]
    heading = ""
    commands: Any = typer.main.get_command(app)
    for name, under in COMMANDS.items():
        if under != heading:
            lines += ["", f"## {under}"]
            heading = under
        for path, command in _with_sub_commands(f"mlcomp {name}", commands.commands[name]):
            lines += ["", f"### {path} {{#{path.replace(' ', '-')}}}", *_described(command)]
    return "\n".join(lines) + "\n"


def cell(text: object) -> str:
    """Return text for a cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")


def _with_sub_commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from _with_sub_commands(f"{path} {name}", each)


def _described(command: Any) -> Iterator[str]:
    about, _, example = str(command.help).partition("Example: ")
    yield from ("", *about.strip().splitlines())
    if example:
        yield from ("", "```sh", example.strip(), "```")
    yield from ("", "| | takes | |", "|---|---|---|")
    for each in command.params:
        if not getattr(each, "hidden", False):
            yield _row(each)


def _row(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    names = [*parameter.opts, *parameter.secondary_opts] if is_option else [parameter.metavar]
    takes = "" if not is_option or getattr(parameter, "is_flag", False) else parameter.metavar
    notes = [parameter.help or ""]
    if parameter.envvar:
        notes.append(f"From the environment: `{parameter.envvar}`.")
    if parameter.required and is_option:
        notes.append("Required.")
    shown = ", ".join(f"`{name}`" for name in names)
    return f"| {shown} | {f'`{cell(takes)}`' if takes else ''} | {cell(' '.join(notes))} |"
