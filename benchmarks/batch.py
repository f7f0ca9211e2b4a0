"""How fast a roster is priced, against DuckDB alone, and hand-written Polars.

    python benchmarks/batch.py [--people 5000000] [--large 50000000] [--rounds 3]

Needs the extras batch and polars. Files go to a temporary folder; --large 0 leaves out the
run that shows memory and time to be linear.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb

from mlcomp import load_book
from mlcomp.places.resolver import large_cities
from mlcomp.roster.engines.job import database

CITIES = 300


def main() -> None:
    """Generate, run each contender in turn, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000_000)
    parser.add_argument("--large", type=int, default=50_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mlcomp-bench-") as scratch:
        folder = Path(scratch)
        people = folder / "people.csv"
        generate(people, asked.people)
        print(f"{asked.people:,} people, {people.stat().st_size / 1e6:,.0f} MB of CSV")
        contenders: dict[str, Callable[[Path, Path], None]] = {
            "DuckDB, read and write": read_and_write,
            "mlcomp batch": price,
            "Polars by hand": by_hand,
        }
        times: dict[str, list[float]] = {name: [] for name in contenders}
        memory: dict[str, float] = {}
        for _ in range(asked.rounds):
            for name, contender in contenders.items():
                seconds, megabytes = alone(contender, people, folder / "out.parquet")
                times[name].append(seconds)
                memory[name] = max(megabytes, memory.get(name, 0))
        alone_takes = median(times["DuckDB, read and write"])
        for name, each in times.items():
            seconds = median(each)
            print(
                f"{name:<24} {seconds:7.2f} s  {seconds / alone_takes:5.2f} x  "
                f"{asked.people / seconds:12,.0f} rows/s  {memory[name]:6,.0f} MB"
            )
        ratios = [
            a / b
            for a, b in zip(times["mlcomp batch"], times["DuckDB, read and write"], strict=True)
        ]
        print(f"mlcomp batch over DuckDB alone, round by round: {[round(r, 2) for r in ratios]}")
        people.unlink()
        if asked.large:
            generate(people, asked.large)
            seconds, megabytes = alone(price, people, folder / "out.parquet")
            print(
                f"{asked.large:,} people: {seconds:.1f} s, {asked.large / seconds:,.0f} rows/s, "
                f"{megabytes:,.0f} MB, {seconds / median(times['mlcomp batch']):.1f} x the time for "
                f"{asked.large / asked.people:.0f} x the people"
            )


def city_forms() -> list[str]:
    """Return distinct cities, the largest first, as people would type them."""
    return list(large_cities(CITIES))


def generate(path: Path, people: int) -> None:
    """Write a roster: codes, names and teams beside what people are priced by."""

    def one_of(options: list[str | None], seed: int) -> str:
        shown = ", ".join(
            "NULL" if o is None else "'" + o.replace("'", "''") + "'" for o in options
        )
        return f"([{shown}])[1 + (hash(i + {seed}) % {len(options)})::BIGINT]"

    columns = {
        "person_id": "printf('%08d', i)",
        "name": "'Person ' || i",
        "team": "'team-' || (hash(i + 9) % 1000)",
        "years": "printf('%.1f', (hash(i) % 400) / 10.0)",
        "level": one_of([None] * 8 + ["senior", "Staff"], 1),
        "city": one_of(list(city_forms()), 2),
        "tier": one_of(["Google", "mid-size", "consultancy", "openai", None], 3),
        "specialization": one_of(["rl", "inference;rl", None, None], 4),
        "industry": one_of(["tech", "quant", "adtech", None], 5),
        "lifecycle": one_of(["true", "false"], 6),
        "degree": one_of(["phd", "ms", "bs", None], 7),
        "start_date": "DATE '2015-01-01' + (hash(i + 8) % 4000)::INTEGER",
    }
    named = ", ".join(f"{each} AS {name}" for name, each in columns.items())
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute(
            f"COPY (SELECT {named} FROM range({people}) AS t(i)) TO '{path}' (HEADER)"
        )


def alone(work: Callable[[Path, Path], None], source: Path, target: Path) -> tuple[float, float]:
    """Run in a process of its own; return seconds, and the most memory in MB."""
    target.unlink(missing_ok=True)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (work, source, target))


def _measured(
    work: Callable[[Path, Path], None], source: Path, target: Path
) -> tuple[float, float]:
    start = perf_counter()
    work(source, target)
    seconds = perf_counter() - start
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def read_and_write(source: Path, target: Path) -> None:
    """Read the CSV and write it as Parquet, every cell as it is, with DuckDB alone."""
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{source}', header=true, all_varchar=true)) "
            f"TO '{target}' (FORMAT parquet, COMPRESSION snappy)"
        )


def price(source: Path, target: Path) -> None:
    """Price the CSV into Parquet, the summary included."""
    from mlcomp.roster.batch import price_file
    from mlcomp.roster.request import Batch

    summary = price_file(Batch(source=str(source), target=str(target), book=load_book()))
    assert summary.priced == summary.rows  # noqa: S101


def by_hand(source: Path, target: Path) -> None:
    """Price the same roster with the guide's rules written out in plain Polars."""
    import polars as pl

    book = load_book()

    def ranges(column: str, options: object) -> list[pl.Expr]:
        found = {}
        for option in options:  # type: ignore[attr-defined]
            for name in option.names:
                found[" ".join(name.casefold().replace("-", " ").split())] = option.range
        key = pl.col(column).str.to_lowercase().str.replace_all("-", " ").str.strip_chars()
        return [
            key.replace_strict(
                list(found),
                [getattr(r, end) for r in found.values()],
                default=1.0,
                return_dtype=pl.Float64,
            ).alias(f"{column}_{end}")
            for end in ("low", "typical", "high")
        ]

    years = pl.col("years").cast(pl.Float64)
    level = pl.coalesce(
        pl.col("level").str.to_lowercase(),
        pl.when(years < 3).then(pl.lit("entry")).when(years < 6).then(pl.lit("mid"))
        .when(years < 11).then(pl.lit("senior")).otherwise(pl.lit("staff")),
    )  # fmt: skip
    levels = {each.id: each for each in book.level}
    tier = pl.col("tier").str.to_lowercase()
    is_top = tier.is_in(["google", "openai"])
    is_middle = tier.is_in(["mid-size", "consultancy"])

    def of_level(values: list[float]) -> pl.Expr:
        return pl.col("level_id").replace_strict(list(levels), values, return_dtype=pl.Float64)

    lazy = pl.scan_csv(source, infer_schema=False).with_columns(level.alias("level_id"))
    lazy = lazy.with_columns(
        of_level([each.base.low for each in levels.values()]).alias("low0"),
        of_level([each.base.high for each in levels.values()]).alias("high0"),
        of_level([float(each.min_years) for each in levels.values()]).alias("first"),
        of_level([3.0, 3.0, 5.0, 11.0]).alias("length"),
        pl.when(is_top).then(0.75).when(is_middle).then(0.35).otherwise(0.0).alias("from"),
        pl.when(is_top).then(1.0).when(is_middle).then(0.65).otherwise(1.0).alias("to"),
        *ranges("city", book.location), *ranges("industry", book.industry),
        pl.when(pl.col("specialization").is_not_null()).then(1.05).otherwise(1.0).alias("s_typical"),
        pl.when(pl.col("specialization").is_not_null()).then(1.10).otherwise(1.0).alias("s_high"),
        pl.when(pl.col("lifecycle") == "true").then(1.04).otherwise(1.0).alias("m_typical"),
        pl.when(pl.col("lifecycle") == "true").then(1.08).otherwise(1.0).alias("m_high"),
    )  # fmt: skip
    width = pl.col("high0") - pl.col("low0")
    position = 0.25 + 0.5 * ((years - pl.col("first")) / pl.col("length")).clip(0, 1)
    lazy = lazy.with_columns(
        (pl.col("low0") + width * pl.col("from")).alias("band_low"),
        (pl.col("low0") + width * pl.col("to")).alias("band_high"),
    ).with_columns(
        (pl.col("band_low") + (pl.col("band_high") - pl.col("band_low")) * position).alias("band")
    )
    c, i = "city", "industry"
    lazy = lazy.with_columns(
        (pl.col("band_low") * pl.col(f"{c}_low") * pl.col(f"{i}_low")).alias("base_low"),
        (
            pl.col("band")
            * pl.col(f"{c}_typical")
            * pl.col(f"{i}_typical")
            * pl.col("s_typical")
            * pl.col("m_typical")
        ).alias("base_typical"),
        (
            pl.col("band_high")
            * pl.col(f"{c}_high")
            * pl.col(f"{i}_high")
            * pl.col("s_high")
            * pl.col("m_high")
        ).alias("base_high"),
        sum(
            (pl.col(a).log() - pl.col(b).log()) ** 2
            for a, b in (
                ("band", "band_low"),
                (f"{c}_typical", f"{c}_low"),
                (f"{i}_typical", f"{i}_low"),
            )
        ).alias("down"),
        sum(
            (pl.col(a).log() - pl.col(b).log()) ** 2
            for a, b in (
                ("band_high", "band"),
                (f"{c}_high", f"{c}_typical"),
                (f"{i}_high", f"{i}_typical"),
                ("s_high", "s_typical"),
                ("m_high", "m_typical"),
            )
        ).alias("up"),
    )
    added = []
    for kind, u in (("base", (1.0, 1.0, 1.0)), ("total", (1.2, 1.3, 1.4))):
        down = pl.col("down") + pl.lit(u[1] / u[0]).log() ** 2
        up = pl.col("up") + pl.lit(u[2] / u[1]).log() ** 2
        low, typical, high = (
            pl.col(f"base_{end}") * by
            for end, by in zip(("low", "typical", "high"), u, strict=True)
        )
        added += [
            low.round(2).alias(f"{kind}_low_"), typical.round(2).alias(f"{kind}_typical_"), high.round(2).alias(f"{kind}_high_"),
            (typical * (-down.sqrt()).exp()).round(2).alias(f"{kind}_likely_low"),
            (typical * up.sqrt().exp()).round(2).alias(f"{kind}_likely_high"),
        ]  # fmt: skip
    own = [
        "person_id",
        "name",
        "team",
        "years",
        "level",
        "city",
        "tier",
        "specialization",
        "industry",
        "lifecycle",
        "degree",
        "start_date",
    ]
    lazy.select(*own, "level_id", *added).sink_parquet(target, compression="snappy")


if __name__ == "__main__":
    main()
