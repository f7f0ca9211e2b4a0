"""How a result is shown: its renderers together, and what each format makes of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.render.rows import Rows

Format = Literal["table", "json", "csv", "markdown"]
TextFormat = Literal["json", "csv"]
PictureFormat = Literal["svg", "html"]


class Renderers(NamedTuple):
    """The views of one kind of result; all of them take the same result.

    `table` names a function of a module in `tables`, which is imported only when a table is
    asked for: JSON does not wait for Rich.
    """

    document: Callable[..., Mapping[str, Any]]
    rows: Callable[..., Rows]
    table: str

    def text(self, output: TextFormat, *result: object) -> str:
        """Return the result as text in a format, ending with a line's end."""
        if output == "json":
            return as_json(self.document(*result))
        from mlcomp.render.rows import as_csv

        return as_csv(self.rows(*result))

    def print_on(self, screen: object, *result: object, **options: object) -> None:
        """Print the result as tables on a terminal's screen or as Markdown; options are theirs."""
        module, _, function = self.table.partition(":")
        show = getattr(import_module(f"mlcomp.render.tables.{module}"), function)
        show(screen, *result, **options)


def as_json(document: Mapping[str, object]) -> str:
    """Return JSON in plain ASCII, so that no terminal or encoding can be upset by it."""
    import json

    return json.dumps(document, indent=2) + "\n"
