"""A catalogue made by a real cluster (Dask) on this machine, and put on real servers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from catalogue_work import help_with, work_there
from myopress.backends.pdf.parts import PartSource, Press
from myopress.catalogue import cluster
from myopress.catalogue.cluster import done_there
from myopress.catalogue.shelf import FolderShelf, Shelf, shelf
from myopress.catalogue.task import Job, Making, Task, digest
from myopress.diagnostics import BackendError
from myopress.output import OutputError
from myopress.run.catalogue import Wanted, build_catalogue
from myopress.run.session import Options

TESTS = Path(__file__).parent


def waited(done: Callable[[], Any]) -> Any:
    until = time.monotonic() + 60
    while not (found := done()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


@dataclass
class Cluster:
    """A scheduler and workers, each a process with a folder of its own."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    folder: Path

    def alive(self) -> int:
        return sum(worker.poll() is None for worker in self.workers)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    }

    def run(kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options, "--no-dashboard"]
        log = (folder / f"{kind}.log").open("ab")
        with log:
            return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    file = folder / "scheduler.json"
    scheduler = run(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)
    )
    waited(lambda: file.exists() and file.read_text("utf-8").endswith("}"))
    address = json.loads(file.read_text("utf-8"))["address"]
    workers = []
    for number in range(3):
        place = str(folder / f"worker-{number}")
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", place)
        workers.append(run("worker", address, "--host", "127.0.0.1", *options))
    yield Cluster(address, workers, folder)
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@dataclass
class Counted(Mapping[str, Path]):
    """Where files lie, and how often each was read."""

    places: dict[str, Path]
    read: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Path:
        self.read.append(name)
        return self.places[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def test_chapters_of_a_large_book_are_laid_out_by_all_workers(dask: Cluster) -> None:
    sources = [PartSource(f"p{n}", f"<p>{n}</p>" * (9 - n)) for n in range(9)]
    press = Press("", (), {})
    with Client(dask.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        parts, here = client.submit(help_with, press, sources).result(timeout=60)
    assert parts == [source.name for source in sources]
    assert 1 <= len(here) < len(sources)  # the others were laid out elsewhere
    assert "p8" in here  # the shortest


def test_files_are_sent_once_and_a_killed_worker_loses_nothing(
    dask: Cluster, tmp_path: Path
) -> None:
    names = ["a", "once", *(f"b{number}" for number in range(28))]
    for name in ("shared", *names):
        (tmp_path / f"{name}.md").write_text(f"<{name}>", "utf-8")
    origins = Counted({digest(file.read_bytes()): file for file in tmp_path.glob("*.md")})
    shared = digest(b"<shared>")

    def job(name: str) -> Job:
        files = ("a", shared), ("b", digest(f"<{name}>".encode()))
        return Job(Task(name, "b", "", files, Making(), str(tmp_path), ""), origins, tmp_path, 1)

    def titles(given: list[str]) -> dict[str, str]:
        done = done_there([job(name) for name in given], work_there, dask.address)
        return {one.task.name: made.title for one, made in done}

    expected = {name: f"<shared><{name}>" for name in names}
    assert titles(names) == expected
    assert dask.alive() == 2
    assert origins.read.count(shared) <= 12  # those under way when no worker had it, of thirty
    origins.read.clear()
    assert titles(names[:2] * 2) == {name: expected[name] for name in names[:2]}
    assert len(origins.read) <= 4  # what the other worker made


def test_a_cluster_makes_the_same_books_though_a_worker_is_killed(
    dask: Cluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "\n\n".join(f"Words {n} of a text that fills a page or two of it." for n in range(60))
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "book.toml").write_text(
            f'title = "{name}"\nidentifier = "urn:x:{name}"\n'
        )
        (tmp_path / name / "a.md").write_text(f"# {name}\n\n{text}\n")
    (tmp_path / "b" / "a.md").write_text("# B\n\n[x](gone.md)\n")

    def strike() -> None:
        working = waited(lambda: list(dask.folder.glob("worker-*/*/*/myopress/book-*")))
        number = int(str(working[0].relative_to(dask.folder)).split("/")[0].partition("-")[2])
        dask.workers[number].send_signal(signal.SIGKILL)

    before = dask.alive()
    killer = threading.Thread(target=strike)
    killer.start()
    handler = signal.getsignal(signal.SIGINT)
    options = Options(None, jobs=2)
    there = Wanted(tmp_path, str(tmp_path / "there"), ("epub", "pdf"), dask.address)
    code = build_catalogue(there, options)
    killer.join()
    assert code == 1
    assert dask.alive() == before - 1
    said = capfd.readouterr()
    assert f"{tmp_path}/b/a.md:3: error[link-target-missing]" in said.err
    here = Wanted(tmp_path, str(tmp_path / "here"), ("epub", "pdf"))
    assert build_catalogue(here, options) == 1
    signal.signal(signal.SIGINT, handler)
    files = {
        path.relative_to(tmp_path / "here")
        for path in (tmp_path / "here").rglob("*.*")
        if path.suffix in {".epub", ".pdf", ".xml"}
    }
    assert len(files) == 9
    for path in files:
        assert (tmp_path / "there" / path).read_bytes() == (tmp_path / "here" / path).read_bytes()


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.2)
    jobs = [Job(Task("a", "b", "", (), Making(), "", ""), {}, tmp_path, 1)]
    with pytest.raises(BackendError, match=r"there is no scheduler at “tcp://127\.0\.0\.1:1”"):
        list(done_there(jobs, work_there, "tcp://127.0.0.1:1"))


# --- Where results go --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An address on a server of objects (moto's)."""
    import fsspec  # type: ignore[import-untyped]
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        fsspec.filesystem("s3").mkdir("books")
        yield "s3://books/shelf"
    server.stop()


@pytest.fixture
def webdav(tmp_path: Path) -> Iterator[str]:
    """An address on a server of files (WsgiDAV)."""
    import fsspec.config  # type: ignore[import-untyped]
    from cheroot.wsgi import Server
    from wsgidav.wsgidav_app import WsgiDAVApp  # type: ignore[import-untyped]

    (tmp_path / "dav").mkdir()
    app = WsgiDAVApp({
        "provider_mapping": {"/": str(tmp_path / "dav")},
        "simple_dc": {"user_mapping": {"*": True}},
        "logging": {"enable": False}, "verbose": 0,
    })  # fmt: skip
    server = Server(("127.0.0.1", 0), app, numthreads=2)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    fsspec.config.conf["webdav"] = {"base_url": f"http://127.0.0.1:{server.bind_addr[1]}"}
    yield "webdav://shelf"
    del fsspec.config.conf["webdav"]
    server.stop()
    thread.join()


def works(made: Shelf) -> None:
    """Files come, are replaced and go, with all folders that they need."""
    assert made.get("a/x.txt") is None
    made.put({"a/é b/x.txt": b"1" * 100_000, "made.json": b"{}"})
    made.put({"made.json": b"{2}"})
    assert made.get("a/é b/x.txt") == b"1" * 100_000
    assert made.get("made.json") == b"{2}"
    made.remove(["a/é b/x.txt", "none.txt"])
    assert made.get("a/é b/x.txt") is None


def test_shelves(tmp_path: Path, s3: str, webdav: str) -> None:
    works(FolderShelf(tmp_path / "new"))
    works(shelf("memory://shelf"))
    works(shelf(f"file://{tmp_path}/local"))
    works(shelf(s3))
    works(shelf(webdav))
    assert [path.name for path in (tmp_path / "dav" / "shelf").rglob("*.*")] == ["made.json"]
    with pytest.raises(OutputError, match=r"“s3://none/x” cannot be used: [A-Za-z]+$"):
        shelf("s3://none/x").put({"a": b""})
    with pytest.raises((BackendError, OutputError)):
        shelf("nonsense://x")


def test_a_catalogue_on_a_server_is_made_once(
    tmp_path: Path, s3: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c" / "a").mkdir(parents=True)
    (tmp_path / "c" / "a" / "a.md").write_text("# A\n\nWords.\n")
    handler = signal.getsignal(signal.SIGINT)
    for state in ("made", "as before"):
        assert build_catalogue(Wanted(tmp_path / "c", s3, ("epub",)), Options(None, jobs=1)) == 0
        assert capfd.readouterr().out.startswith(f"{s3}/a  {state}  ")
    signal.signal(signal.SIGINT, handler)
    import fsspec

    names = fsspec.filesystem("s3").find("books/shelf/a")
    assert [name.removeprefix("books/shelf/") for name in names] == [
        "a/a.epub", "a/made.json", "a/onix.xml",
    ]  # fmt: skip
