"""The preview's server: who may ask, what is answered, how it begins and ends."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from myopress.desk.preview import editor
from myopress.desk.preview.guard import refusal
from previewing import MYOPRESS, Preview, descendants, is_there, make_book, running, soon


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(tmp_path_factory.mktemp("preview")) as made:
        yield made


def asked(
    preview: Preview, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body of an answer; an underscore in a header's name is a hyphen."""
    with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=10)) as connection:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode() if body is not None else None)
        with connection.getresponse() as answer:
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def state(preview: Preview) -> dict[str, Any]:
    """What the pages are told at first."""
    with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=10)) as connection:
        connection.request("GET", "/events")
        with connection.getresponse() as answer:
            line = answer.readline()
    told: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return told


def read(preview: Preview) -> dict[str, Any]:
    """The state once the book is read."""
    for _ in soon(15):
        told = state(preview)
        if "chapters" in told:
            return told
    pytest.fail("the book is not read")


OWN = "127.0.0.1:8400"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"host": OWN}),
        ("GET", {"host": "localhost:8400"}),
        ("GET", {"host": "[::1]:8400"}),
        ("GET", {"host": OWN, "sec-fetch-site": "none"}),
        ("GET", {"host": OWN, "sec-fetch-site": "same-origin", "origin": f"http://{OWN}"}),
        ("POST", {"host": OWN, "origin": f"http://{OWN}"}),
        ("GET", {"host": OWN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}),
    ],
)  # fmt: skip
def test_who_may_ask(method: str, headers: dict[str, str]) -> None:
    assert refusal(method, headers, "127.0.0.1", 8400) == ""


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("GET", {"host": "evil.example:8400"}),
        ("GET", {"host": "127.0.0.1"}),
        ("GET", {"host": "127.0.0.1:8401"}),
        ("GET", {"host": "127.0.0.1:8400.evil.example"}),
        ("GET", {"host": OWN, "origin": "http://evil.example"}),
        ("GET", {"host": OWN, "origin": "null"}),
        ("GET", {"host": OWN, "origin": "http://localhost:8400"}),
        ("GET", {"host": OWN, "origin": "https://127.0.0.1:8400"}),
        ("GET", {"host": OWN, "sec-fetch-site": "cross-site"}),
        ("GET", {"host": OWN, "sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}),
        ("GET", {"host": OWN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}),
        ("POST", {"host": OWN}),
        ("POST", {"host": OWN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}),
    ],
)  # fmt: skip
def test_who_may_not_ask(method: str, headers: dict[str, str]) -> None:
    assert refusal(method, headers, "127.0.0.1", 8400)


def test_strangers_are_refused_and_headers_are_strict(preview: Preview) -> None:
    own = preview.address.removesuffix("/")
    foreign = {
        "Host": "evil.example",
        "Origin": "http://evil.example",
        "Sec_Fetch_Site": "cross-site",
    }
    for name, value in foreign.items():
        headers = {name: value}
        for path in ("/", "/events", "/client/main.js"):
            status, got, body = asked(preview, path, **headers)
            assert status == 403, (path, headers)
            assert b"Bread" not in body
            assert got["x-content-type-options"] == "nosniff"
    status, got, _ = asked(preview, "/", Origin=own, Sec_Fetch_Site="same-origin")
    assert status == 200
    policy = got["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in got


@pytest.mark.parametrize(
    "path",
    [
        "/book.toml",
        "/one.md",
        "/../book.toml",
        "/client/../server.py",
        "/client/..%2fserver.py",
        "/client/%2e%2e/server.py",
        "/client//etc/passwd",
        "/pictures/../../one.md",
        "/pictures/loaf.svg",
        "/reader/1/../../../etc/passwd",
        "/reader/1/..%2f..%2f..%2fetc%2fpasswd",
        "/reader/1//etc/passwd",
        "/pages/x/0.png?width=99999999999",
        "/pages/x/-1.png",
        "/chapters/..%2f..%2fone.md.json",
        "/docs",
        "/openapi.json",
    ],
)
def test_nothing_but_outputs_is_answered(preview: Preview, path: str) -> None:
    read(preview)
    assert asked(preview, path)[0] == 404


def test_what_pages_are_made_of_is_answered(preview: Preview) -> None:
    told = read(preview)
    assert [one["id"] for one in told["chapters"]] == ["one", "two", "references"]
    digest = told["chapters"][0]["digest"]
    status, got, body = asked(preview, f"/chapters/{digest}.json")
    chapter = json.loads(body)
    assert (status, got["content-type"]) == (200, "application/json")
    assert chapter["html"].count('data-p=""') == len(chapter["lines"])
    assert chapter["lines"][:2] == ["one.md:1", "one.md:3"]
    picture = chapter["html"].partition('src="')[2].partition('"')[0]
    assert asked(preview, picture)[1]["content-type"] == "image/svg+xml"
    spine = json.loads(asked(preview, "/reader/spine.json")[2])["spine"]
    assert [chapter for _, chapter in spine if chapter] == ["one", "two", "references"]
    status, got, body = asked(preview, f"/reader/1/{spine[-1][0]}")
    assert (status, got["content-type"]) == (200, "application/xhtml+xml")
    assert "script-src" not in got["content-security-policy"]
    assert asked(preview, "/sheet.html")[2].startswith(b"<!DOCTYPE html>")


def test_only_sources_of_the_book_are_opened(preview: Preview) -> None:
    own = preview.address.removesuffix("/")
    (preview.book.parent / "outside.md").write_text("# No\n", encoding="utf-8")
    (preview.book / "run.sh").write_text("", encoding="utf-8")
    (preview.book / "link.md").symlink_to(preview.book.parent / "outside.md")
    said = preview.editor.with_name("edit.said")
    for path in ("../outside.md", "/etc/passwd", "run.sh", "none.md", "link.md", "", "."):
        body = json.dumps({"path": path, "line": 1})
        assert asked(preview, "/open", "POST", body, Origin=own)[0] == 403, path
    for body in ("", "[]", "{}", '{"path": "one.md", "line": "x"}'):
        assert asked(preview, "/open", "POST", body, Origin=own)[0] == 400, body
    body = json.dumps({"path": "one.md", "line": 3})
    assert asked(preview, "/open", "POST", body)[0] == 403
    assert not said.exists()
    assert asked(preview, "/open", "POST", body, Origin=own)[0] == 204
    for _ in soon():
        if said.exists() and said.read_text("utf-8").endswith("one.md\n"):
            break
    assert said.read_text("utf-8") == f"+3\n{preview.book.resolve() / 'one.md'}\n"
    for name in ("run.sh", "link.md"):
        (preview.book / name).unlink()


def test_editors_are_told_a_line() -> None:
    file = Path("/b/one.md")
    assert editor.configured({}) == ()
    assert editor.configured({"EDITOR": "vim"}) == ()
    assert editor.configured({"EDITOR": "/usr/bin/nano -w"}) == ()
    assert editor.configured({"VISUAL": "code --wait", "EDITOR": "vi"}) == ("code", "--wait")
    assert editor.command(("code", "--wait"), file, 7) == [
        "code",
        "--wait",
        "--goto",
        "/b/one.md:7",
    ]
    assert editor.command(("gedit",), file, 0) == ["gedit", "+1", "/b/one.md"]


def started(*options: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [MYOPRESS, "preview", "--no-open", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, **more)


def test_a_port_in_use(preview: Preview, tmp_path: Path) -> None:
    book = make_book(tmp_path / "book")
    run = started(book, "--port", str(preview.port))
    assert run.returncode == 2
    assert "--port" in run.stderr
    assert "Traceback" not in run.stderr
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", 8400))
            taken.listen()
        except OSError:
            pass  # another one has it, which is as good
        with running(tmp_path / "other") as other:
            assert other.port > 8400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.com", "::", ""])
def test_hosts_that_others_can_reach(host: str, tmp_path: Path) -> None:
    run = started(make_book(tmp_path / "book"), "--host", host)
    assert run.returncode == 2
    assert "localhost" in run.stderr


def test_no_book_and_no_libraries(tmp_path: Path) -> None:
    run = started(tmp_path / "none")
    assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    code = (
        "import sys; sys.modules['watchfiles'] = None; sys.argv = ['myopress', 'preview', '.'];"
        "from myopress.cli import main; main()"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 5
    assert "pip install 'myopress[preview]'" in run.stderr


@pytest.mark.parametrize("how", ["group", "alone", "killed"])
def test_ctrl_c_ends_all_at_once(tmp_path: Path, how: str) -> None:
    book = make_book(tmp_path / "book")
    command: list[str | Path] = [MYOPRESS, "preview", book, "--no-open"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr
    process.stderr.readline()
    below: list[int] = []
    for _ in soon(15):
        below = descendants(process.pid)
        if len(below) >= 2:  # the press, and Python's tracker of resources
            break
    assert len(below) >= 2
    time.sleep(0.7)  # while pages are laid out
    below = descendants(process.pid)
    began = time.monotonic()
    if how == "group":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT if how == "alone" else signal.SIGKILL)
    code = process.wait(5)
    assert time.monotonic() - began < 1
    assert code == (-signal.SIGKILL if how == "killed" else 0)
    for _ in soon(3):
        if not any(map(is_there, below)):
            break
    assert [pid for pid in below if is_there(pid)] == []
    assert process.stderr.read().strip() == ""
    process.stderr.close()
