"""What is to be priced, from where to where, and what is asked of it besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlcomp.errors import Fault, UsageError
from mlcomp.roster.cells import PAY, inputs_of
from mlcomp.roster.splitting import column_of, meanings_by_column, split_by
from mlcomp.roster.summary import Asked, Comparison
from mlcomp.text import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlcomp.book.rulebook import Book
    from mlcomp.offers.money import Per
    from mlcomp.roster.splitting import Values
    from mlcomp.roster.standing import Grouping
    from mlcomp.roster.summary import Summary
    from mlcomp.taxes.household import Household


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is to be priced, from where to where.

    Attributes:
        source: a file, or "-" for standard input.
        target: a file, "-" for standard output, or None for the summary alone.
        book: the rule book.
        mapping: the file's column for an input, where it has another name.
        read_as: csv, jsonl or parquet; by the ending without.
        write_as: likewise.
        prefix: put before the names of the added columns.
        force: overwrite what is there; the new file keeps its mode, and a link is followed.
        formulas: leave cells of a CSV that a spreadsheet would run as they are.
        household: who files, to add what taxes leave of typical total.
        per: what real pay is for, where that is said of all of it.
        values: what stands in a column and what it means, "" for not given.
        by: columns that the summary is split by.
        gap: the column whose groups are compared by pay over estimate, and the value of the
            group that the others are compared with.
        known_by: the column that single people are known by, where they are asked for.
        further: asks for more than the summary, once that is there.
        summed: sum up levels and pay too; without, only who is priced is counted.
    """

    source: str
    target: str | None
    book: Book
    mapping: Mapping[str, str] = field(default_factory=dict)
    read_as: str | None = None
    write_as: str | None = None
    prefix: str = ""
    force: bool = False
    formulas: bool = False
    household: Household | None = None
    per: Per | None = None
    values: Values = field(default_factory=dict)
    by: Sequence[str] = ()
    gap: tuple[str, str] | None = None
    known_by: str | None = None
    further: Callable[[Grouping, Summary], None] | None = None
    summed: bool = True

    def guards(self, write_as: str) -> bool:
        """Return whether texts are written so that no spreadsheet runs them."""
        return write_as == "csv" and not self.formulas

    def asked(self, given: Mapping[str, str], names: Sequence[str]) -> Asked:
        """Return what is asked of the rows, by the file's own column for each input.

        Raises:
            UsageError: what is named is no column, or there is no pay to compare.
        """
        meanings = meanings_by_column(self.values, given, names)
        split = split_by(given, names, self.by, self.prefix)
        known_by = self.known_by and column_of("id", self.known_by, given, names)
        asked = Asked(split, meanings, known_by=known_by)
        if self.gap is None:
            return asked
        column, reference = self.gap
        if not set(PAY) & set(given):
            expected = f"a column {listed(PAY)} of real pay, or --map base=COLUMN"
            found = listed(map(quoted, names[:20]), "and")
            raise UsageError(Fault("gap", expected=expected, found=found))
        compared = split_by(given, names, [column], self.prefix, "gap")
        (label,) = compared
        held = tuple(name for name in inputs_of(self.book) if name in given)
        comparison = Comparison(label, reference.strip(), held)
        return asked._replace(split=split | compared, comparison=comparison)
