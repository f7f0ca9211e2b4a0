"""A question as plain JSON data, and what the command of that name makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mlcomp.accuracy.market import MARKET
from mlcomp.answers.decisions import changed, compared, judged, years_compared
from mlcomp.answers.listings import placed
from mlcomp.answers.prices import banded, estimated
from mlcomp.book.check import unknown_key
from mlcomp.book.listing import factors
from mlcomp.book.loading import SHIPPED, load_book
from mlcomp.errors import BookError, Fault, NoLevelError, ProfileError, UsageError, both
from mlcomp.offers.reading import READERS, read_offer
from mlcomp.render.compare import COMPARISON
from mlcomp.render.estimate import ESTIMATE
from mlcomp.render.levers import LEVERS
from mlcomp.render.lists import BANDS, FACTORS
from mlcomp.render.offer import OFFER
from mlcomp.rules.estimate import estimate
from mlcomp.scenarios.combinations import FIELDS, combinations
from mlcomp.scenarios.file import scenarios_of
from mlcomp.scenarios.values import FACTOR, person_faults, profile_of, type_expected
from mlcomp.text import as_id, listed, nearest, printable, quoted, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mlcomp.book.rulebook import Book
    from mlcomp.render.renderers import Renderers, TextFormat
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate

Inputs = dict[str, Any]

PERSON = (*FIELDS, "factor")
TABLES = ("person", "scenario", "offer")
HOUSEHOLD = ("filing", "spouse_pay", "dependents", "pretax")
COMMON = ("book", "no_market")


class Answered(NamedTuple):
    """A result, and what shows it."""

    renderers: Renderers
    result: tuple[object, ...]

    def document(self) -> Mapping[str, Any]:
        """Return the very document that the command prints with --json."""
        return self.renderers.document(*self.result)

    def text(self, output: TextFormat) -> str:
        """Return what the command prints with --format."""
        return self.renderers.text(output, *self.result)


class Asked(NamedTuple):
    """What a question may name besides the book, and what answers it."""

    names: tuple[str, ...]
    answer: Callable[[Inputs, Book], Answered]


def answer(command: str, inputs: Mapping[str, Any], own: Book | None = None) -> Answered:
    """Answer a question as the command of that name does.

    Args:
        command: one of `COMMANDS`.
        inputs: its options by name, with _ for -; what is null or false is not given. Options
            that may be repeated are lists, `factor` an object of options by their factors.
            `book` is "guide" or "market"; where it is named it also judges and ranks.
            `compare` takes either lists of values, or the tables of a file of scenarios.
        own: a rule book to use instead of a shipped one.

    Raises:
        MlcompError: what the command says of such input; UsageError too for another name.
    """
    if command not in COMMANDS:
        fault = unknown("question", command, COMMANDS, nearest(command, COMMANDS))
        raise UsageError(fault)
    given = {name: value for name, value in inputs.items() if is_given(value)}
    asked = COMMANDS[command]
    legal = [*asked.names, *COMMON]
    unknowns = [unknown_key(printable(name), "", name, legal) for name in given.keys() - {*legal}]
    if unknowns:
        raise UsageError(*sorted(unknowns))
    return asked.answer(given, own or shipped(given.get("book", "guide")))


def is_given(value: object) -> bool:
    """Return whether an input says something; 0 does."""
    return not (value is None or value is False or value == "")


def shipped(name: object) -> Book:
    """Return a shipped rule book; no file is ever opened for another.

    Raises:
        BookError: no shipped book has that name.
    """
    if isinstance(name, str) and name in SHIPPED:
        return load_book(name)
    raise BookError(Fault(expected=listed(SHIPPED), found=quoted(name), kind="no book"))


def _estimate(given: Inputs, book: Book) -> Answered:
    return Answered(ESTIMATE, estimated(_profile(given), book, no_market=_no_market(given)))


def _bands(given: Inputs, book: Book) -> Answered:
    return Answered(BANDS, banded(_profile(given), book, no_market=_no_market(given)))


def _levers(given: Inputs, book: Book) -> Answered:
    return Answered(LEVERS, changed(_profile(given), book, no_market=_no_market(given)))


def _offer(given: Inputs, book: Book) -> Answered:
    terms = {name: value for name, value in given.items() if name in READERS}
    price, offer = both(lambda: _priced(given, book), lambda: read_offer(**terms))
    by_book = "book" in given
    result = judged(offer, price, no_market=_no_market(given), by_book=by_book)
    return Answered(OFFER, result)


def _compare(given: Inputs, book: Book) -> Answered:
    years = years_compared(given.get("over_years", 1))
    market = None if _no_market(given) else load_book(MARKET)
    people = {name: value for name, value in given.items() if name in PERSON}
    tables = {name: _kept(value) for name, value in given.items() if name in TABLES}
    if people and tables:
        expected = "people as lists of values or as tables of scenarios"
        raise UsageError(Fault("compare", expected=expected, found="both"))
    if tables:
        scenarios = scenarios_of(tables, book)
    else:
        named = {as_id(id_): _list(value) for id_, value in _factor_options(people).items()}
        options = {name: _list(value) for name, value in people.items() if name in FIELDS}
        _refuse_other_types((name, each) for name, several in options.items() for each in several)
        scenarios = combinations({**options, "factor": named}, book, market)
    by_book = "book" in given
    return Answered(COMPARISON, compared(scenarios, book, market, years=years, by_book=by_book))


def _take_home(given: Inputs, book: Book) -> Answered:
    # Loaded only here: the taxes' library is an extra, and the page has none.
    from mlcomp.answers.taxed import asked_of, left_of_pay
    from mlcomp.render.take_home import TAKE_HOME
    from mlcomp.taxes.estimate import left_of

    household = {name: value for name, value in given.items() if name in HOUSEHOLD}
    asked = asked_of(household, _text(given, "live_in"))
    if "pay" in given:
        return Answered(TAKE_HOME, (left_of_pay(_described(given), asked, given["pay"]),))
    return Answered(TAKE_HOME, (left_of(estimate(_profile(given), book), asked),))


def _places(given: Inputs, book: Book) -> Answered:
    top = given.get("top")
    if top is not None and (isinstance(top, bool) or not isinstance(top, int)):
        raise UsageError(Fault("top", expected="a number of metros from 1 on", found=quoted(top)))
    renderers, result = placed(_text(given, "query"), _text(given, "state"), top, book)
    return Answered(renderers, (result,))


def _factors(given: Inputs, book: Book) -> Answered:
    return Answered(FACTORS, (factors(book, _text(given, "dimension")),))


COMMANDS: dict[str, Asked] = {
    "estimate": Asked(PERSON, _estimate),
    "bands": Asked(tuple(n for n in PERSON if n not in ("years", "level")), _bands),
    "levers": Asked(PERSON, _levers),
    "offer": Asked((*PERSON, *READERS), _offer),
    "compare": Asked((*PERSON, *TABLES, "over_years"), _compare),
    "take-home": Asked((*PERSON, "pay", *HOUSEHOLD, "live_in"), _take_home),
    "places": Asked(("query", "state", "top"), _places),
    "factors": Asked(("dimension",), _factors),
}


def _priced(given: Inputs, book: Book) -> Estimate:
    values = _described(given)
    try:
        return estimate(profile_of(values), book)
    except ProfileError as first:
        raise NoLevelError(*person_faults(values, first, book)) from None


def _profile(given: Inputs) -> Profile:
    return profile_of(_described(given))


def _described(given: Inputs) -> dict[str, Any]:
    """Return what describes a person, each of its kind."""
    values = _values(given)
    _refuse_other_types(values.items())
    return values


def _refuse_other_types(values: Iterable[tuple[str, Any]]) -> None:
    wrong = [
        Fault(printable(name.replace("_", "-")), expected=expected, found=quoted(value))
        for name, value in values
        if (expected := type_expected(name, value))
    ]
    if wrong:
        raise ProfileError(*wrong)


def _values(given: Inputs) -> dict[str, Any]:
    """Return what describes a person by its keys, each factor's own among them."""
    named = _factor_options(given)
    values = {name: value for name, value in given.items() if name in FIELDS}
    return values | {f"{FACTOR}{as_id(id_)}": option for id_, option in named.items()}


def _factor_options(given: Inputs) -> dict[str, Any]:
    named = given.get("factor", {})
    if not isinstance(named, dict):
        expected = "an object, each option by its factor's id"
        raise ProfileError(Fault("factor", expected=expected, found=quoted(named)))
    return named


def _list(value: Any) -> list[Any]:
    """Return the values of an option that may be repeated, as a shell would give them."""
    values = value if isinstance(value, list) else [value]
    return [each if isinstance(each, bool) else str(each) for each in values]


def _kept(tables: Any) -> Any:
    """Return a table, or a list of tables, without what is not given."""
    if isinstance(tables, list):
        return [_kept(table) for table in tables]
    if not isinstance(tables, dict):
        return tables
    return {name: value for name, value in tables.items() if is_given(value)}


def _text(given: Inputs, name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(Fault(name, expected="text", found=quoted(value)))
    return value


def _no_market(given: Inputs) -> bool:
    return bool(given.get("no_market"))
