"""Where the files of `data/` are: inside an installed package, or beside `src/` in a checkout."""

from __future__ import annotations

from pathlib import Path


def data_file(name: str) -> Path:
    """Return the path of a file of `data/`."""
    here = Path(__file__).parent
    installed = here / "data"
    return (installed if installed.is_dir() else here.parent.parent / "data") / name
