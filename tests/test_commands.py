"""The commands as a person or a script uses them: formats, schemas, receipts, completion."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from conftest import run
from mlcomp import __version__

FULL = (
    *("--years", "10", "--city", "nyc", "--tier", "google", "--specialization", "rl"),
    *("--specialization", "inference", "--industry", "hft", "--lifecycle", "--degree", "phd"),
)


def test_the_main_job() -> None:
    """`mlcomp estimate --years 4 --city SF` prints the estimate of the design."""
    result = run("estimate", "--years", "4", "--city", "SF")
    assert (result.code, result.err) == (0, "")
    for shown in ("207,000", "261,000", "338,000", "218,000–321,000", "340,000", "473,000"):
        assert shown in result.out


def test_json_is_the_contract() -> None:
    """The fields scripts rely on, whole dollars, and nothing else."""
    found = run("estimate", "--years", "4", "--city", "SF", "--json").json
    assert list(found) == [
        *("schema", "book", "fingerprint", "calibration", "profile", "level", "place", "steps"),
        *("base", "total", "software_engineer", "notes", "market"),
    ]
    assert found["schema"] == "mlcomp/estimate/v1"
    assert found["base"] == {
        "low": 207_000,
        "typical": 261_333,
        "high": 338_000,
        "likely_low": 218_008,
        "likely_high": 321_293,
    }
    assert found["level"] == {"id": "mid", "title": "Mid", "why": "4 completed years"}
    assert found["place"]["typed"] == "SF"
    assert found["place"]["name"] == "San Francisco, CA"
    assert found["place"]["metro"]["code"] == "41860"


@pytest.mark.parametrize(
    ("schema", "command"),
    [
        ("estimate", ("estimate", "--years", "4", "--city", "SF")),
        ("estimate", ("estimate", "--level", "staff", "--remote")),
        ("estimate", ("estimate", *FULL)),
        ("bands", ("bands",)),
        ("bands", ("bands", "--city", "Seattle", "--tier", "openai", "--lifecycle")),
        ("factors", ("factors",)),
        ("factors", ("factors", "software-engineer")),
    ],
)
def test_output_fits_its_json_schema(schema: str, command: tuple[str, ...]) -> None:
    """`mlcomp schema X` describes what `--json` prints, to the last key."""
    described = run("schema", schema).json
    jsonschema.Draft202012Validator.check_schema(described)
    document = run(*command, "--json").json
    jsonschema.validate(document, described)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "extra": 1}, described)


def test_the_shipped_book_fits_the_books_schema() -> None:
    """Editors can check a rule book with `mlcomp schema book`."""
    import tomllib

    from mlcomp.files import data_file

    raw = tomllib.loads(data_file("bands.toml").read_text(encoding="utf-8"))
    jsonschema.validate(raw, run("schema", "book").json)


@pytest.mark.parametrize("command", [("estimate", *FULL), ("bands",), ("factors",)])
def test_every_format_carries_the_same_result(command: tuple[str, ...]) -> None:
    """CSV has rows of one length; `--format json` is `--json`."""
    rows = list(csv.reader(io.StringIO(run(*command, "--format", "csv").out)))
    assert len({len(row) for row in rows}) == 1
    assert run(*command, "--format", "json").out == run(*command, "--json").out


def test_csv_holds_the_figures_of_json() -> None:
    """Base and total are rows of the estimate's CSV."""
    document = run("estimate", *FULL, "--json").json
    rows = {
        r["id"]: r
        for r in csv.DictReader(io.StringIO(run("estimate", *FULL, "--format", "csv").out))
    }
    for name in ("base", "total"):
        for figure, dollars in document[name].items():
            assert rows[name][figure] == str(dollars)


def test_a_receipt_verifies() -> None:
    """`mlcomp estimate --json | mlcomp verify -`."""
    receipt = run("estimate", *FULL, "--json").out
    result = run("verify", "-", stdin=receipt)
    assert (result.code, result.err) == (0, "")
    assert "figures follow" in result.out
    checked = run("verify", "-", "--json", stdin=receipt).json
    jsonschema.validate(checked, run("schema", "verification").json)
    assert checked["ok"] is True


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("steps", 1, "reached", "typical"), "step 'tier', typical"),
        (("base", "likely_high"), "base.likely_high"),
        (("total", "low"), "total.low"),
        (("software_engineer", "base", "typical"), "software_engineer.base.typical"),
        (("place", "factor", "high"), "place.factor"),
    ],
)
def test_a_changed_receipt_is_named(path: tuple[str | int, ...], named: str) -> None:
    """One dollar off anywhere: exit 1 and the step or the figure named."""
    receipt = json.loads(run("estimate", *FULL, "--json").out)
    *parents, last = path
    table = receipt
    for parent in parents:
        table = table[parent]
    table[last] += 1
    result = run("verify", "-", stdin=json.dumps(receipt))
    assert result.code == 1
    assert named in result.out
    assert result.out.count("\n") <= 2


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"schema": "x"}', "\x00", "[" * 100_000])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    """Exit 1, one line."""
    result = run("verify", "-", stdin=text)
    assert (result.code, result.out) == (1, "")
    assert len(result.err.splitlines()) == 1
    assert "expected" in result.err


def test_a_receipt_in_a_file(tmp_path: Path) -> None:
    """A path works as well as standard input; a missing one is named."""
    file = tmp_path / "receipt.json"
    file.write_text(run("estimate", "--years", "4", "--json").out, encoding="utf-8")
    assert run("verify", str(file)).code == 0
    missing = run("verify", str(tmp_path / "none.json"))
    assert missing.code == 1
    assert "cannot be read" in missing.err


def test_bands_apply_the_factors() -> None:
    """Bands in a city are the estimates of its levels there."""
    bands = run("bands", "--city", "SF", "--industry", "quant", "--json").json
    for level in bands["levels"]:
        one = run(
            "estimate", "--level", level["id"], "--city", "SF", "--industry", "quant", "--json"
        ).json
        assert (level["base"], level["total"]) == (one["base"], one["total"])


def test_two_formats_at_once_are_asked_back() -> None:
    """`--json --format csv` names both; `--json --format json` is one."""
    asked = run("estimate", "--years", "4", "--json", "--format", "csv")
    assert (asked.code, asked.out) == (2, "")
    assert "expected --json or --format csv" in asked.err
    assert run("estimate", "--years", "4", "--json", "--format", "json").code == 0


@pytest.mark.parametrize("command", ["schema", "verify"])
def test_a_missing_argument_says_what_is_expected(command: str) -> None:
    """One line with what would be right."""
    asked = run(command)
    assert asked.code == 2
    assert asked.err.startswith(f"mlcomp: {command}: expected ")


def test_factors_of_one_dimension() -> None:
    """`mlcomp factors tier` lists the tiers, their companies and what they rest on."""
    listed = run("factors", "tier", "--json").json["factors"]
    assert [f["id"] for f in listed] == ["faang", "ai-startup", "mid-size", "consultancy"]
    assert "Google" in listed[0]["companies"]
    refused = run("factors", "tiers")
    assert refused.code == 2
    assert "did you mean tier?" in refused.err


def test_explain_says_where_numbers_come_from() -> None:
    """Every step with its basis and its source or reason."""
    out = run("estimate", *FULL, "--explain").out
    for shown in ("Where each number comes from", "n = 191", "levels.fyi", "assumption:"):
        assert shown in out


def test_version_and_help() -> None:
    """`--version`; `--help` groups the commands, each with an example, at 80 columns."""
    assert run("--version").out == f"mlcomp {__version__}\n"
    helped = run("--help", env={"COLUMNS": "80"}).out
    assert "One person" in helped
    assert "Rule books" in helped
    for example in ("mlcomp estimate --years 4 --city SF", "mlcomp bands", "mlcomp factors"):
        assert example in helped
    assert max(map(len, helped.splitlines())) <= 80
    for command in ("estimate", "bands", "factors", "verify", "schema"):
        assert "Example: mlcomp" in run(command, "--help").out


def test_an_unknown_command_or_option_names_the_nearest() -> None:
    """One line, exit 2."""
    for line, like in ((("estmate",), "estimate"), (("estimate", "--yeers", "4"), "--years")):
        result = run(*line)
        assert result.code == 2
        assert like in result.err
        assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mlcomp estimate --tier f", "faang"),
        ("mlcomp estimate --level s", "senior"),
        ("mlcomp estimate --industry q", "quant-finance"),
        ("mlcomp estimate --city Sea", "Seattle"),
        ("mlcomp estimate --city sea", r"seattle,\ WA"),
        ("mlcomp estimate --tier goo", "google"),
        ("mlcomp estimate --company cap", "capital\\ One"),
        ("mlcomp estimate --level sd", "sdE\\ II"),
        ("mlcomp estimate --specialization com", "computer\\ vision"),
        ("mlcomp factors spec", "specialization"),
        ("mlcomp est", "estimate"),
        ("mlcomp help est", "estimate"),
        ("mlcomp estimate -c Sea", "Seattle"),
        ("mlcomp estimate --book g", "guide"),
        ("mlcomp estimate --format m", "markdown"),
    ],
)
def test_the_shell_completes_values(line: str, offered: str) -> None:
    """Commands, options and values complete."""
    words = line.split()
    env = {
        "_MLCOMP_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    from typer.testing import CliRunner

    from mlcomp.cli.app import app

    result = CliRunner().invoke(app, [], env=env, prog_name="mlcomp")
    assert offered in result.stdout
