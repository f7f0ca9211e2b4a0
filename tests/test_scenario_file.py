"""Files of scenarios: every fault at once, each where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import run


def faults(tmp_path: Path, text: str) -> list[str]:
    """Return what is said of a faulty file, without its name."""
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    done = run("compare", "--file", str(path))
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert all(line.startswith("mlcomp: ours.toml: ") for line in lines)
    return [line.removeprefix("mlcomp: ours.toml: ") for line in lines]


def test_every_fault_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    """Misspelt keys, unknown names, wrong types, wrong amounts: each where it is."""
    said = faults(
        tmp_path,
        """
        persn = 1
        person = {years = 4, tier = "fang"}
        scenario = [
            {city = "Austn", remote = "yes"},
            {name = "A", level = 3, years = true, specialization = 7},
            {name = "A"},
        ]
        offer = [{name = "", base = 240, bonus = 0.15, vesting = [50, 25], bse = 3}, 7]
        """,
    )
    expected = [
        "persn: expected a known key, found an unknown one (did you mean person?)",
        "person.tier: 'fang' is not known; did you mean faang?",
        "scenario.name, scenario no. 1: expected a value, found none",
        "scenario.city, scenario no. 1: unknown place 'Austn'",
        "scenario.remote, scenario no. 1: expected true or false, found 'yes'",
        "scenario.years, scenario 'A': expected a number, found True",
        "scenario.level, scenario 'A': expected text, found 3",
        "scenario.specialization, scenario 'A': expected a name or a list of names, found 7",
        "scenario.name, scenario 'A': expected a name of its own, found one that is taken",
        "offer.bse, offer '': expected a known key, found an unknown one (did you mean base?)",
        "offer.name, offer '': expected text on one line, found ''",
        "offer.base, offer '': expected US dollars a year such as 240000 or 240k, found '240' (240k?",
        "offer.bonus, offer '': expected a percentage of base such as 15%, or US dollars",
        "offer.vesting, offer '': expected yearly percentages that sum to 100",
        "offer, offer no. 2: expected a table, found 7",
    ]
    for line in expected:
        assert any(found.startswith(line) for found in said), (line, said)
    assert len(said) == len(expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file: expected a [[scenario]] or an [[offer]], found none"),
        ("[[scenario]]\nname = 'A'", "scenario, scenario 'A': expected years or level, found neither; for example: years = 4 under [person]"),
        ("[[scenario]]\nname = 'A'\nyears = 4\ncity = 'SF,Austin'", "scenario.city, scenario 'A': expected one value, a table for each; found the list 'SF,Austin'"),
        ("person = {years = 4, tier = 'faang,mid-size'}\n[[scenario]]\nname = 'A'", "person.tier: expected one value"),
        ("[[offer]]\nname = 'A'\nyears = 4\nbase = '240k'\ngrowth = '10%'", "offer.growth, offer 'A': expected equity or refresh with it, found none"),
        ("scenario = 3", "scenario: expected tables, each under [[scenario]], found 3"),
        ("person = 3\n[[scenario]]\nname='A'\nyears=4", "person: expected a table, found 3"),
        ("[[scenario]]\nname = 'A'\nyears = 1979-05-27", "scenario.years, scenario 'A': expected a number"),
        ("[[offer]]\nname = 'A'\nyears = 4", "offer.base, offer 'A': expected US dollars a year"),
        ("[[offer]]\nname = \"A\\u001b[31m\"\nyears = 4\nbase='240k'", "expected text on one line"),
        ("[[scenario]]\nname = '" + "x" * 61 + "'\nyears = 4", "expected up to 60 characters, found 61"),
        ("[[scenario]]\nyears=4\n" * 201, "the file: expected up to 200 scenarios, found 201"),
        ("[[scenario]", "expected TOML, found a fault"),
    ],
    ids=lambda x: str(x)[:30],
)  # fmt: skip
def test_bad_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    """Exit 1, the file named."""
    assert any(said in line for line in faults(tmp_path, text))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00" * 9, b"x = " + b"[" * 99_999])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    """Binary, another encoding, nesting without end: one line, exit 1."""
    path = tmp_path / "ours.toml"
    path.write_bytes(content)
    for name in (str(path), str(tmp_path), str(tmp_path / "none.toml"), "", "a\x00b"):
        done = run("compare", "--file", name)
        assert (done.code, done.out) == (1, "")
        assert len(done.err.splitlines()) == 1


def test_a_missing_city_is_one_fault_of_the_person(tmp_path: Path) -> None:
    """What all scenarios share is said once."""
    text = "[person]\nyears = 4\ncity = 'Atlantis'\n" + "".join(
        f"[[scenario]]\nname = '{n}'\n" for n in range(5)
    )
    assert len(faults(tmp_path, text)) == 1
