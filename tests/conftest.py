"""What every test file uses: the command line in process, and the guide's book."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from mlcomp import Book, load_book
from mlcomp.cli.app import app

settings.register_profile("mlcomp", deadline=None)
settings.load_profile("mlcomp")


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
