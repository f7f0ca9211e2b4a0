"""mlcomp: what a machine-learning engineer in the United States is paid, and why.

>>> from mlcomp import Profile, estimate, load_book
>>> result = estimate(Profile(years=4, city="SF"), load_book())
>>> round(result.base.typical)
261333
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlcomp.book import Book, load_book
    from mlcomp.errors import BookError, MlcompError, OfferError, ProfileError
    from mlcomp.judgement import Judgement, judge
    from mlcomp.levers import Lever, levers_of
    from mlcomp.offer import Offer, read_offer
    from mlcomp.profile import Profile
    from mlcomp.ranges import Pay, Range
    from mlcomp.result import Estimate, Step
    from mlcomp.roster.frame import price
    from mlcomp.rules import estimate

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
    "Book": "book",
    "load_book": "book",
    "BookError": "errors",
    "MlcompError": "errors",
    "OfferError": "errors",
    "ProfileError": "errors",
    "Estimate": "result",
    "Step": "result",
    "Profile": "profile",
    "Pay": "ranges",
    "Range": "ranges",
    "estimate": "rules",
    "price": "roster.frame",
    "Offer": "offer",
    "read_offer": "offer",
    "Judgement": "judgement",
    "judge": "judgement",
    "Lever": "levers",
    "levers_of": "levers",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"mlcomp.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
