"""The command line that asks the same question as plain data does."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from mlcomp.answers.question import TABLES, is_given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What a command takes without an option's name.
ARGUMENTS = ("query", "dimension")


def command_line(command: str, inputs: Mapping[str, Any]) -> str:
    """Return what to type in a shell for a question; see `question.answer` for its inputs.

    Scenarios as tables follow as TOML on standard input.
    """
    words = ["mlcomp", command]
    for name, value in inputs.items():
        if name not in TABLES and is_given(value):
            words += _words(name, value)
    tables = {name: value for name, value in inputs.items() if name in TABLES and value}
    line = " ".join(words)
    return f"{line} --file - <<'TOML'\n{_toml(tables)}TOML" if tables else line


def _words(name: str, value: Any) -> Iterator[str]:
    option = f"--{name.replace('_', '-')}"
    if isinstance(value, dict):
        value = [f"{id_}={each}" for id_, named in value.items() for each in _each(named)]
    for each in _each(value):
        if isinstance(each, bool):
            yield option if each else option.replace("--", "--no-", 1)
        elif name in ARGUMENTS:
            yield shlex.quote(str(each))
        elif str(each).startswith("-"):
            yield f"{option}={shlex.quote(str(each))}"
        else:
            yield from (option, shlex.quote(str(each)))


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _toml(tables: Mapping[str, Any]) -> str:
    """Return tables, and lists of tables, as TOML."""
    parts: list[str] = []
    for name, tabled in tables.items():
        for table in _each(tabled):
            parts.append(f"[[{name}]]" if isinstance(tabled, list) else f"[{name}]")
            parts += (f"{key} = {_value(value)}" for key, value in table.items() if is_given(value))
    return "".join(f"{part}\n" for part in parts)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(k)} = {_value(v)}' for k, v in value.items())} }}"
    # What JSON writes of text, numbers, truth and lists is TOML too.
    return json.dumps(value, ensure_ascii=False)
