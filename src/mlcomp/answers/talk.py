"""Questions and answers as JSON text, which is how a page talks with mlcomp."""

from __future__ import annotations

import json
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mlcomp.answers.question import answer, shipped
from mlcomp.answers.shell import command_line
from mlcomp.answers.suggestions import suggestions
from mlcomp.book.loading import read_book
from mlcomp.book.verdict import unposing
from mlcomp.errors import MlcompError
from mlcomp.render.books import held_lines
from mlcomp.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlcomp.book.rulebook import Book

Said = dict[str, Any]


def reply(text: str) -> str:
    """Answer a JSON object by its `ask`; what mlcomp refuses comes back as `errors`, a line each.

    Beside them `about` has of each line the `input` that it is about and the `record` that this
    is in, empty where there is none.

    "answer" has a command and inputs (see `question.answer`) and gets `document`, and the
    same as a `command` line; with a `format` ("json", "csv") it gets `text`.
    "suggest" has a field and what is `typed`, and gets `names`. "check" gets the `lines` of
    `mlcomp book check`. Any of them may have `own`, a rule book by its name and TOML text.
    """
    said = json.loads(text)
    try:
        found = _ASKS[said["ask"]](said)
    except MlcompError as error:
        found = _refused(error)
    return json.dumps(found)


def _refused(error: MlcompError) -> Said:
    lines = [(one_line(line), fault) for fault in error.faults for line in str(fault).splitlines()]
    about = [
        # A file's key has its table before it, and an option - for _.
        {"input": fault.field.rpartition(".")[2].replace("-", "_"), "record": fault.record}
        for _, fault in lines
    ]
    return {"errors": [line for line, _ in lines], "about": about}


def _answer(said: Said) -> Said:
    found = answer(said["command"], said["inputs"], _own(said))
    if output := said.get("format"):
        return {"text": found.text(output)}
    line = command_line(said["command"], said["inputs"])
    return {"document": found.document(), "command": line}


def _suggest(said: Said) -> Said:
    book = _own(said) or shipped(said.get("book", "guide"))
    return {"names": suggestions(said["field"], said["typed"], book)}


def _check(said: Said) -> Said:
    own = said["own"]
    book = unposing(_read(own["name"], own["text"]), own["name"])
    return {"lines": held_lines(book, printable(own["name"]))}


_ASKS: dict[str, Callable[[Said], Said]] = {
    "answer": _answer,
    "suggest": _suggest,
    "check": _check,
}


def _own(said: Said) -> Book | None:
    own = said.get("own")
    return _read(own["name"], own["text"]) if own else None


@lru_cache(maxsize=1)
def _read(name: str, text: str) -> Book:
    return read_book(BytesIO(text.encode("utf-8", "surrogatepass")), one_line(name))
