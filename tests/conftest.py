"""What every test file uses: the command line in process, and the guide's book."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

from mlcomp import Book, load_book
from mlcomp.cli.app import app

# A busy machine is slow now and then, which is no fault. CI sets HYPOTHESIS_PROFILE=full.
for profile in ("quick", "full"):
    settings.register_profile(profile, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def many(full: int) -> int:
    """How many random cases a test tries: a fifth of them in the quick profile, five at least."""
    return full if settings.get_current_profile_name() == "full" else max(5, full // 5)


def examples(full: int) -> settings:
    """Settings of a property test that tries so many examples in the full profile."""
    return settings(max_examples=many(full))


SLOW_FILES = (
    *("test_roster_spark.py", "test_roster_sql.py", "test_readme.py", "test_terminals.py"),
    *("test_batch.py", "test_batch_hostile.py", "test_startup.py", "test_roster_frames.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left with one at the end."""
    order = {name: place for place, name in enumerate(SLOW_FILES)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


@dataclass(frozen=True)
class Run:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON, of a run that went well."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def run(*args: str, stdin: str | None = None, env: dict[str, str] | None = None) -> Run:
    """Run `mlcomp` in this process."""
    result = CliRunner().invoke(
        app, list(args), input=stdin, env={"MLCOMP_BOOK": "", **(env or {})}
    )
    return Run(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="session")
def guide() -> Book:
    """The guide's rule book."""
    return load_book()
