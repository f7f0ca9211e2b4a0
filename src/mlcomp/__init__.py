"""mlcomp: what a machine-learning engineer in the United States is paid, and why.

>>> from mlcomp import Profile, estimate, load_book
>>> result = estimate(Profile(years=4, city="SF"), load_book())
>>> round(result.base.typical)
261333
"""

# As type checkers read it. What is imported here is imported before anything can answer Ctrl-C,
# so nothing is: importing typing alone would be half of that time.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from mlcomp.book.loading import load_book
    from mlcomp.book.ranges import Range
    from mlcomp.book.rulebook import Book
    from mlcomp.errors import BookError, MlcompError, OfferError, ProfileError
    from mlcomp.offers.judgement import Judgement, judge
    from mlcomp.offers.offer import Offer
    from mlcomp.offers.reading import read_offer
    from mlcomp.roster.frame import price
    from mlcomp.rules.estimate import estimate
    from mlcomp.rules.pay import Pay
    from mlcomp.rules.profile import Profile
    from mlcomp.rules.result import Estimate, Step
    from mlcomp.scenarios.levers import Lever, levers_of

__version__ = "0.1.0"

__all__ = [
    "Book",
    "BookError",
    "Estimate",
    "Judgement",
    "Lever",
    "MlcompError",
    "Offer",
    "OfferError",
    "Pay",
    "Profile",
    "ProfileError",
    "Range",
    "Step",
    "estimate",
    "judge",
    "levers_of",
    "load_book",
    "price",
    "read_offer",
]

# Names are loaded when first used, so that the command line can answer Ctrl-C
# and --version before pydantic is imported.
_HOMES = {
    "Book": "book.rulebook",
    "load_book": "book.loading",
    "BookError": "errors",
    "MlcompError": "errors",
    "OfferError": "errors",
    "ProfileError": "errors",
    "Estimate": "rules.result",
    "Step": "rules.result",
    "Profile": "rules.profile",
    "Pay": "rules.pay",
    "Range": "book.ranges",
    "estimate": "rules.estimate",
    "price": "roster.frame",
    "Offer": "offers.offer",
    "read_offer": "offers.reading",
    "Judgement": "offers.judgement",
    "judge": "offers.judgement",
    "Lever": "scenarios.levers",
    "levers_of": "scenarios.levers",
}


def __getattr__(name: str) -> "Any":
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"mlcomp.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
