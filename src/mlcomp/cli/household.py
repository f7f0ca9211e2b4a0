"""Options of take-home pay, which several commands share."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlcomp.answers.suggestions import cities, matching
from mlcomp.errors import Fault, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlcomp.taxes.asked import Asked

PANEL = "Take-home pay"


def _filings(incomplete: str) -> list[str]:
    return matching(("single", "married"), incomplete)


def _option(metavar: str, text: str, completion: Callable[[str], list[str]] | None = None) -> Any:
    option = typer.Option(
        metavar=metavar, help=text, rich_help_panel=PANEL, autocompletion=completion
    )
    return Annotated[str | None, option]


TAKE_HOME = Annotated[
    bool,
    typer.Option(
        "--take-home", help="Add what taxes leave, and what it buys.", rich_help_panel=PANEL
    ),
]
HOUSEHOLD: dict[str, Any] = {
    "filing": _option("STATUS", "single (the default) or married, filing jointly.", _filings),
    "spouse_pay": _option("DOLLARS", "What the spouse earns a year."),
    "dependents": _option("NUMBER", "Children under 17."),
    "pretax": _option("DOLLARS", "Into a 401(k) or an HSA, a year."),
    "live_in": _option("CITY", "Where home is, if the job is elsewhere.", cities),
}


def with_household(
    *, without: tuple[str, ...] = (), always: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of take-home pay; it gets them as `household`.

    Args:
        without: options that it does not have.
        always: it is about nothing else, so that it has no `--take-home`; without, it gets
            None where that is not asked for.
    """
    options = {name: kind for name, kind in HOUSEHOLD.items() if name not in without}

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(*args: Any, **values: Any) -> Any:
            typed = {name: values.pop(name) for name in options}
            wanted = always or values.pop("take_home")
            if not wanted:
                _refuse(typed)
            return command(*args, household=_asked(typed) if wanted else None, **values)

        # The type of what it gets is not loaded to find the others.
        own = inspect.signature(command, eval_str=True, locals={"Asked": object})
        asked = options if always else {"take_home": TAKE_HOME, **options}
        added = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=kind,
                default=False if name == "take_home" else None,
            )
            for name, kind in asked.items()
        ]
        kept = [each for name, each in own.parameters.items() if name != "household"]
        keywords = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in kept[1:]]
        parameters = [*kept[:1], *added, *keywords]
        setattr(run, "__signature__", own.replace(parameters=parameters))  # noqa: B010
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


def _asked(typed: Mapping[str, str | None]) -> Asked:
    # Loaded only here: other results have nothing of it.
    from mlcomp.taxes.asked import Asked
    from mlcomp.taxes.household import household_of

    others = {name: value for name, value in typed.items() if name != "live_in"}
    return Asked(household_of(**others), typed.get("live_in"))


def _refuse(typed: Mapping[str, str | None]) -> None:
    for name, value in typed.items():
        if value is not None:
            option = name.replace("_", "-")
            raise UsageError(Fault(option, expected="--take-home with it", found="none"))
