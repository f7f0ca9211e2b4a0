"""`mlcomp sql`: the printed query, run where it can be, gives what `estimate` gives."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conftest import examples, run
from mlcomp import Book, load_book
from mlcomp.book.loading import validated
from mlcomp.rules.profile import REMOTE_POLICIES
from own_factors import own_text
from people import CITIES, COLUMNS, Person, assert_figures, columns_for, expected, some_people
from strategies import books

duckdb = pytest.importorskip("duckdb")
sqlglot = pytest.importorskip("sqlglot")

from mlcomp.roster.query.query import DIALECTS, pricing_query  # noqa: E402 (sqlglot may be missing)


def on_duckdb(
    query: str, rows: list[Person], names: tuple[str, ...] = COLUMNS, table: str = "people"
) -> list[Person]:
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}" VARCHAR' for name in names)
        connection.execute("CREATE SCHEMA hr")
        connection.execute(f"CREATE TABLE {table} (place INTEGER, {columns})")
        cells = [[place, *(row[name] for name in names)] for place, row in enumerate(rows)]
        if cells:
            marks = ", ".join("?" * len(cells[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", cells)
        found = connection.execute(f"SELECT * FROM ({query}) ORDER BY place")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@settings(examples(15), phases=[Phase.generate])
@given(data=st.data())
def test_the_query_prices_as_estimate_does(guide: Book, data: st.DataObject) -> None:
    """In DuckDB, for the guide's book and random ones, row by row."""
    book = data.draw(st.one_of(st.just(guide), st.just(load_book("market")), books()))
    rows = some_people(book, data.draw(st.integers(0, 2**32)), 60)
    names = columns_for(book)
    query = pricing_query(book, "duckdb", "hr.staff", ("place", *names), CITIES)
    assert_figures(rows, on_duckdb(query, rows, names, "hr.staff"), book)


@settings(examples(10), phases=[Phase.generate])
@given(data=st.data())
def test_a_table_may_lack_any_of_the_columns(guide: Book, data: st.DataObject) -> None:
    """What an employer says of the industry counts where no column does, and so for all others."""
    names = data.draw(st.sets(st.sampled_from(COLUMNS[2:])).map(tuple))
    names += data.draw(st.sampled_from([("years",), ("level",), ("years", "level")]))
    book = data.draw(st.sampled_from([guide, load_book("market")]))
    rows: list[Person] = [
        dict.fromkeys(COLUMNS) | {name: row[name] for name in names}
        for row in some_people(book, data.draw(st.integers(0, 2**32)), 40)
    ]
    query = pricing_query(book, "duckdb", "people", ("place", *names), CITIES)
    assert_figures(rows, on_duckdb(query, rows), book)


def test_the_employer_alone_is_priced(guide: Book) -> None:
    """Everybody at one, by whatever name, from a table of years and employers."""
    rows = [dict.fromkeys(COLUMNS) | {"years": "4", "tier": tier} for tier in ("Google", "bank")]
    query = pricing_query(guide, "duckdb", "people", ("place", "years", "tier"), CITIES)
    found = on_duckdb(query, rows)
    assert_figures(rows, found, guide)
    assert all(row["base_typical"] for row in found)


RESERVED = (
    *("user", "order", "group", "select", "case", "current_date", "end", "table", "from"),
    *("values", "session_user", "localtime", "analyse", "lateral", "symmetric"),
)


def test_reserved_words_are_columns_like_any_other(guide: Book) -> None:
    """What stands in them is given back, and not who is logged in."""
    row = {"years": "4"} | {word: f"a {word}" for word in RESERVED}
    names = ("years", *RESERVED)
    query = pricing_query(guide, "duckdb", "people", ("place", *names))
    (found,) = on_duckdb(query, [row], names)
    assert {name: found[name] for name in names} == row
    assert found["base_typical"] == 213_333.33


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_are_quoted_as_the_warehouse_folds_them(guide: Book, dialect: str) -> None:
    """A bare name is upper case to Snowflake, lower case to PostgreSQL: so it is in quotes."""
    columns = ("Years", "Company Size", *RESERVED)
    parsed = sqlglot.parse_one(pricing_query(guide, dialect, "people", columns), read=dialect)
    folds = {"snowflake": str.upper, "postgres": str.lower}
    fold = folds.get(dialect, str)
    wanted = [name if " " in name else fold(name) for name in columns]
    assert parsed.named_selects == ["*"]
    priced = next(c for c in parsed.find_all(sqlglot.exp.CTE) if c.alias == "mlcomp_priced")
    given_back = [each.this for each in priced.this.selects[: len(columns)]]
    assert [(each.this, each.args["quoted"]) for each in given_back] == [
        (name, True) for name in wanted
    ]


def test_a_factor_named_by_a_reserved_word_is_priced() -> None:
    """A book may call its own factor what SQL calls something else."""
    text = own_text().replace('id = "company-size"', 'id = "select"')
    book = validated(tomllib.loads(text), "own.toml")
    names = columns_for(book)
    assert "select" in names
    rows = some_people(book, 5, 40)
    query = pricing_query(book, "duckdb", "people", ("place", *names), CITIES)
    assert_figures(rows, on_duckdb(query, rows, names), book)


@pytest.fixture(scope="module")
def few_cities(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of cities: without one, a query embeds thousands, and is made in seconds."""
    file = tmp_path_factory.mktemp("sql") / "cities.txt"
    file.write_text("SF\nAtlantis\n41860\nSt.\tLouis\nSt. Louis\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("policy", [None, *REMOTE_POLICIES])
@pytest.mark.parametrize("hq", [None, "NYC"])
@pytest.mark.parametrize("remote", ["", "true"])
def test_every_remote_policy_is_that_of_estimate(
    guide: Book, policy: str | None, hq: str | None, remote: str
) -> None:
    """In SF with 4 years, policy local is 261,333, and not the national band's 213,333."""
    person = dict.fromkeys(COLUMNS) | {"years": "4", "city": "SF", "remote": remote}
    rows = [{**person, "remote_policy": policy, "hq": hq}, {**person, "city": None, "hq": hq}]
    query = pricing_query(guide, "duckdb", "people", ("place", *COLUMNS), CITIES)
    found = on_duckdb(query, rows)
    assert_figures(rows, found, guide)
    assert [row["error"] for row in found] == [expected(row, guide)["error"] for row in rows]
    if (policy, remote) == ("local", "true"):
        assert found[0]["base_typical"] == 261_333.33


@pytest.mark.parametrize("columns", [("remote",), ("remote_policy",), ("hq",), ("remote", "hq")])
def test_a_table_may_lack_a_part_of_the_place(guide: Book, columns: tuple[str, ...]) -> None:
    """What is there is priced or refused as `estimate` would, without the rest."""
    rows = [
        {"years": "4"} | dict(zip(columns, cells, strict=False))
        for cells in (("true", "SF"), ("hq", "hq"), ("", ""), ("NYC", "NYC"), ("local", "x"))
    ]
    query = pricing_query(guide, "duckdb", "people", ("place", "years", *columns), CITIES)
    everything = [dict.fromkeys(COLUMNS) | row for row in rows]
    assert_figures(everything, on_duckdb(query, everything), guide)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_query_parses_in_its_dialect(dialect: str, few_cities: str) -> None:
    """BigQuery's and Snowflake's cannot run here: they are read back by sqlglot."""
    line = ("sql", "--dialect", dialect, "--table", "hr.people", "--columns", "id,years,city")
    result = run(*line, "--cities", few_cities)
    assert (result.code, result.err) == (0, "")
    parsed = sqlglot.parse(result.out, read=dialect)
    assert len(parsed) == 1
    tables = {table.sql(dialect=dialect) for table in parsed[0].find_all(sqlglot.exp.Table)}
    assert any(name.startswith("hr.people") for name in tables)
    assert list(parsed[0].selects[0].sql()) == ["*"]


def test_a_city_is_asked_for_by_its_code_too() -> None:
    """The CBSA code of a metro is as good as its name; without --cities each is known."""
    query = run("sql", "--columns", "years,city").out
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE people AS SELECT '4' AS years, '41860' AS city")
        found: Any = connection.execute(f"SELECT metro, base_typical FROM ({query})").fetchone()
    assert found == ("San Francisco-Oakland-Fremont, CA", 261_333.33)


def test_the_employers_city_is_not_asked_for_by_its_code(guide: Book) -> None:
    """As `estimate` has it, in its words, whether the table has cities of people or not."""
    person = {"years": "4", "remote": "true", "remote_policy": "hq", "hq": "41860"}
    for city, there in (("41860", COLUMNS), (None, tuple(person))):
        row = dict.fromkeys(COLUMNS) | person | {"city": city}
        query = pricing_query(guide, "duckdb", "people", ("place", *there), ["41860"])
        (found,) = on_duckdb(query, [row])
        assert (found["base_typical"], found["metro"]) == (None, None)
        if city:
            assert found["error"] == expected(person, guide)["error"]
        assert found["error"].startswith("hq: ")
    at_home = dict.fromkeys(COLUMNS) | {"years": "4", "city": "41860", "hq": None}
    query = pricing_query(guide, "duckdb", "people", ("place", *COLUMNS), ["41860"])
    assert on_duckdb(query, [at_home])[0]["base_typical"] == 261_333.33


def test_cities_of_a_file_are_the_only_ones_embedded(few_cities: str) -> None:
    """`--cities FILE` keeps the query short; one that is not known has estimate's words."""
    query = run("sql", "--columns", "years,city", "--cities", few_cities).out
    assert "seattle'" not in query.casefold().replace("seattle, wa", "")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE people AS SELECT '4' AS years, 'atlantis' AS city")
        ((error,),) = connection.execute(f"SELECT error FROM ({query})").fetchall()
    assert error.startswith("city: unknown place 'Atlantis'")
    assert run("sql", "--cities", str(Path(few_cities).with_name("none"))).code == 1


def test_a_code_among_the_cities_of_a_file_is_embedded(few_cities: str) -> None:
    """A CBSA code that is asked for is found, as is its metro's name."""
    query = run("sql", "--columns", "years,city", "--cities", few_cities).out
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE people AS SELECT '4' AS years, '41860' AS city")
        ((metro, error),) = connection.execute(f"SELECT metro, error FROM ({query})").fetchall()
    assert error is None
    assert metro.startswith("San Francisco")


def test_a_code_that_is_a_zip_code_is_that(guide: Book) -> None:
    """35620 is Elkmont, AL, to `estimate`: never New York, whose CBSA code it is."""
    row = dict.fromkeys(COLUMNS) | {"years": "4", "city": "35620"}
    zip_code = pricing_query(guide, "duckdb", "people", ("place", *COLUMNS), ["35620"])
    assert_figures([row], on_duckdb(zip_code, [row]), guide)
    (found,) = on_duckdb(pricing_query(guide, "duckdb", "people", ("place", *COLUMNS)), [row])
    assert (found["base_typical"], found["error"].split("'")[:2]) == (
        None,
        ["city: unknown place ", "35620"],
    )


def test_what_is_between_names_may_stand_alone(guide: Book) -> None:
    """A list of no names, or with some missing, as a spreadsheet's formula leaves it."""
    cells = (";", " ; ; ", ";;LLM", "LLM;;;;nlp;;", ";;; reinforcement learning", ";;foo")
    rows = [dict.fromkeys(COLUMNS) | {"years": "4", "specialization": cell} for cell in cells]
    query = pricing_query(guide, "duckdb", "people", ("place", *COLUMNS), ["SF"])
    assert_figures(rows, on_duckdb(query, rows), guide)


def test_a_spelling_that_is_refused_refuses_no_other(few_cities: str) -> None:
    """A tab in one line of `--cities` leaves the name without it as it was."""
    query = run("sql", "--columns", "years,city", "--cities", few_cities).out
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE people AS SELECT '4' AS years, 'St. Louis' AS city")
        ((metro, error),) = connection.execute(f"SELECT metro, error FROM ({query})").fetchall()
    assert (metro, error) == ("St. Louis, MO-IL", None)


def test_a_table_without_years_or_level_prices_nobody() -> None:
    """Said at once, not in every row."""
    result = run("sql", "--columns", "id,city")
    assert (result.code, result.out) == (2, "")
    assert "years or level" in result.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--columns", "years,years"), "columns: 'years' is there twice"),
        (("--columns", "years,,id"), "columns: expected names with commas between, found an empty"),
        (("--columns", "years,Metro"), "columns: 'Metro' is there twice, or is one that is added"),
        (("--columns", "years,Base"), "columns: 'Base' is real pay, which a query does not place"),
        (("--table", 'a b"; drop'), "table: expected a table's name"),
    ],
)
def test_what_would_make_no_query_is_refused(
    options: tuple[str, str], said: str, few_cities: str
) -> None:
    """In a line, before anything is printed."""
    result = run("sql", *options, "--cities", few_cities)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
