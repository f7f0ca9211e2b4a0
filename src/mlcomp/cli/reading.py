"""How a command line is read: for what mlcomp does not have, the answer names what it has.

Never: a guess that is acted on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from typer import TyperException
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from mlcomp.cli.overwriting import refuse_overwriting
from mlcomp.errors import Fault, UsageError
from mlcomp.render.renderers import Format
from mlcomp.text import listed, nearest, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


FORMATS: tuple[Format, ...] = get_args(Format)
YES = ("true", "yes", "y", "on", "1")

_ONCE = {"book": "one rule book", "gap": "one column", "reference": "one group"}
"""Options of which a second is refused, and what is expected."""


class Command(TyperCommand):
    """A command that refuses words which belong to no option, knowing what they may be."""

    allow_extra_args = True

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options and arguments; see `_shown`."""
        return _shown(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands behind the command's name."""
        typed = tuple(args)
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            _refuse_two(order)
        rest: list[str] = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageError(_unread(ctx, typed, rest))
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command, unless it would write over what it reads."""
        refuse_overwriting(self.params, ctx.params)
        return super().invoke(ctx)


class Commands(TyperGroup):
    """A command that has commands of its own."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options; see `_shown`."""
        return _shown(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that is named; of another name the nearest are told."""
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing:
            raise UsageError(unknown("command", name, self.commands, nearest(name, self.commands)))
        return super().resolve_command(ctx, args)


def _refuse_two(order: Sequence[Any]) -> None:
    """Refuse two of an option where one counts and the first would go without a word.

    Any other option given twice counts as it was given last, as shells and aliases expect.
    """
    for name, expected in _ONCE.items():
        given = sum(each.name == name and not each.multiple for each in order)
        if given > 1:
            raise UsageError(Fault(name, expected=expected, found=str(given)))


def _shown(params: list[Any]) -> list[Any]:
    """Show flags without the type that they have: nothing is written behind them."""
    for param in params:
        if _is_flag(param):
            param.metavar = ""
    return params


def read_format(typed: str) -> Format:
    """Return the format that is named, whatever the case.

    Raises:
        UsageError: there is no such format.
    """
    name = typed.strip().casefold()
    for known in FORMATS:
        if name == known or (name == "md" and known == "markdown"):
            return known
    raise UsageError(unknown("format", typed, FORMATS, nearest(name, FORMATS)))


def said(error: TyperException) -> str:
    """Return what is wrong with a command line that Typer refused, and what would be right."""
    ctx: Any = getattr(error, "ctx", None)
    if ctx and hasattr(error, "possibilities"):
        return str(_no_option(ctx, str(getattr(error, "option_name", ""))))
    if ctx and is_missing(error):
        param: Any = getattr(error, "param", None)
        name = param.opts[0] if isinstance(param, TyperOption) else param.display_name_raw
        expected = f"{name} ({str(param.help).rstrip('.')})"
        return str(Fault(_name(ctx), expected=expected, found="none", hint=_example(ctx)))
    return error.format_message()


def is_missing(error: Exception) -> bool:
    """Return whether Typer refused a line for an option or argument that it lacks."""
    return isinstance(error, TyperException) and hasattr(error, "param_type")


def _no_option(ctx: Any, typed: str) -> Fault:
    """Return the fault of an option that the command does not have."""
    if ctx.parent is None:
        hint = "a command comes first: mlcomp estimate --years 4 --city SF"
        return Fault(expected="an option of mlcomp itself", found=quoted(typed), hint=hint)
    options = [param for param in ctx.command.get_params(ctx) if isinstance(param, TyperOption)]
    flag = typed.replace("--no-", "--", 1)
    if any(flag in option.opts for option in options if option.is_flag):
        hint = f"leave {flag} out"
    else:
        names = [name for option in options for name in option.opts if name.startswith("--")]
        like = nearest(typed, names)
        hint = f"did you mean {listed(like)}?" if like else f"mlcomp {_name(ctx)} --help lists them"
    return Fault(expected=f"an option of {_name(ctx)}", found=quoted(typed), hint=hint)


def _unread(ctx: Any, typed: Sequence[str], rest: Sequence[str]) -> Fault:
    """Return the fault of words that are no option, nor the value of one."""
    two, one = ("", "", *typed[: next(_words(ctx, typed), 0)])[-2:]
    before, option = _option(ctx, one), _option(ctx, two)
    if before and before.is_flag:
        says = f"{one} alone says yes" if rest[0].casefold() in YES else f"leave {one} out"
        return Fault(
            one.lstrip("-"), expected="no value behind it", found=quoted(rest[0]), hint=says
        )
    hint = _example(ctx)
    if any("--file" in param.opts for param in ctx.command.params) and Path(rest[0]).suffix:
        hint = f"a file is named by --file: mlcomp {_name(ctx)} --file {rest[0]}"
    elif option and not option.is_flag:
        several = " ".join((one, *rest))
        hint = f"words that belong together stand in quotes: {two} {several!r}"
    found = listed(map(quoted, rest), "and")
    return Fault(_name(ctx), expected="options only", found=found, hint=hint)


def _words(ctx: Any, typed: Sequence[str]) -> Iterator[int]:
    """Yield where words stand that neither an option nor an argument takes."""
    arguments = sum(isinstance(param, TyperArgument) for param in ctx.command.params)
    value = False
    options = True
    for index, word in enumerate(typed):
        if value:
            value = False
        elif options and word.startswith("-") and word != "-":
            options = word != "--"
            value = (option := _option(ctx, word)) is not None and not option.is_flag
        elif arguments:
            arguments -= 1
        else:
            yield index


def _option(ctx: Any, name: str) -> TyperOption | None:
    """Return the option of that name, if it is one's."""
    for param in ctx.command.get_params(ctx):
        if isinstance(param, TyperOption) and name in param.opts:
            return param
    return None


def _is_flag(param: object) -> bool:
    return isinstance(param, TyperOption) and param.is_flag


def _name(ctx: Any) -> str:
    """Return the command's name, after that of the command which it belongs to."""
    names: list[str] = []
    while ctx.parent:
        names.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return " ".join(names)


def _example(ctx: Any) -> str:
    """Return the example of the command's own help, as a hint."""
    example = str(ctx.command.help or "").rpartition("Example: ")[2].strip()
    return f"for example: {example}" if example else ""
