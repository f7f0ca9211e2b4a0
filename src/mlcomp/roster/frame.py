"""`price`: a dataframe of people in, the same dataframe with their pay out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

try:
    import narwhals as nw
except ImportError as error:
    message = "pricing a dataframe needs narwhals: pip install 'mlcomp[batch]'"
    raise ImportError(message, name="narwhals") from error
from narwhals.exceptions import DuplicateError

from mlcomp.book.loading import load_book
from mlcomp.book.rulebook import Book
from mlcomp.errors import ProfileError
from mlcomp.roster.cells import BETWEEN_FIELDS, DIMENSIONS, PAY, columns_of
from mlcomp.roster.engines.engine import engine_of
from mlcomp.roster.pricing.columns import PREFIX, Roster
from mlcomp.roster.pricing.lookups import look_up
from mlcomp.roster.pricing.stages import stages
from mlcomp.rules.profile import MOST_YEARS
from mlcomp.text import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mlcomp.roster.engines.engine import Engine
    from mlcomp.roster.pricing.lookups import Years

# Plain enough that every engine reads them as Python does; anything else is read by Python.
PLAIN_YEARS = r"^[0-9]{1,2}(?:\.[0-9]{1,9})?$"
# Thousands apart or not, and no 250.000 or 1,5, which elsewhere are other numbers.
PLAIN_PAY = (
    r"^ *\$? *(?:[0-9]{1,3}(?:\.[0-9]{1,2}|\.[0-9]{4,9})?|[0-9]{4,12}(?:\.[0-9]{1,9})?"
    r"|[0-9]{1,3}(?:[, ][0-9]{3}){1,3}(?:\.[0-9]{1,9})?) *$"
)
MOST_PAY = 1e12
KEY = f"{PREFIX}key_"
MOST_READ = 10_000
"""Distinct years up to which reading each in Python costs less than a pattern on every row."""


def price(
    frame: Any,
    book: Book | str | Path = "guide",
    *,
    columns: Mapping[str, str] | None = None,
    prefix: str = "",
) -> Any:
    """Price everyone in a dataframe; every column is US dollars a year unless it says otherwise.

    Args:
        frame: pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark, with columns
            named like the options of `mlcomp estimate`; `base` and `total` are real pay.
        book: a rule book, its name or its path.
        columns: the frame's column for an input, where it has another name.
        prefix: put before the names of the added columns.

    Returns:
        A frame of the same kind, its own columns untouched, with `level_id`, `metro`,
        low, typical, high and the likely range of base and of total, percentile,
        compa-ratio and range penetration of real pay, and `error`: what `estimate`
        would say of a person who cannot be priced, and whose figures are null.
        A lazy frame stays lazy; only its distinct values are read at once.

    Raises:
        ProfileError: a column is named twice or clashes with an added one, or none says
            years or level.
        BookError: the rule book cannot be read.
    """
    loaded = book if isinstance(book, Book) else load_book(book)
    try:
        return priced(engine_of(frame), frame, loaded, columns or {}, prefix)
    except DuplicateError as error:
        raise ProfileError(f"columns: {str(error).strip().splitlines()[0]}") from None


def priced(
    engine: Engine, native: Any, book: Book, mapping: Mapping[str, str], prefix: str = ""
) -> Any:
    """Price a native frame with its engine; see `price`."""
    schema = dict(nw.from_native(native).collect_schema())
    _refuse_names(list(schema))
    inputs = columns_of(list(schema), mapping)
    if "years" not in inputs and "level" not in inputs:
        there = listed(map(quoted, list(schema)[:20]), "and") or "none"
        raise ProfileError(
            f"columns: expected years or level among them, found {there} "
            "(one of another name can be mapped, as years=tenure)"
        )
    pay = tuple(kind for kind in PAY if kind in inputs)
    used = {
        dimension.name: columns
        for dimension in DIMENSIONS
        if (columns := tuple(c for c in dimension.columns if c in inputs))
    }
    made = {KEY + name: _key(columns, inputs, schema) for name, columns in used.items()}
    asked = {name: KEY + name for name in used}
    is_text = "years" in inputs and not schema[inputs["years"]].is_numeric()
    for name in (name for name in ("years", *PAY) if name in inputs):
        cells = nw.col(inputs[name]), schema[inputs[name]]
        if name in PAY:
            number, odd = _paid(*cells)
        elif is_text and engine.reads_years:
            number, odd = nw.lit(None, nw.Float64), _given(_text(*cells))
        else:
            number, odd = _years(*cells)
        asked[name] = f"{PREFIX}odd_{name}"
        made |= {PREFIX + ("plain_years" if name == "years" else name): number, asked[name]: odd}
    frame = engine.start(native).with_columns(**made)
    found = engine.distinct(frame, list(asked.values()))
    if is_text and engine.reads_years and len(found[asked["years"]]) > MOST_READ:
        engine.reads_years = False
        return priced(engine, native, book, mapping, prefix)
    distinct = {name: found[column] for name, column in asked.items()}
    lookups = look_up(book, used, distinct)
    odd_pay = tuple(kind for kind in pay if distinct[kind])
    roster = Roster(book, lookups, "years" in inputs, pay, odd_pay)
    _refuse_clashes(list(schema), [prefix + name for name in roster.outputs])
    for name in used:
        table = roster.table_columns(name)
        if table or engine.sample:
            frame = engine.look_up(frame, KEY + name, lookups.tables[name].keys, table)
    if "years" in inputs:
        frame = _odd_years(engine, frame, lookups.years)
    for kind in pay if engine.sample else odd_pay:
        errors = [f"{kind}: expected dollars a year, found {quoted(v)}" for v in distinct[kind]]
        table = {f"{PREFIX}{kind}_error": errors} if errors else {}
        frame = engine.look_up(frame, f"{PREFIX}odd_{kind}", distinct[kind], table)
    for stage in stages(roster, engine.algebra):
        named = {n if n.startswith(PREFIX) else prefix + n: each for n, each in stage.items()}
        frame = engine.add(frame, named)
    return engine.finish(frame, native, [prefix + name for name in roster.outputs])


def _key(columns: tuple[str, ...], inputs: Mapping[str, str], schema: Mapping[str, Any]) -> nw.Expr:
    """Return the cells of some columns as one text; what is not given is empty."""
    for name in columns:
        if isinstance(schema[inputs[name]], nw.List | nw.Array | nw.Struct):
            raise ProfileError(
                f"{name}: expected a column of text (several names with ; between), "
                f"found {schema[inputs[name]]}"
            )
    cells = [_text(nw.col(inputs[name]), schema[inputs[name]]) for name in columns]
    if len(cells) == 1:
        return cells[0]
    return nw.concat_str(*cells, separator=BETWEEN_FIELDS)


def _text(column: nw.Expr, dtype: Any) -> nw.Expr:
    if dtype != nw.String:
        column = column.cast(nw.String)
    return column.fill_null("")


def _years(column: nw.Expr, dtype: Any) -> tuple[nw.Expr, nw.Expr]:
    """Return the years that are plain, and as they are those that are not."""
    number, text = _number(column, dtype, PLAIN_YEARS)
    plain = (number >= 0) & (number <= MOST_YEARS)
    return _split(number, plain, text)


def _paid(column: nw.Expr, dtype: Any) -> tuple[nw.Expr, nw.Expr]:
    """Return real pay that is a positive amount, and as it is what is not."""
    number, odd = _number(column, dtype, PLAIN_PAY, "[$, ]")
    return _split(number, (number > 0) & (number < MOST_PAY), odd)


def _number(column: nw.Expr, dtype: Any, plain: str, between: str = " ") -> tuple[nw.Expr, nw.Expr]:
    """Return a column as a number, null where it is none, and as it was; null for empty."""
    if dtype.is_integer():
        return column.cast(nw.Float64), column.cast(nw.Int64)
    if dtype.is_numeric():
        number = column.cast(nw.Float64)
        # By the least and most in a Parquet file, which leave NaN out, DuckDB takes any for plain.
        return nw.when(~number.is_nan()).then(number), number
    text = _text(column, dtype)
    digits = text.str.replace_all(between, "")
    number = nw.when(text.str.contains(plain)).then(digits).cast(nw.Float64)
    return number, _given(text)


def _given(text: nw.Expr) -> nw.Expr:
    return nw.when(text != "").then(text)


def _split(number: nw.Expr, plain: nw.Expr, odd: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    plain = plain.fill_null(value=False)
    return nw.when(plain).then(number), nw.when(~plain).then(odd)


def _odd_years(engine: Engine, frame: Any, years: Years) -> Any:
    """Look up the years that had to be read by Python."""
    found: dict[str, list[Any]] = {
        f"{PREFIX}read_years": years.years,
        f"{PREFIX}years_error": years.errors,
    }
    found = {name: each for name, each in found.items() if any(v is not None for v in each)}
    if found or engine.sample:
        frame = engine.look_up(frame, f"{PREFIX}odd_years", years.keys, found)
    read = [f"{PREFIX}plain_years", *(name for name in found if name == f"{PREFIX}read_years")]
    columns = [engine.algebra.column(name) for name in read]
    both = engine.algebra.coalesce(columns) if len(columns) > 1 else columns[0]
    return engine.add(frame, {f"{PREFIX}years": both})


def _refuse_names(names: list[Any]) -> None:
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise ProfileError(f"columns: expected names that are text, found {odd[0]!r}")


def _refuse_clashes(names: list[str], added: list[str]) -> None:
    taken = {name.casefold() for name in names}
    clashing = [name for name in added if name.casefold() in taken]
    if clashing:
        raise ProfileError(
            f"columns: {listed(map(quoted, clashing), 'and')} would be added and "
            f"{'is' if len(clashing) == 1 else 'are'} there already; another prefix avoids it"
        )
