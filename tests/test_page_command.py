"""`mlcomp page`: it serves what was built, to this machine alone, or says how to build it."""

from __future__ import annotations

import socket
import threading
from http.client import HTTPConnection
from pathlib import Path

import pytest

from conftest import run
from mlcomp.cli import page


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder that looks like a built page."""
    for name in ("build.json", "index.html", "python.wasm", "worker.mjs"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    return tmp_path


def test_where_nothing_is_built_one_line_says_how(tmp_path: Path) -> None:
    """A folder without a page is refused with what to run, as bad usage."""
    folder = tmp_path.name
    done = run("page", folder)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "mlcomp: page: expected a page that was built, found none; in the project: "
        f"python scripts/build_page.py {folder}; then: mlcomp page {folder}\n"
    )


def test_it_prints_its_address_and_opens_it(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is the only line of output; the browser gets the same; Ctrl-C ends it well."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", interrupted)
    done = run("page", str(built))
    assert done.code == 0
    assert opened == [done.out.strip()]
    assert done.out.startswith("http://127.0.0.1:")
    assert run("page", str(built), "--no-open").code == 0
    assert len(opened) == 1


def test_files_are_served_as_what_they_are(built: Path) -> None:
    """A browser takes WebAssembly and modules only under their types; no file beside is served."""
    with page.server_of(built) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert server.server_address[0] == "127.0.0.1"
        types = {}
        for name in ("python.wasm", "worker.mjs", "", "../conftest.py"):
            connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
            connection.request("GET", f"/{name}")
            answer = connection.getresponse()
            types[name] = answer.getheader("Content-Type") if answer.status == 200 else None
            connection.close()
        server.shutdown()
    assert types == {
        "python.wasm": "application/wasm",
        "worker.mjs": "text/javascript; charset=utf-8",
        "": "text/html; charset=utf-8",
        "../conftest.py": None,
    }


def test_a_port_that_is_taken_is_no_fault(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something else is served at the usual port, a free one is used."""
    with socket.create_server((page.HOST, 0)) as taken:
        monkeypatch.setattr(page, "PORT", taken.getsockname()[1])
        with page.server_of(built) as server:
            assert server.server_port != page.PORT
