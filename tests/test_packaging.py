"""The project as others get it: wheel, sdist, and a checkout, each with its data."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
LEFT_OUT = (".*", "__pycache__", "dist", "build", "node_modules", "*.egg-info")
PERSON = ["-m", "mlcomp", "estimate", "--years", "4", "--city", "SF", "--json"]
# A path that only exists where something was built: a home, a temporary folder, a drive.
MACHINE_PATH = re.compile(
    rb"(?<![\w.:/])/(?:home|root|tmp|private|Users|work|mnt)/\w|[A-Z]:\\Users"
)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command; return its standard output, or fail with all that it said."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MLCOMP"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, project: Path, out: Path) -> Path:
    """Build one artefact with the installed build backend."""
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        f"--{kind}",
        "-o",
        out,
        project,
        cwd=project,
    )
    (artefact,) = out.iterdir()
    return artefact


def estimate_with(packages: Path, cwd: Path) -> dict[str, object]:
    """Price a person with the mlcomp of one folder, from another and empty one."""
    cwd.mkdir()
    where = run(
        sys.executable,
        "-c",
        "import mlcomp; print(mlcomp.__file__)",
        cwd=cwd,
        PYTHONPATH=str(packages),
    )
    assert Path(where.strip()).is_relative_to(packages)
    document = json.loads(run(sys.executable, *PERSON, cwd=cwd, PYTHONPATH=str(packages)))
    assert isinstance(document, dict)
    return document


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project, so that a build leaves nothing in the checkout."""
    copy = tmp_path_factory.mktemp("sources") / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return copy


@pytest.fixture(scope="session")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the checkout."""
    return build("wheel", sources, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an sdist built from the checkout."""
    return build("sdist", sources, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the sdist unpacks to."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (project,) = folder.iterdir()
    return project


@pytest.fixture(scope="session")
def wheel_of_sdist(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the unpacked sdist."""
    return build("wheel", unpacked, tmp_path_factory.mktemp("wheel-of-sdist"))


@pytest.mark.parametrize("artefact", ["wheel", "sdist", "wheel_of_sdist"])
def test_installed_it_prices_a_person(
    artefact: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Installed from each artefact, mlcomp finds its rule book and prices a person."""
    packages = tmp_path / "packages"
    run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-index", "--no-build-isolation", "--target", packages),
        request.getfixturevalue(artefact),
        cwd=tmp_path,
    )
    assert (packages / "mlcomp" / "data" / "bands.toml").is_file()
    document = estimate_with(packages, tmp_path / "empty")
    assert document["base"]["typical"] == 261333  # type: ignore[index]


def test_the_plain_wheel_makes_a_report(wheel: Path, tmp_path: Path) -> None:
    """It carries what a report is drawn with: no Node, and nothing of the checkout."""
    pytest.importorskip("duckdb")
    shutil.unpack_archive(wheel, tmp_path / "packages", "zip")
    (tmp_path / "people.csv").write_text("years,base\n4,240k\n", encoding="utf-8")
    line = (sys.executable, "-m", "mlcomp", "report", "people.csv", "-o", "-")
    page = run(*line, cwd=tmp_path, PYTHONPATH=str(tmp_path / "packages"))
    for name in ("report.js", "report.css"):
        assert (PROJECT / "src/mlcomp/render/report" / name).read_text("utf-8") in page


def test_checkout_finds_its_data(tmp_path: Path) -> None:
    """Run from a checkout, or installed editable, mlcomp reads data/ beside src/."""
    for part in ("src", "data"):
        shutil.copytree(
            PROJECT / part, tmp_path / "checkout" / part, ignore=shutil.ignore_patterns(*LEFT_OUT)
        )
    source = tmp_path / "checkout" / "src"
    code = "from mlcomp.files import data_file; print(data_file('bands.toml'))"
    found = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(source))
    assert Path(found.strip()).samefile(tmp_path / "checkout" / "data" / "bands.toml")
    document = estimate_with(source, tmp_path / "empty")
    assert document["base"]["typical"] == 261333  # type: ignore[index]


def test_both_wheels_hold_the_same_files(wheel: Path, wheel_of_sdist: Path) -> None:
    """Nothing that a wheel needs is missing from the sdist."""
    names = [sorted(zipfile.ZipFile(path).namelist()) for path in (wheel, wheel_of_sdist)]
    assert names[0] == names[1]


def test_wheel_is_typed_and_declares_its_command(wheel: Path) -> None:
    """The wheel carries py.typed, every data file, the licence, and the `mlcomp` command."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (entry_points,) = (n for n in names if n.endswith(".dist-info/entry_points.txt"))
        declared = archive.read(entry_points).decode()
    data = {
        f"mlcomp/data/{path.relative_to(PROJECT / 'data').as_posix()}"
        for path in (PROJECT / "data").rglob("*")
        if path.is_file()
    }
    assert {"mlcomp/py.typed", *data} <= names
    assert any(name.endswith("/LICENSE") for name in names)
    assert any(name.startswith("mlcomp_pay-") for name in names)
    assert re.search(r"^\[console_scripts\]\s+^mlcomp = mlcomp\.cli:main$", declared, re.M)
    assert all(re.match(r"mlcomp(_pay-[\w.]+\.dist-info)?/", name) for name in names)


def test_sdist_holds_what_a_packager_needs(unpacked: Path) -> None:
    """The sdist carries sources, data, tests, licence and README."""
    for name in (
        "src/mlcomp",
        "data/bands.toml",
        "tests",
        "LICENSE",
        "README.md",
        "pyproject.toml",
    ):
        assert (unpacked / name).exists(), name


@pytest.mark.parametrize("artefact", ["wheel", "sdist"])
def test_no_machine_path_inside(
    artefact: str, request: pytest.FixtureRequest, sources: Path
) -> None:
    """No file of an artefact mentions a path of the machine that built it."""
    path = request.getfixturevalue(artefact)
    if artefact == "wheel":
        with zipfile.ZipFile(path) as archive:
            content = {name: archive.read(name) for name in archive.namelist()}
    else:
        with tarfile.open(path) as archive:
            members = [member for member in archive if member.isfile()]
            content = {m.name: archive.extractfile(m).read() for m in members}  # type: ignore[union-attr]
    here = [str(folder).encode() for folder in (sources, PROJECT, Path.home(), Path(sys.prefix))]
    own = Path(__file__).name
    for name, text in content.items():
        found = MACHINE_PATH.search(text)
        assert found is None or name.endswith(own), f"{name}: {found}"
        assert not any(folder in text for folder in here if len(folder) > 1), name
