"""One small table for each aspect of people: what every distinct value in a roster means.

Each value is priced by the code that prices one person, and its receipt read; so a value
means here what it means there, and one that is refused has the same words for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.roster.pricing.entries import CELL, RULES, WHOLE, Entry, Resolver, reading
from mlcomp.roster.pricing.years import years_among
from mlcomp.rules.estimate import no_level, refused_in_order
from mlcomp.rules.pay import UNCHANGED
from mlcomp.rules.profile import READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book
    from mlcomp.roster.pricing.entries import Known, Refusal, Stage
    from mlcomp.roster.pricing.sql import Constant
    from mlcomp.roster.pricing.years import Years


class Table(NamedTuple):
    """Values of an aspect and what they mean, by column; same lengths throughout.

    `refused` has those that are, with why; `stages`, for a column of errors, where.
    """

    keys: list[str]
    columns: dict[str, list[Constant]]
    constants: dict[str, Constant]
    refused: dict[str, Refusal]
    stages: dict[str, Stage]


class Meanings(NamedTuple):
    """Everything that was understood.

    Attributes:
        tables: for each aspect, its values.
        years: the years that are no plain number in range.
        parts: the parts of a band that tiers keep; a tier's `part` is a place here, from 0.
        neither: the message where neither years nor level are given.
        precedence: aspect and stage, in the order in which `estimate` would complain.
    """

    tables: dict[str, Table]
    years: Years
    parts: list[Range]
    neither: str
    precedence: list[tuple[str, Stage]]


def meanings_of(
    book: Book,
    inputs: Mapping[str, tuple[str, ...]],
    distinct: Mapping[str, Iterable[str]],
    known: Known | None = None,
) -> Meanings:
    """Resolve the distinct values of a roster.

    Args:
        book: the rule book.
        inputs: for each aspect in the roster, the inputs it has there.
        distinct: for each of them its distinct cells, joined as `cells.person` splits
            them; under "years" the ones that are no plain number in range.
        known: what was understood of this roster before; it grows.
    """
    resolver = Resolver(book, inputs, {} if known is None else known)
    entries = {
        aspect.name: {key: resolver.entry(aspect, key) for key in distinct.get(aspect.name, [""])}
        for aspect in resolver.aspects
    }
    years = years_among(distinct.get("years", ()))
    parts = list(dict.fromkeys(e.part for e in entries["tier"].values() if e.part)) or [WHOLE]
    return Meanings(
        {name: _table(found, parts) for name, found in entries.items()},
        years,
        parts,
        str(no_level(book)),
        _precedence(book, entries, years),
    )


def _table(entries: Mapping[str, Entry], parts: Sequence[Range]) -> Table:
    """Return entries as columns; what is the same for all of them is a constant instead.

    What a refused value would multiply by does not matter: its row has no level.
    """
    columns: dict[str, list[Constant]] = {}
    constants: dict[str, Constant] = {}
    stages = {e.refused.stage.column: e.refused.stage for e in entries.values() if e.refused}
    # Most values share an entry with others: a row for each would be a thousand bytes.
    distinct = {id(entry): entry for entry in entries.values()}
    rows = {key: each.figures(parts, stages.values()) for key, each in distinct.items()}
    lost = {key for key, each in distinct.items() if each.refused or each.elsewhere}
    for name, neutral in Entry(None, WHOLE, UNCHANGED, 0).figures(parts, stages.values()).items():
        values = [rows[id(entry)][name] for entry in entries.values()]
        kept = [row[name] for key, row in rows.items() if key not in lost or name in stages]
        if len(set(kept)) <= 1:
            constants[name] = kept[0] if kept else neutral
        else:
            columns[name] = values
    refused = {key: entry.refused for key, entry in entries.items() if entry.refused}
    return Table(list(entries), columns, constants, refused, stages)


def _precedence(
    book: Book, entries: Mapping[str, Mapping[str, Entry]], years: Years
) -> list[tuple[str, Stage]]:
    """Return which aspect is refused first when several are, as the rules order fields."""
    wrong = {("neither", RULES): no_level(book).field}
    for aspect, found in entries.items():
        for entry in found.values():
            if entry.refused:
                wrong.setdefault((aspect, entry.refused.stage), entry.refused.fault.field)
    if any(years.faults):
        wrong["years", reading("years")] = "years"
    names = [*entries, "years", "neither"]
    asked = refused_in_order(book)

    def place(kind: tuple[str, Stage]) -> tuple[int, int, int]:
        aspect, stage = kind
        if stage == RULES:
            return stage.turn, asked.index(wrong[kind]), 0
        if stage == CELL:
            return stage.turn, 0, names.index(aspect)
        field = stage.field if stage.field in READ else "factors"
        return stage.turn, READ.index(field), names.index(aspect)

    return sorted(wrong, key=place)
