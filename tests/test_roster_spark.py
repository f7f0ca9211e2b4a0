"""Spark: the same rows on a real local session of several partitions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlcomp import Book, ProfileError
from people import CITIES, Person, assert_figures, assert_priced, columns_for, some_people, with_pay
from strategies import BOOKS, book_named

pytest.importorskip("pyspark")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("no Java: nothing was run on Spark", allow_module_level=True)

# pandas and PySpark warn about each other.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session of two workers in this process, on loopback."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        # Compiling for a hundred rows takes longer than pricing them.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("mlcomp-tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def frame_of(spark: Any, rows: list[Person]) -> Any:
    schema = "place int, " + ", ".join(f"{column} string" for column in rows[0])
    data = [(place, *row.values()) for place, row in enumerate(rows)]
    return spark.createDataFrame(data, schema).repartition(3)


@pytest.mark.parametrize("name", BOOKS)
def test_a_frame_of_several_partitions_is_priced_as_estimate_does(spark: Any, name: str) -> None:
    """`price(spark_frame)`: lazily, every row to the cent and to the word."""
    from mlcomp.roster.frame import price

    book = book_named(name)
    rows = with_pay(some_people(book, 1), 1)
    priced = price(frame_of(spark, rows), book)
    assert priced.rdd.getNumPartitions() > 1
    found = sorted((row.asDict() for row in priced.collect()), key=lambda row: row["place"])
    assert_priced(rows, found, book)


@pytest.mark.parametrize("name", BOOKS)
def test_the_query_gives_the_same_on_spark(spark: Any, name: str) -> None:
    """`mlcomp sql --dialect spark`."""
    pytest.importorskip("sqlglot")
    from mlcomp.roster.query.query import pricing_query

    book = book_named(name)
    rows = some_people(book, 2)
    frame_of(spark, rows).createOrReplaceTempView("staff")
    query = pricing_query(book, "spark", "staff", ("place", *columns_for(book)), CITIES)
    found = sorted((row.asDict() for row in spark.sql(query).collect()), key=lambda r: r["place"])
    assert_figures(rows, found, book)


def test_reserved_words_are_columns_like_any_other_on_spark(spark: Any, guide: Book) -> None:
    """What stands in them is given back."""
    pytest.importorskip("sqlglot")
    from mlcomp.roster.query.query import pricing_query

    words = ("user", "order", "group", "select", "case", "current_date", "end", "table", "from")
    row = {"years": "4"} | {word: f"a {word}" for word in words}
    frame_of(spark, [row]).createOrReplaceTempView("reserved")
    query = pricing_query(guide, "spark", "reserved", tuple(row))
    (found,) = (each.asDict() for each in spark.sql(query).collect())
    assert {name: found[name] for name in row} == row
    assert found["base_typical"] == 213_333.33


def test_columns_that_cannot_be_told_apart_are_refused_on_spark(
    spark: Any, guide: Book, tmp_path: Path
) -> None:
    """As by every engine: a name that pricing makes, and two spellings of one input."""
    from mlcomp.roster.frame import price
    from mlcomp.roster.request import Batch
    from mlcomp.roster.spark_batch import price_on_spark

    for names, said in (
        (("years", "__mlcomp_level"), "names that do not begin with __mlcomp_"),
        (("years", "remote_policy", "Remote-Policy"), "one column for remote_policy"),
    ):
        row = dict.fromkeys(names, "4")
        with pytest.raises(ProfileError, match=f"columns: expected {said}"):
            price(frame_of(spark, [{f"`{name}`": cell for name, cell in row.items()}]), guide)
        people = tmp_path / "people.csv"
        people.write_text(f"{','.join(names)}\n{','.join(row.values())}\n", "utf-8")
        with pytest.raises(ProfileError, match=f"columns: expected {said}"):
            price_on_spark(Batch(source=str(people), target=str(tmp_path / "out"), book=guide))


PEOPLE = 'id,years,city,note\n1,4,SF,=1+1\n2,nan,NYC," x\n"\n3\n4,20,,-2\n5,ninety,Atlantis,,1\n'
SAID = """\
mlcomp: 2 of 3 people priced to OUT in N s
mlcomp:         1  years: expected a number from 0 to 60, found 'nan'
mlcomp:         1  without a city, priced as the nation
mlcomp:         2  lines that are no rows
mlcomp:            line 0: expected another number of columns: '3'
mlcomp:            line 0: expected another number of columns: '5,ninety,Atlantis,,1'
"""


def on_spark(*line: str, **env: str) -> tuple[int, str, str]:
    """Run the installed command in a process of its own: exit code, output and standard error."""
    script = Path(sys.executable).with_name("mlcomp")
    command = (str(script), "batch", "--engine", "spark", *line)
    done = subprocess.run(command, env=os.environ | env, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_batch_on_spark_writes_a_folder_and_says_what_mlcomp_says(tmp_path: Path) -> None:
    """Rows, errors and malformed lines; a folder that is there is replaced; of Spark no line.

    What stands in a malformed line is nobody's, even where only some columns are read.
    What `spark-defaults.conf` says is kept.
    """
    people, out = tmp_path / "people.csv", tmp_path / "out.csv"
    people.write_text(PEOPLE, "utf-8")
    out.mkdir()
    (out / "part-of-before").write_text("years\n1\n", "utf-8")
    conf = "spark.sql.codegen.wholeStage false\nspark.sql.codegen.factoryMode NO_CODEGEN\n"
    conf += "spark.ui.showConsoleProgress true\nspark.sql.session.timeZone Asia/Tokyo\n"
    (tmp_path / "spark-defaults.conf").write_text(conf, "utf-8")
    env = {"SPARK_CONF_DIR": str(tmp_path)}
    code, shown, said = on_spark(str(people), str(out), "--force", **env)
    said = re.sub(r" [0-9.]+ s$", " N s", said.replace(str(out), "OUT"), flags=re.MULTILINE)
    assert (code, shown, said) == (1, "", SAID)
    text = "".join(part.read_text("utf-8") for part in sorted(out.glob("part-*")))
    assert "1,4,SF,'=1+1,mid," in text
    assert '2,nan,NYC," x\n",' in text
    assert "4,20,,-2,staff," in text
    assert not (out / "part-of-before").exists()
    assert not list(tmp_path.glob(".*part*"))


def test_what_spark_cannot_do_is_one_line(tmp_path: Path) -> None:
    """A Java that is not there, and a file that workers cannot read: no log, no traceback."""
    people, out = tmp_path / "people.parquet", str(tmp_path / "out")
    people.write_bytes(b"PAR1 is how it begins, and no more")
    line = (str(people), out, "--to", "parquet")
    code, shown, said = on_spark(*line, JAVA_HOME=str(tmp_path / "none"))
    assert (code, shown) == (1, "")
    assert said.startswith("mlcomp: spark: expected a Java of 17 or newer to start: ")
    assert said.count("\n") == 1
    code, shown, said = on_spark(*line)
    assert (code, shown) == (1, "")
    assert said.startswith("mlcomp: spark: ")
    assert said.count("\n") == 1


def test_a_session_that_is_there_keeps_its_settings(
    spark: Any, guide: Book, tmp_path: Path
) -> None:
    """A summary alone is of the same rows, and asks the session as its owner has set it.

    Parquet's schema carries the book's whole fingerprint.
    """
    from mlcomp.roster.request import Batch
    from mlcomp.roster.spark_batch import price_on_spark

    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    before = dict(spark.sparkContext.getConf().getAll()) | spark.conf.getAll
    summary = price_on_spark(Batch(source=str(people), target=None, book=guide))
    assert (summary.rows, summary.priced, summary.rejected) == (3, 2, 2)
    after = dict(spark.sparkContext.getConf().getAll()) | spark.conf.getAll
    # Spark itself adds what is first asked for, such as its warehouse.
    assert {name: after.get(name) for name in before} == before
    parquet = tmp_path / "out.parquet"
    price_on_spark(Batch(source=str(people), target=str(parquet), book=guide))
    field = spark.read.parquet(str(parquet)).schema["book"]
    assert field.metadata == guide.labels


def test_the_summary_by_a_column_is_the_same_on_spark(
    spark: Any, guide: Book, tmp_path: Path
) -> None:
    """`--by`, `--gap` and `--value`: every count and figure as DuckDB adds them up."""
    assert spark
    from mlcomp.render.roster import roster_document
    from mlcomp.roster.batch import price_file
    from mlcomp.roster.request import Batch
    from mlcomp.roster.spark_batch import price_on_spark

    people = tmp_path / "people.jsonl"
    rows = [
        {"level": level, "city": city, "team": team, "base": str(pay), "total": "$450k"}
        for place, level in enumerate(("SE", "mid", "entry") * 8)
        for city, team in (("SF", "a'\\b\u00a0"), ("NYC", " \t"), (None, "c "), ("NYC", "one"))
        for pay in (150_000 + 9_001 * place,)
    ]
    people.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    batch = Batch(
        source=str(people),
        target=None,
        book=guide,
        values={"level": {"SE": "senior"}, "team": {"c": "a'\\b"}},
        by=("team", "level", "metro"),
        gap=("team", ""),
    )
    assert roster_document(price_on_spark(batch)) == roster_document(price_file(batch))
