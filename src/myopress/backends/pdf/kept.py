"""Parts laid out before, found again by the digest of all that their layout depends on.

A part is a pure function of its source and the press, so that a book with parts from a store is
byte for byte the book without. What is stored is pickled: a store must give back only what this
program, in this state, put there (see `cache.py`).
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from myopress.backends.addresses import BOOK, address
from myopress.backends.pdf.parts import Part, PartSource, Press
from myopress.cache import Store, key

_ADDRESS = re.compile(re.escape(BOOK) + r"[^\"'#)\s]*")
_ASKS = re.compile(r"url|import|\\", re.IGNORECASE)
"""What a style sheet that asks for a file has in it; an escape may hide any letter."""


@dataclass(frozen=True, slots=True)
class KeptParts:
    """Lays out with `lay_out` the parts that `store` does not have, and puts them there.

    `recalled` is told the name of each part that it has.
    """

    press: Press
    store: Store
    lay_out: Callable[[Sequence[PartSource]], list[Part]]
    recalled: Callable[[str], None] = lambda _: None

    def parts(self, sources: Sequence[PartSource]) -> list[Part]:
        """The parts of `sources`, in their order."""
        always = key(*self._always())
        pictures = {
            address(path): sha256(resource.data).digest()
            for path, resource in self.press.resources.items()
        }
        names = [self._key(source, always, pictures) for source in sources]
        known = {name: entry for name in names if (entry := self.store.get(name)) is not None}
        fresh = [(n, s) for n, s in zip(names, sources, strict=True) if n not in known]
        for name, source in zip(names, sources, strict=True):
            if name in known:
                self.recalled(source.name)
        for (name, _), part in zip(fresh, self.lay_out([s for _, s in fresh]), strict=True):
            known[name] = pickle.dumps(part)
            self.store.put(name, known[name])
        return [pickle.loads(known[name]) for name in names]  # noqa: S301 - our own, see above

    def _always(self) -> Iterator[bytes]:
        """What every part depends on: pictures, too, if a style sheet may ask for one."""
        press = self.press
        yield f"{press.draft} {press.ppi} {press.page}".encode()
        for path, text in press.styles:
            yield from (path.encode(), text.encode())
        asked = any(_ASKS.search(text) for _, text in press.styles)
        for path, resource in sorted(press.resources.items()):
            if asked or not resource.media_type.startswith("image/"):
                yield from (path.encode(), resource.data)

    def _key(self, source: PartSource, always: str, pictures: dict[str, bytes]) -> str:
        used = sorted(set(_ADDRESS.findall(source.markup)))
        moves = repr((source.moves, source.hurried)).encode()
        shown = [pictures.get(found, b"none") for found in used]
        return key(always.encode(), source.name.encode(), source.markup.encode(), moves, *shown)
