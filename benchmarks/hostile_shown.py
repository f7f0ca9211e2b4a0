"""Hostile cases of what is shown or checked: formulas, Markdown, SQL in texts, receipts, books."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from hostile_ways import FailedError, Hostile, holds, refused, run, table, written
from mlcomp import load_book
from mlcomp.errors import BookError
from mlcomp.render.rows import Rows, as_csv, literal
from mlcomp.roster.pricing.sql import name_of, text_of

_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    " ",
    "a",
    "1",
    "'",
    "\u00a0",
    *"\u200b\ufeff\x0b\x85\u2028\ufe62\ufe63\ufe66\ufe6b",
)
_RECEIPT = run("estimate", "--years", "4", "--city", "SF", "--json").out
_GUIDE = (Path(__file__).parent.parent / "data" / "bands.toml").read_bytes()


def _risky(chance: Random) -> str:
    return "".join(chance.choice([*_STARTS, "x", "<", "|"]) for _ in range(chance.randint(1, 5)))


def _is_run(cell: str) -> bool:
    """Return whether a spreadsheet may run a cell."""
    try:
        float(cell)
    except ValueError:
        return cell.startswith(("\t", "\r", "\n")) or cell.lstrip(
            " \u00a0\u3000\u200b\ufeff\x00\x0b\x85\u2028"
        )[:1] in tuple("=+-@＝＋－＠﹢﹣﹦﹫")
    return False


def formulas(chance: Random, folder: Path) -> None:
    """No CSV has a cell that a spreadsheet runs: a batch's, a backtest's, any other's."""
    texts = [_risky(chance) for _ in range(5)]
    for row in table(as_csv(Rows(texts, [texts]))):
        holds(not any(map(_is_run, row)), row)
    file = folder / "p.csv"
    rows = [["years", "base", "team"], *(["4", "240000", each] for each in texts)]
    file.write_text(written(rows), "utf-8", newline="")
    for line in (
        ["batch", str(file), "-", "--to", "csv"],
        ["backtest", str(file), "--by", "team", "--format", "csv"],
    ):
        for row in table(run(*line).out):
            holds(not any(map(_is_run, row)), row)


def guarded_names(chance: Random, folder: Path) -> None:
    """No column is renamed but for the apostrophe before a formula, which stands once only."""
    names = chance.sample(["=a", "'=a", "'=A", "''=a", "=A_1", "'=a_1", "a"], 3)
    file, target = folder / "p.csv", folder / "out.csv"
    file.write_text(written([["years", *names], ["4", *names]]), "utf-8")
    done = run("batch", str(file), str(target))
    if done.code:
        holds(refused(done) and not target.exists(), done)
        return
    header, row = table(target.read_text("utf-8"))
    holds(header[1:4] == row[1:4], (names, header))


def markdown(chance: Random, _: Path) -> None:
    """A table of Markdown has no cell, tag, link or style that its text does not mean."""
    from markdown_it import MarkdownIt

    signs = "\\`*_[]()<>&|~!#:/.@-+1. abé"
    text = "".join(chance.choice(signs) for _ in range(chance.randint(1, 30)))
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(f"| name | n |\n| --- | ---: |\n| {literal(text)} | 1 |\n")
    )
    inline = [token for token in tokens if token.type == "inline"]
    shown = "".join(child.content for child in inline[2].children or ())
    holds(len(inline) == 4 and shown.split() == text.split(), (text, shown))


def nobody_in(chance: Random, folder: Path) -> None:
    """No text in a file, header or option makes SQL read another file."""
    secret = folder / "secret.txt"
    secret.write_text("THE SECRET", encoding="utf-8")
    read = f"(SELECT content FROM read_text({text_of(str(secret))}))"
    around = chance.choice(["'", '"', "''", "$$", ")", "');", '"]', "}", "\\'", "`"])
    text = f"{around} || {read} || {around}".replace("|", chance.choice(["|", "+"]))
    text = chance.choice([text, name_of(text), text_of(text), str(secret), f"file:{secret}"])
    file = folder / "p.csv"
    rows = [["years", "city", text, "base"], ["4", text, text, "240k"], [text, "SF", "x", text]]
    file.write_text(written(rows), "utf-8")
    lines = [
        ["batch", str(file), "-", "--to", "jsonl", "--prefix", text],
        ["batch", str(file), "-", "--to", "csv", "--map", f"level={text}"],
        ["backtest", str(file), "--by", text, "--value", f"city:{text}={text}"],
    ]
    for line in lines:
        done = run(*line)
        holds("THE SECRET" not in done.out + done.err, (line, done))


def receipts(chance: Random, _: Path) -> None:
    """A receipt with a figure changed is found wrong or refused, never passed."""
    document = json.loads(_RECEIPT)
    kind, figure = chance.choice(["base", "total"]), chance.choice(["low", "typical", "high"])
    document[kind][figure] += chance.choice([1, -1, 1000, 0.5])
    done = run("verify", "-", stdin=json.dumps(document))
    holds(done.code == 1, (kind, figure, done))


def books(chance: Random, folder: Path) -> None:
    """A rule book with bytes changed is read or refused, with a line for each fault."""
    content = bytearray(_GUIDE)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(content))
        content[at : at + chance.randint(0, 3)] = bytes(chance.randrange(256) for _ in range(2))
    file = folder / "ours.toml"
    file.write_bytes(content)
    try:
        load_book(file)
    except BookError as error:
        faults = [str(each) for each in error.faults]
        holds(all(each.isprintable() and "ours.toml" in each for each in faults), faults)
    except Exception as error:
        raise FailedError(f"{type(error).__name__}: {error}") from error


SHOWN = (
    Hostile("22", "formulas in CSV", 4, formulas),
    Hostile("22", "names behind an apostrophe", 4, guarded_names),
    Hostile("23", "Markdown", 60, markdown),
    Hostile("25", "SQL in texts", 4, nobody_in),
    Hostile("", "receipts with a figure changed", 10, receipts),
    Hostile("", "rule books with bytes changed", 10, books),
)
