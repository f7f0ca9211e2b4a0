"""What an agent may ask: each tool is a command, its inputs are the command's own options."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.answers.question import COMMANDS, TABLES, answer
from mlcomp.answers.sentences import sentences
from mlcomp.book.check import unknown_key
from mlcomp.book.loading import SHIPPED
from mlcomp.cli.app import Lazily
from mlcomp.documents.registry import json_schema
from mlcomp.errors import MlcompError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlcomp.answers.sentences import Document

ORDER = ("estimate", "offer", "compare", "levers", "places", "bands", "take_home", "factors")

# What an option takes, by what its help calls it; any other is text.
_TEXT = {"type": "string"}
_AMOUNT = {"type": ["number", "string"]}
_TAKES: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("YEARS", "DOLLARS", "NUMBER", "PERCENT", "BONUS", "SCHEDULE"), _AMOUNT),
    "1-5": {"type": "integer", "minimum": 1, "maximum": 5},
    "N": {"type": "integer", "minimum": 1},
}
_BOOK = {
    "enum": list(SHIPPED),
    "description": "Which rule book is asked and judges; without, the guide is asked, and the "
    "measured market judges and ranks. The answer has both.",
}
_TABLE = {
    "person": "What all scenarios share, by the inputs that describe a person.",
    "scenario": "Named jobs instead of lists of values: name, and what differs in the person.",
    "offer": "Named offers: name, what differs in the person, and the inputs of the tool offer.",
}


class Tool(NamedTuple):
    """A tool as it is listed: its schemas are JSON Schema."""

    name: str
    description: str
    inputs: dict[str, Any]
    output: dict[str, Any]


class Reply(NamedTuple):
    """An answer: sentences to quote, and the document that the command prints as JSON."""

    text: str
    document: Document


@cache
def tools() -> tuple[Tool, ...]:
    """Return every tool, the inputs read off the command of its name."""
    commands = Lazily()
    return tuple(_tool(name, commands[_command(name)]) for name in ORDER)


def called(tool: str, inputs: Mapping[str, Any]) -> Reply:
    """Answer with both opinions: what a document has no place for is said in the text.

    Raises:
        MlcompError: what the command says of such input.
    """
    command = _command(tool)
    if "no_market" in inputs:
        raise UsageError(unknown_key("no_market", "", "no_market", _names(command)))
    document = answer(command, inputs).document()
    said = sentences(command, document)
    # What taxes leave of a stated pay is none: no rule book is asked.
    is_an_opinion = document.get("estimate", document) is not None
    if is_an_opinion and not document.get("market"):
        said += _by_the_other(command, inputs)
    # An offer's own pay is the same by both.
    return Reply("\n".join(dict.fromkeys(said)), document)


def _by_the_other(command: str, inputs: Mapping[str, Any]) -> list[str]:
    asked = inputs.get("book") or "guide"
    (other,) = (name for name in SHIPPED if name != asked)
    alone = {**inputs, "book": other, "no_market": True}
    try:
        return sentences(command, answer(command, alone).document())
    except MlcompError as error:
        return [f"The {other} does not say: {fault}." for fault in error.faults]


def _command(tool: str) -> str:
    return tool.replace("_", "-")


def _names(command: str) -> list[str]:
    return [*COMMANDS[command].names, "book"]


def _tool(name: str, command: Any) -> Tool:
    options = {_named(option): option for option in command.params}
    properties: dict[str, Any] = {}
    for each in COMMANDS[_command(name)].names:
        properties[each] = _table(each) if each in TABLES else _schema(each, options)
    inputs = {
        "type": "object",
        "properties": {**properties, "book": _BOOK},
        "additionalProperties": False,
    }
    first, _, _ = command.help.partition("\n\n")
    return Tool(name, first, inputs, json_schema(_command(name)))


def _named(option: Any) -> str:
    """Return what an input is called: as the long option, with _ for -."""
    if option.param_type_name == "argument":
        return str(option.name)
    long = next(each for each in option.opts if each.startswith("--"))
    return str(long).removeprefix("--").replace("-", "_")


def _schema(name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    option = options[name]
    is_flag = getattr(option, "is_flag", False)
    one = {"type": "boolean"} if is_flag else _TAKES.get(option.metavar, _TEXT)
    several = {"anyOf": [one, {"type": "array", "items": one}]}
    said = {"description": option.help}
    if name == "factor":
        return {"type": "object", "additionalProperties": several, **said}
    # What can be said and denied at once, as where both are compared, is a list of both.
    is_list = getattr(option, "multiple", False) or f"no_{name}" in options
    return {**(several if is_list else one), **said}


def _table(name: str) -> dict[str, Any]:
    table = {"type": "object"}
    one = table if name == "person" else {"type": "array", "items": table}
    return {**one, "description": _TABLE[name]}
