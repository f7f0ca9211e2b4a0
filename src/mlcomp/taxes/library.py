"""The library that knows federal and state taxes: the only import of it, and of its dataframes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from mlcomp.book.ranges import FLOATS
from mlcomp.errors import ExtraError, MlcompError
from mlcomp.text import HALF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlcomp.book.ranges import Maths

NAME = "taxsim-py"
LAW = 2025
"""The year of the law that is computed: the last that the library has."""

AGE = 35
"""Everybody's age: between 25 and 64 it changes nothing."""

Column = Any
"""A column of dollars of many people, with the operators of numbers."""

T = TypeVar("T", bound=Any)

SINGLE, MARRIED = 1, 2
NO_STATE = 0


class Inputs(NamedTuple):
    """What the library is asked, under its own names; US dollars a year.

    `state` is its number of a state, 0 for none; `mstat` 1 for single and 2 for joint
    filers; `proptax` is taken as state and local taxes that may be itemized.
    """

    state: int
    mstat: int
    depx: int
    pwages: float
    swages: float
    proptax: float


class Outputs(NamedTuple, Generic[T]):
    """What it answers, under its own names; US dollars a year, or columns of them.

    Federal tax, state tax, and the employees' part of Social Security and Medicare.
    """

    fiitax: T
    siitax: T
    tfica: T


@contextmanager
def _installed() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] in ("polars", "taxsim_py"):
            raise ExtraError(
                f"take-home pay needs {error.name}: pip install 'mlcomp-pay[tax]'"
            ) from None
        raise


def version() -> str:
    """Return the library's version."""
    with _installed():
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version(NAME)
        except PackageNotFoundError:
            raise ImportError(f"no {NAME}", name="taxsim_py") from None


def computed(asked: Sequence[Inputs]) -> list[Outputs[float]]:
    """Return the taxes of each row, all in one call.

    Raises:
        ExtraError: the library is not installed.
        MlcompError: the library refuses.
    """
    if not asked:
        return []
    by_name = zip(Inputs._fields, zip(*asked, strict=True), strict=True)
    # Whole dollars and cents may stand in one column.
    columns = {name: list(map(float, values)) for name, values in by_name}
    answers = (each.to_list() for each in computed_columns(columns))
    return list(map(Outputs._make, zip(*answers, strict=True)))


def computed_columns(columns: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the columns of `Outputs` from those of `Inputs`; a single value stands for all.

    Raises:
        ExtraError: the library is not installed.
        MlcompError: the library refuses.
    """
    with _installed():
        import polars as pl
        from taxsim_py import calculate_taxes

    frame = pl.DataFrame(columns).with_columns(page=AGE, sage=AGE)
    try:
        result = calculate_taxes(frame, year=LAW)
    except (ValueError, RuntimeError, NotImplementedError) as error:
        raise MlcompError(f"{NAME}: {error}") from None
    return tuple(result.select(Outputs._fields).get_columns())


def column(values: Sequence[float]) -> Column:
    """Return dollars as a column that can be computed with.

    Raises:
        ExtraError: the library is not installed.
    """
    with _installed():
        import polars as pl

    return pl.Series(values, dtype=pl.Float64)


def integers(dollars: Column) -> Column:
    """Return a column in whole dollars, by the rule for one."""
    return (dollars + HALF).floor()


def joined(columns: Sequence[Column]) -> Column:
    """Return columns one below the other."""
    with _installed():
        import polars as pl

    return pl.concat(columns)


def _least(one: Any, other: Any) -> Any:
    return one.clip(upper_bound=other) if hasattr(one, "clip") else min(one, other)


def _greatest(one: Any, other: Any) -> Any:
    return other.clip(lower_bound=one) if hasattr(other, "clip") else max(one, other)


def _where(true: Any, then: Any, other: Any) -> Any:
    if isinstance(true, bool):
        return then if true else other
    return true.cast(float) * then + (~true).cast(float) * other


COLUMNS: Maths[Any] = replace(FLOATS, least=_least, greatest=_greatest, where=_where)
"""The arithmetic on columns; the second of `least` and the first of `greatest` are numbers."""
