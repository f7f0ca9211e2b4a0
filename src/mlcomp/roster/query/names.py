"""Names of employers, codes of ladders and words for fields of work, as a query embeds them.

An employer is one short row: the tier or kind that it counts as, and its ladder. What these
mean is embedded once for each tier and kind, not for each of a thousand employers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mlcomp.employers.fields import words
from mlcomp.employers.ladders import ANY, codes, ladders
from mlcomp.employers.names import employer_key
from mlcomp.employers.registry import employer, employers, kinds
from mlcomp.roster.cells import BETWEEN_FIELDS
from mlcomp.roster.query.text import UNKNOWN, own
from mlcomp.rules.naming import hired, named
from mlcomp.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlcomp.book.rulebook import Book
    from mlcomp.roster.cells import Aspect
    from mlcomp.roster.pricing.meanings import Table
    from mlcomp.roster.pricing.sql import Constant
    from mlcomp.roster.query.values import Values

EMPLOYER = "mlcomp_employer"
AT = "|"
"""Between a code and the ladder that it is of, or before what an employer counts as."""


class Row(NamedTuple):
    """What an employer's name counts as, a tier's id or a kind's, and whose ladder it has."""

    means: str
    ladder: str


@lru_cache(maxsize=4)  # a query asks for them several times
def employer_rows(book: Book) -> dict[str, Row]:
    """Return what each name of a tier, a kind or an employer counts as, by its key."""
    every = [name for tier in book.tier for name in tier.names]
    every += [name for kind in kinds() for name in kind.every_name]
    every += [name for each in employers() for name in each.every_name]
    rows = {"": Row("", ANY)}
    for name in every:
        found = hired(name, book)
        company = employer(name)
        ladder = company.name if company and company.name in ladders() else ANY
        what = found.tier or found.kind
        rows.setdefault(employer_key(name), Row(what.id if what else "", ladder))
    return rows


def counted_as(book: Book) -> list[str]:
    """Return what employers may count as: the ids of tiers, and of kinds without one."""
    return list(dict.fromkeys(row.means for row in employer_rows(book).values()))


def employer_table(book: Book, alone: Mapping[str, Table], values: Values) -> str:
    """Return the table of employers as SQL.

    Args:
        book: the rule book.
        alone: the look-ups, by aspect, of what follows from an employer alone.
        values: the query's constants.
    """
    rows: dict[str, dict[str, Constant]] = {}
    for key, row in employer_rows(book).items():
        counts = f"{AT}{row.means}" if row.means else ""
        rows[key] = {"counts": counts, "ladder": row.ladder}
        for name, table in alone.items():
            place = table.keys.index(row.means)
            rows[key] |= {f"{name}_{n}": each[place] for n, each in table.columns.items()}
    return values.table({key: list(row.values()) for key, row in rows.items()}, rows[""])


def level_cells(book: Book, *, at_employers: bool) -> Iterator[tuple[str, str]]:
    """Yield each name and code of a level, as the query's key has it and as cells do."""
    between = BETWEEN_FIELDS if at_employers else ""
    known = {bare(name): name for level in book.level for name in level.names}
    known = {bare(code): code for code in codes()} | known
    yield from ((key, f"{name}{between}") for key, name in {"": "", **known}.items())
    yield UNKNOWN, f"{UNKNOWN}{between}"
    if at_employers:
        for ladder, rungs in ladders().items():
            for code in (code for rung in rungs for code in rung.codes if ladder != ANY):
                if not named(code, book.level):
                    yield f"{bare(code)}{AT}{ladder}", f"{code}{between}{ladder}"


def option_cells(aspect: Aspect, book: Book, *, at_employers: bool) -> Iterator[tuple[str, str]]:
    """Yield each name of an option, and each word for a field, by the query's key and in cells."""
    between = BETWEEN_FIELDS if at_employers else ""
    for name in ("", *names_known(aspect), UNKNOWN):
        yield bare(name), f"{name}{between}"
    if at_employers:
        for means in counted_as(book):
            if means:
                yield f"{AT}{means}", f"{between}{means}"


def names_known(aspect: Aspect) -> list[str]:
    """Return the names of a dimension's options, and its words for fields of work."""
    dimension = aspect.dimension
    if dimension is None:
        return []
    every = [name for option in dimension.options for name in option.names]
    if not dimension.declared:
        every += [n for word in words() if word.dimension == dimension.id for n in word.every_name]
    return every


def key_at(aspect: Aspect, cell: str) -> list[str]:
    """Return the keys by which a query looks up an aspect that an employer helps to understand."""
    if aspect.name == "level":
        ladder = f"{EMPLOYER}.ladder"
        at = f"{cell} <> '' AND {ladder} <> ''"
        return [f"CASE WHEN {at} THEN {cell} || '{AT}' || {ladder} END", cell]
    return [f"CASE WHEN {cell} = '' THEN coalesce({EMPLOYER}.counts, '') ELSE {cell} END"]


def employer_join() -> str:
    """Return the join that finds the employer."""
    return f" LEFT JOIN {EMPLOYER} ON {EMPLOYER}.k = {own('cell_tier')}"
