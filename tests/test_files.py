"""Files: opened, read with a bound, and named where that fails, once for all who read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlcomp import BookError, OfferError
from mlcomp.errors import Fault, ReceiptError, RosterError, ScenarioError
from mlcomp.files import naming, read_bytes, read_toml

TOO_LARGE = Fault(expected="4 bytes", found="more")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The caller's own error, with the file's name and the system's reason."""
    with pytest.raises(ReceiptError) as refused:
        read_bytes(tmp_path / "none", "none", ReceiptError, max_bytes=4, too_large=TOO_LARGE)
    fault = Fault(found="No such file or directory", kind="unreadable", context=("none",))
    assert refused.value.faults == (fault,)
    assert str(fault) == "none: cannot be read: No such file or directory"
    words = re.escape("x: cannot be written: Is a directory")
    with pytest.raises(RosterError, match=words), naming("x", RosterError, "unwritable"):
        tmp_path.write_text("", encoding="utf-8")


def test_files_are_read_up_to_a_bound(tmp_path: Path) -> None:
    """As large as allowed is read, a byte more is refused."""
    file = tmp_path / "five"
    file.write_bytes(b"12345")
    assert read_bytes(file, "five", ReceiptError, max_bytes=5, too_large=TOO_LARGE) == b"12345"
    with file.open("rb") as opened, pytest.raises(ReceiptError) as refused:
        read_bytes(opened, "five", ReceiptError, max_bytes=4, too_large=TOO_LARGE)
    assert str(refused.value) == "five: expected 4 bytes, found more"


@pytest.mark.parametrize("error", [BookError, ScenarioError])
def test_books_and_scenarios_are_read_alike(
    tmp_path: Path, error: type[BookError | ScenarioError]
) -> None:
    """One reader of TOML; each has its own error for the same faults."""
    file = tmp_path / "ours.toml"
    for content, found in ((b"x =", "a fault: "), (b"\xff", "another byte at offset 0")):
        file.write_bytes(content)
        with pytest.raises(error) as refused:
            read_toml(file, "ours.toml", "a rule book", error)
        assert refused.value.faults[0].context == ("ours.toml",)
        assert refused.value.faults[0].found.startswith(found)


def test_an_error_that_has_words_keeps_them() -> None:
    """Naming a file changes no error of mlcomp's own, though those are ValueErrors too."""
    with pytest.raises(OfferError, match=r"^said already$"), naming("x", BookError, "unreadable"):
        raise OfferError("said already")
