"""Addresses and answers; the only file that knows starlette and uvicorn.

No address leads to a file: what is answered is in memory, made from the book or from the package.

    /                         the page                /client/NAME   its scripts and styles
    /events                   the state, and each change of it (server-sent events)
    /chapters/DIGEST.json     a chapter               /pictures/NAME
    /pages/DIGEST/N.png       a page of print, ?width= pixels
    /reader/spine.json        the e-reader's files    /reader/CHANGE/PATH   one of them
    /sheet.html               the cheat sheet for screens
    /paper                    POST: lay out the cheat sheet; the state tells when that is done
    /open                     POST: a line of a file of the book, to be opened in the editor
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from myopress.backends import web_faces
from myopress.desk.preview import editor, guard
from myopress.desk.preview.desk import Desk
from myopress.manifest.files import UP

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""For what is known by its digest."""
_NOT_FOUND = 404


class _Guarded:
    """Answers only who may ask, and adds the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._app, self._host, self._port = app, host, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        reason = guard.refusal(scope["method"], headers, self._host, self._port)

        async def send_with_headers(message: Any) -> None:  # noqa: ANN401 -- ASGI's
            if message["type"] == "http.response.start":
                sent = Headers(raw=message["headers"]).mutablecopy()
                for name, value in {
                    **guard.HEADERS,
                    "Content-Security-Policy": guard.POLICY,
                }.items():
                    sent.setdefault(name, value)
                message["headers"] = sent.raw
            await send(message)

        answer = PlainTextResponse(f"403: {reason}\n", 403) if reason else self._app
        await answer(scope, receive, send_with_headers)


def application(desk: Desk, host: str, port: int) -> ASGIApp:
    """The server's answers about a desk, given to who may ask at this host and port."""
    client = _client()

    async def page(_: Request) -> Response:
        return _file(client, "index.html")

    async def client_file(request: Request) -> Response:
        return _file(client, request.path_params["name"])

    async def events(_: Request) -> Response:
        return StreamingResponse(_event_stream(desk), media_type="text/event-stream")

    async def chapter(request: Request) -> Response:
        data = desk.chapters.get(request.path_params["digest"])
        if data is None:
            return _missing()
        return Response(data, media_type="application/json", headers=_FOR_EVER)

    async def picture(request: Request) -> Response:
        pictures = desk.reading.text.pictures if desk.reading else {}
        found = pictures.get(request.path_params["name"])
        if found is None or not found.media_type.startswith("image/"):
            return _missing()
        headers = {**_FOR_EVER, "Content-Security-Policy": guard.FRAMED}
        return Response(found.data, media_type=found.media_type, headers=headers)

    async def printed(request: Request) -> Response:
        drawn = desk.drawn.find(request.path_params["digest"])
        width = request.query_params.get("width", "")
        try:
            draw = (
                partial(drawn.page, request.path_params["number"], int(width)) if drawn else bytes
            )
            data = await desk.drawing(draw)
        except (LookupError, ValueError):
            data = b""
        return Response(data, media_type="image/png", headers=_FOR_EVER) if data else _missing()

    return _Guarded(
        Starlette(
            routes=[
                Route("/", page),
                Route("/client/{name}", client_file),
                Route("/events", events),
                Route("/chapters/{digest}.json", chapter),
                Route("/pictures/{name}", picture),
                Route("/pages/{digest}/{number:int}.png", printed),
                *_output_routes(desk),
                Route("/open", _opening(desk), methods=["POST"]),
            ]
        ),
        host,
        port,
    )


def _output_routes(desk: Desk) -> list[Route]:
    """The e-reader's files and the sheet, made when they are first asked for."""

    async def spine(_: Request) -> Response:
        shelf = desk.shelf
        if shelf is None:
            return _missing()
        made = await desk.working(shelf.publication)
        await desk.tell()
        return JSONResponse({"changes": desk.changes, "spine": made.spine})

    async def publication_file(request: Request) -> Response:
        made = await desk.working(desk.shelf.publication) if desk.shelf else None
        part = made.files.get(request.path_params["path"]) if made else None
        if part is None:
            return _missing()
        headers = {"Content-Security-Policy": guard.FRAMED}
        return Response(part.data, media_type=part.media_type, headers=headers)

    async def sheet(_: Request) -> Response:
        shelf = desk.shelf
        made = await desk.working(shelf.sheet) if shelf else None
        await desk.tell()
        if made is None or not made.data:
            return _missing()
        headers = {"Content-Security-Policy": guard.FRAMED}
        return Response(made.data, media_type="text/html", headers=headers)

    async def paper(_: Request) -> Response:
        desk.want_paper()
        return Response(status_code=204)

    return [
        Route("/paper", paper, methods=["POST"]),
        Route("/reader/spine.json", spine),
        Route("/reader/{change:int}/{path:path}", publication_file),
        Route("/sheet.html", sheet),
    ]


def _opening(desk: Desk) -> Callable[[Request], Any]:
    """Opens a line of a source in the editor: 204, or 409 without one that can be started."""

    async def open_source(request: Request) -> Response:
        try:
            asked = await request.json()
            path, line = str(asked["path"]).replace(UP, "../"), int(asked["line"])
        except (ValueError, KeyError, TypeError):
            return PlainTextResponse("a path and a line are wanted\n", 400)
        file = desk.folder.root / path
        is_source = file.suffix.lower() in editor.SOURCES and desk.folder.holds(path)
        if not is_source or not file.is_file():
            return PlainTextResponse("that is no source of the book\n", 403)
        words = editor.configured(os.environ)
        try:
            if words:
                editor.start(editor.command(words, file.resolve(), line))
        except OSError as fault:
            return PlainTextResponse(f"{words[0]}: {fault.strerror}\n", 409)
        return Response(status_code=204) if words else PlainTextResponse("no editor is set\n", 409)

    return open_source


async def _event_stream(desk: Desk) -> AsyncIterator[bytes]:
    async for state in desk.news():
        yield b"data: " + state + b"\n\n" if state else b": nothing new\n\n"


def _missing() -> Response:
    return PlainTextResponse("404: there is nothing here\n", _NOT_FOUND)


def _file(client: Mapping[str, bytes], name: str) -> Response:
    if name not in client:
        return _missing()
    media_type = _TYPES["." + name.rpartition(".")[2]]
    return Response(client[name], media_type=media_type)


def _client() -> dict[str, bytes]:
    """The page's own files: scripts and styles, our typefaces, and the look of books on screens."""
    backends = files("myopress.backends")
    here = files("myopress.desk.preview") / "client"
    found = {file.name: file.read_bytes() for file in here.iterdir() if "." in file.name}
    faces = web_faces.rules('font-display: swap; src: url("{file}.woff2") format("woff2")')
    look = (backends / "styles" / "epub.css").read_text(encoding="utf-8")
    found["faces.css"] = faces.encode()
    found["book.css"] = f"{faces}.book {{\n{look}\n}}\n".encode()
    for face in web_faces.FACES:
        name = f"{face.file}.woff2"
        found[name] = (backends / "site" / "fonts" / name).read_bytes()
    return found


def bound(host: str, port: int, more: int) -> socket.socket:
    """A socket at the first free port of `port` and the `more` after it; raises OSError if none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, port + more + 1):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
            listening.listen()
        except OSError:
            listening.close()
            if number == port + more:
                raise
        else:
            return listening
    raise AssertionError


class _Server(uvicorn.Server):
    """A server that leaves signals to who started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:  # noqa: ANN401 -- uvicorn's
        """Take no signal."""
        yield


def run(desk: Desk, listening: socket.socket, started: Callable[[], None]) -> None:
    """Answer at a socket until the process ends; `started` is called when the book is read."""
    host, port = listening.getsockname()[:2]
    config = uvicorn.Config(
        application(desk, host, port),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )

    async def both() -> None:
        living = asyncio.create_task(desk.live())
        serving = asyncio.create_task(_Server(config).serve([listening]))
        started()
        done, _ = await asyncio.wait((living, serving), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    asyncio.run(both())
