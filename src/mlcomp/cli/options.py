"""Options that several commands share, each written once."""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from mlcomp.answers.suggestions import cities, policies
from mlcomp.book.dimensions import BUILT_IN
from mlcomp.cli.completion import books, declared_factors, formats, names_of
from mlcomp.cli.reading import read_format
from mlcomp.errors import Fault, LackingError, ProfileError, UsageError
from mlcomp.render.renderers import Format
from mlcomp.rules.profile import Profile
from mlcomp.text import as_id, listed, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mlcomp.book.dimensions import BuiltIn
    from mlcomp.book.rulebook import Book

EXAMPLE = "for example: "
BookOption = Annotated[
    str,
    typer.Option(
        "--book",
        envvar="MLCOMP_BOOK",
        metavar="FILE",
        show_default=False,
        help="Rule book: 'guide' (the default), 'market' or a TOML file.",
        autocompletion=books,
        rich_help_panel="Output and rule book",
    ),
]


def _format(*names: str) -> Any:
    """Return the option that says how a result is printed."""
    return typer.Option(
        *names,
        parser=read_format,
        metavar="FORMAT",
        help="How the result is printed: table, json, csv or markdown (md).",
        autocompletion=formats,
        show_default=False,
        rich_help_panel="Output and rule book",
    )


FormatOption = Annotated[Format | None, _format("--format", "-o")]
# Where -o is the file that is written.
LongFormatOption = Annotated[Format | None, _format("--format")]
NoMarketOption = Annotated[
    bool,
    typer.Option(
        "--no-market",
        help="Leave out what the market pays.",
        rich_help_panel="Output and rule book",
    ),
]
PayOption = Annotated[
    Literal["hourly", "monthly", "yearly"] | None,
    typer.Option(
        help="What all real pay in the file is for; without, what does not look like a year's "
        "is refused.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Short for --format json.", rich_help_panel="Output and rule book"),
]


def _dimension(known: BuiltIn) -> Any:
    """Return the option that chooses a built-in dimension."""
    if known.choice == "flag":
        return Annotated[bool, typer.Option(f"--{known.id}", help=known.help)]
    several = known.choice == "several"
    kind: Any = list[str] | None if several else str | None
    metavar = "NAME" if several else known.id.upper()
    option = typer.Option(metavar=metavar, help=known.help, autocompletion=names_of(known.id))
    return Annotated[kind, option]


# What describes a person and a job; a command takes all of it with `with_person`.
PERSON: dict[str, Any] = {
    "years": Annotated[
        str | None,
        typer.Option(
            "--years",
            "-y",
            metavar="YEARS",
            help="Years of experience, 0 to 60; fractions allowed.",
        ),
    ],
    "level": Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL",
            help="Level, or a ladder's code (E5, SDE II); overrides the one of the years.",
            autocompletion=names_of("level"),
        ),
    ],
    "city": Annotated[
        str | None,
        typer.Option(
            "--city",
            "--location",
            "-c",
            metavar="CITY",
            help="Where the job is; the national average without.",
            autocompletion=cities,
        ),
    ],
    "remote": Annotated[
        bool, typer.Option("--remote", help="Remote; by default at the national pay band.")
    ],
    "remote_policy": Annotated[
        str | None,
        typer.Option(
            metavar="POLICY",
            help="How remote staff are paid: national, local or hq.",
            autocompletion=policies,
        ),
    ],
    "hq": Annotated[
        str | None,
        typer.Option(
            metavar="CITY", help="The employer's city, for policy hq.", autocompletion=cities
        ),
    ],
    "tier": Annotated[
        str | None,
        typer.Option(
            "--tier",
            "--company",
            metavar="TIER",
            help="The employer's name, or its kind.",
            autocompletion=names_of("tier"),
        ),
    ],
    **{known.id: _dimension(known) for known in BUILT_IN},
    "factor": Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID=NAME",
            help="A factor that the rule book declares; may be repeated.",
            autocompletion=declared_factors,
        ),
    ],
}


def profile_of(typed: Mapping[str, Any]) -> Profile:
    """Return the person whom options describe.

    Raises:
        ProfileError: a value is out of bounds or no plain text.
    """
    given = {name: value for name, value in typed.items() if value is not None}
    factors = factors_of(given.pop("factor", ()))
    return Profile(**given, factors=_one_each(factors))


def with_person(
    *, without: tuple[str, ...] = (), read: Callable[[dict[str, Any]], Any] = profile_of
) -> Callable[..., Callable[..., Any]]:
    """Give a command the options that describe a person; it gets them as one `Profile`.

    Args:
        without: options that it does not have.
        read: what it gets instead, from the options by their names.
    """
    person = {name: kind for name, kind in PERSON.items() if name not in without}

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**values: Any) -> Any:
            typed = {name: values.pop(name) for name in person}
            with one_each(typed, values["book"]), with_example(command):
                return command(read(typed), **values)

        sign(run, command, person)
        return run

    return decorate


def factors_of(typed: Iterable[str]) -> dict[str, list[str]]:
    """Return what each `--factor ID=NAME` names, by the factor's id."""
    factors: dict[str, list[str]] = {}
    for text in typed:
        id_, equals, option = text.partition("=")
        if not (equals and id_.strip() and option.strip()):
            expected = "ID=NAME such as company-size=small"
            raise ProfileError(Fault("factor", expected=expected, found=quoted(text)))
        factors.setdefault(as_id(id_), []).append(option.strip())
    return factors


def _one_each(factors: dict[str, list[str]]) -> dict[str, str]:
    for id_, options in factors.items():
        if len(set(options)) > 1:
            found = listed(map(quoted, options), "and")
            raise ProfileError(Fault(printable(id_), expected="one option", found=found))
    return {id_: options[0] for id_, options in factors.items()}


@contextmanager
def with_example(command: Callable[..., Any]) -> Iterator[None]:
    """Answer a person without years or level with the example of the command's own help."""
    try:
        yield
    except LackingError as error:
        example = (command.__doc__ or "").rpartition("Example: ")[2].strip()
        faults = [*error.faults]
        # One example answers all of them.
        lacking = [at for at, fault in enumerate(faults) if fault.kind == "lacking"]
        if lacking and not any(fault.hint.startswith(EXAMPLE) for fault in faults):
            at = lacking[0]
            faults[at] = faults[at]._replace(hint=f"{EXAMPLE}{example}")
        raise type(error)(*faults) from None


@contextmanager
def one_each(typed: Mapping[str, Any], book: str) -> Iterator[None]:
    """Answer a list where one value is priced with the command that takes lists."""
    try:
        yield
    except UsageError as error:
        raise type(error)(*(_several(fault, typed, book) for fault in error.faults)) from None


def _several(fault: Fault, typed: Mapping[str, Any], book: str) -> Fault:
    """Return the fault of a value; of a list that could be compared, with how."""
    value = typed.get(fault.field.replace("-", "_"))
    if not isinstance(value, str) or "," not in value or fault.kind == "apart":
        # Of places that are apart it says already which to write.
        return fault
    # Only a refusal needs them.
    import shlex

    from mlcomp.scenarios.combinations import is_list

    if not is_list(fault.field, value, book_of(book)):
        return fault
    hint = f"mlcomp compare takes several: --{fault.field} {shlex.quote(value)}"
    if fault.kind == "unknown":
        return Fault(fault.field, expected="one value", found=fault.found, hint=hint)
    return fault._replace(hint=hint)


def sign(run: Callable[..., Any], command: Callable[..., Any], asked: dict[str, Any]) -> None:
    """Give `run` the options asked for in place of the first parameter of `command`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=kind,
            default=False if get_args(kind)[0] is bool else None,
        )
        for name, kind in asked.items()
    ]
    parameters += [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    setattr(run, "__signature__", inspect.Signature(parameters))  # noqa: B010 (typeshed lacks it)
    run.__annotations__ = {p.name: p.annotation for p in parameters}


def book_of(name: str) -> Book:
    """Load the rule book of `--book`."""
    from mlcomp.book.loading import load_book

    return load_book(name)


def was_given(ctx: typer.Context, option: str) -> bool:
    """Return whether an option was named on the command line or in the environment."""
    source = ctx.get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"
