"""Take-home pay of a priced roster: what is left of typical total, and what that buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlcomp.errors import Fault, MlcompError, ProfileError
from mlcomp.places.resolver import resolve
from mlcomp.roster.pricing.sql import name_of
from mlcomp.taxes.bulk import nets_of
from mlcomp.taxes.where import where
from mlcomp.text import HALF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from mlcomp.roster.engines.engine import Task
    from mlcomp.taxes.household import Household
    from mlcomp.taxes.where import Where

ADDED = ("net", "net_at_national_prices")
"""The columns that are added, US dollars a year; null where no taxes or no prices are known."""


class _Paid(NamedTuple):
    """A city as the roster writes it, and the typical totals of who is there."""

    city: str
    place: Where
    pays: list[float]


def added_to(task: Task) -> list[str]:
    """Return the names of the columns that are added.

    Raises:
        ProfileError: the roster does not say where people are.
    """
    if "city" not in task.inputs:
        expected = "a column of cities for take-home pay, since states tax differently"
        raise ProfileError(Fault("city", expected=expected, found="none"))
    return [task.prefix + name for name in ADDED]


def with_nets(
    connection: DuckDBPyConnection,
    priced: str,
    names: Iterable[str],
    task: Task,
    household: Household,
) -> str:
    """Return the query of a priced roster, in the order of its rows, with what is left of it.

    That is of typical total; `priced` is the query before, and `names` are its columns.

    Remote work is taxed in the city of its row, where the person lives. Each distinct pay of
    a city is taxed once, in whole dollars.
    """
    city = f"CAST({name_of(task.inputs['city'])} AS VARCHAR)"
    pay = f"floor({name_of(task.prefix + 'total_typical')} + {HALF})"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE mlcomp_priced AS SELECT *, row_number() OVER () AS "
        f"mlcomp_row, {city} AS mlcomp_city, {pay} AS mlcomp_pay FROM ({priced})"
    )
    found = connection.execute(
        "SELECT mlcomp_city, list(DISTINCT mlcomp_pay) FROM mlcomp_priced "
        "WHERE mlcomp_pay IS NOT NULL AND mlcomp_city IS NOT NULL GROUP BY mlcomp_city"
    ).fetchall()
    paid = [_Paid(city, place, pays) for city, pays in found if (place := _taxed_place(city))]
    nets = _nets(paid, household)
    levels = [each.place.prices.level if each.place.prices else None for each in paid]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE mlcomp_nets AS "
        "SELECT city AS mlcomp_in, level AS mlcomp_level, unnest(pays) AS mlcomp_of, "
        "unnest(nets) AS mlcomp_net FROM ("
        "SELECT unnest($1::VARCHAR[]) AS city, unnest($2::DOUBLE[]) AS level, "
        "unnest($3::DOUBLE[][]) AS pays, unnest($4::DOUBLE[][]) AS nets)",
        [[each.city for each in paid], levels, [each.pays for each in paid], nets],
    )
    columns = ", ".join(map(name_of, names))
    net, real = map(name_of, added_to(task))
    return (
        f"SELECT {columns}, mlcomp_net AS {net}, "
        f"floor(mlcomp_net / mlcomp_level * 100 + {HALF}) AS {real} FROM mlcomp_priced "
        "LEFT JOIN mlcomp_nets ON mlcomp_in = mlcomp_city AND mlcomp_of = mlcomp_pay "
        "ORDER BY mlcomp_row"
    )


def untaxed(connection: DuckDBPyConnection) -> int:
    """Return how many people who are priced have no take-home pay."""
    ((people,),) = connection.execute(
        "SELECT count(*) FROM mlcomp_priced WHERE mlcomp_pay IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM mlcomp_nets WHERE mlcomp_in = mlcomp_city)"
    ).fetchall()
    return int(people)


def _taxed_place(city: str) -> Where | None:
    """Return a place that was priced, where its taxes are known."""
    try:
        return where(resolve(city))
    except MlcompError:
        return None


def _nets(paid: list[_Paid], household: Household) -> list[list[float]]:
    """Return what is left of each pay; cities may be written in several ways."""
    pays: dict[Where, dict[float, float]] = {}
    for each in paid:
        pays.setdefault(each.place, {}).update(dict.fromkeys(each.pays, 0.0))
    nets = nets_of({place: list(each) for place, each in pays.items()}, household)
    left = {place: dict(zip(pays[place], each, strict=True)) for place, each in nets.items()}
    return [[left[each.place][pay] for pay in each.pays] for each in paid]
