"""What the names that people type mean in a rule book: its own first, then those of facts.

The facts (employers, codes of ladders, fields of work) are looked at only where the book does
not know a name. What is known and not priced is neutral; what is only nearly known is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from mlcomp.book.records import Option
from mlcomp.errors import Fault, ProfileError
from mlcomp.rules.experience import level_of_years
from mlcomp.text import bare, listed, quoted, spelled_alike, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlcomp.book.dimensions import Dimension
    from mlcomp.book.records import Degree, Factor, Level, Tier
    from mlcomp.book.rulebook import Book
    from mlcomp.employers.fields import Word
    from mlcomp.employers.ladders import Rung
    from mlcomp.employers.registry import Kind

AnOption = TypeVar("AnOption", bound=Option)
INDUSTRY = "industry"
"""The dimension that an employer answers by being who it is."""
MAX_NAMED = 4


class Hired(NamedTuple):
    """Who employs, in a rule book.

    Attributes:
        tier: the tier that prices it, or None where the book has none for its kind.
        company: the employer's name, or None where a tier or a kind was typed.
        kind: the kind of employer, where `data/` and not the book says so.
        industry: the id of the industry that it plainly is in, "" for none.
    """

    tier: Tier | None
    company: str | None = None
    kind: Kind | None = None
    industry: str = ""

    @property
    def shown(self) -> str:
        """What to write for it."""
        return self.company or (self.tier.id if self.tier else self.kind.id if self.kind else "")


class LevelNamed(NamedTuple):
    """A level of a book, and the rungs of ladders that it was read off, none if its own name."""

    level: Level
    rungs: tuple[Rung, ...] = ()


def find(dimension: str, typed: str, options: Sequence[AnOption]) -> AnOption:
    """Return the option that a name means; raise `ProfileError` naming the nearest ones."""
    return named(typed, options) or _refuse(dimension, typed, options)


def named(typed: str, options: Iterable[AnOption]) -> AnOption | None:
    """Return the option of that name, whatever its case, hyphens and spaces, or None."""
    wanted = bare(typed)
    return next((option for option in options if wanted in option.bare_names), None)


def hired(typed: str, book: Book) -> Hired:
    """Return who employs: a tier of the book, an employer or a kind of employer.

    Raises:
        ProfileError: it is none of these.
    """
    if (tier := named(typed, book.tier)) and not _company_of(tier, typed):
        return Hired(tier)
    from mlcomp.employers.names import keys_of
    from mlcomp.employers.registry import employer, kind, near_names

    for key in keys_of(typed):
        for tier in book.tier:
            if any(key in keys_of(name) for name in tier.names):
                return Hired(tier, _company_of(tier, typed))
    company = employer(typed)
    what = kind(company.kind if company else typed)
    if what is None:
        more = [name if employer(name) else hired(name, book).shown for name in near_names(typed)]
        also = _other_dimensions("tier", typed)
        _refuse("tier", typed, book.tier, more, also, last="an employer's name")
    found = next((tier for tier in book.tier if what.id in tier.kinds), None)
    industry = (company or what).industry
    return Hired(found, company.name if company else None, what, "" if found else industry)


def _company_of(tier: Tier, typed: str) -> str | None:
    """Return the company of a tier that was typed, or None where its own name was."""
    if not tier.companies:
        return None
    from mlcomp.employers.names import keys_of

    wanted = keys_of(typed)
    return next((name for name in tier.companies if set(keys_of(name)) & set(wanted)), None)


def level_named(typed: str, company: str | None, book: Book) -> LevelNamed:
    """Return the level that a name means, at a company where it is a code of ladders.

    Raises:
        ProfileError: it is not known, or ladders disagree about it.
    """
    if level := named(typed, book.level):
        return LevelNamed(level)
    from mlcomp.employers.ladders import codes, readings

    found = ((rung, _level_of(rung, book)) for rung in readings(typed, company))
    read = [(rung, level) for rung, level in found if level]
    if not read:
        _refuse("level", typed, book.level, spelled_alike(typed, codes()))
    levels: dict[str, list[Rung]] = {}
    for rung, level in read:
        levels.setdefault(level.id, []).append(rung)
    if len(levels) > 1:
        meant = (f"{id_} at {where(found)}" for id_, found in levels.items())
        hint = f"{'; '.join(meant)}; name the company too, or write {listed(levels)}"
        raise ProfileError(
            Fault(
                "level",
                expected="a code that means one level",
                found=quoted(typed),
                hint=hint,
                kind="ambiguous",
                choices=tuple(levels),
            )
        )
    return LevelNamed(read[0][1], tuple(rung for rung, _ in read))


def where(rungs: Iterable[Rung]) -> str:
    """Return whose ladders these are, in words; "" for the codes that many use alike."""
    names = list(dict.fromkeys(rung.employer for rung in rungs if rung.employer))
    if len(names) > MAX_NAMED:
        names[MAX_NAMED - 1 :] = [f"{len(names) - MAX_NAMED + 1} more"]
    return listed(names, "and")


def _level_of(rung: Rung, book: Book) -> Level | None:
    """Return the book's level for a rung: by the usual word for it, else by its usual years.

    None where the book has neither that word nor years.
    """
    return named(rung.level, book.level) or level_of_years(rung.middle, book)


def options_named(
    dimension: Dimension, names: Iterable[str]
) -> tuple[tuple[Factor | Degree, ...], tuple[Word, ...]]:
    """Return the options that names mean, and the fields of work that have no figure, each once.

    Raises:
        ProfileError: a name is neither.
    """
    options: dict[str, Factor | Degree] = {}
    words: dict[str, Word] = {}
    for name in names:
        if option := named(name, dimension.options):
            options[option.id] = option
        elif word := _word(dimension, name):
            words[word.name] = word
        else:
            like = _spelled_like_words(dimension, name)
            _refuse(
                dimension.id, name, dimension.options, like, _other_dimensions(dimension.id, name)
            )
    return tuple(options.values()), tuple(words.values())


def _word(dimension: Dimension, typed: str) -> Word | None:
    if dimension.declared or dimension.choice == "flag":
        return None
    from mlcomp.employers.fields import word

    return word(dimension.id, typed)


def _spelled_like_words(dimension: Dimension, typed: str) -> list[str]:
    if dimension.declared:
        return []
    from mlcomp.employers.fields import words

    every = (name for word in words() if word.dimension == dimension.id for name in word.every_name)
    return spelled_alike(typed, every)


def _other_dimensions(dimension: str, typed: str) -> str:
    """Say which option a word is for that was given to another one; "" where it is for none."""
    from mlcomp.employers.fields import meanings

    others = dict.fromkeys(word.dimension for word in meanings(typed))
    return next((f"it is {_A[o]}: --{o} {quoted(typed)};" for o in others if o != dimension), "")


_A = {INDUSTRY: "an industry", "specialization": "a specialization"}


def _refuse(
    dimension: str,
    typed: str,
    options: Sequence[Option],
    more: Iterable[str] = (),
    instead: str = "",
    last: str = "",
) -> NoReturn:
    """Refuse a name with the nearest ones: of the options, and `more` that are known besides."""
    by_name: Mapping[str, Option] = {name: option for option in options for name in option.names}
    like: dict[str, str] = {}
    for name in spelled_alike(typed, by_name):
        id_ = by_name[name].id
        like.setdefault(id_, id_ if bare(name) == bare(id_) else f"{id_} ({name})")
    like |= {name: name for name in more if bare(name) not in map(bare, like)}
    if not options and not like:
        raise ProfileError(Fault(dimension, found=quoted(typed), kind="absent"))
    valid = [*(option.id for option in options), *filter(None, (last,))]
    fault = unknown(dimension, typed, valid, list(like.values())[:3])
    raise ProfileError(fault._replace(hint=instead) if instead else fault)
