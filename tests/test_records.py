"""Records compare, hash and show themselves as the dataclasses that they are."""

import dataclasses
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from myopress.records import dataclass


class _Base:
    one: int
    other: str = "o"
    place: tuple[int, ...] = field(default=(), compare=False, kw_only=True)


Ours = dataclass(frozen=True, slots=True)(type("Pair", (), dict(vars(_Base))))
Theirs = dataclasses.dataclass(frozen=True)(type("Pair", (), dict(vars(_Base))))


@dataclass(frozen=True, order=True)
class Ordered:
    one: int


@dataclass(slots=True)
class Open:
    one: int


@dataclass(frozen=True, slots=True)
class Empty:
    pass


def test_a_record_is_a_dataclass_in_all_but_its_methods() -> None:
    ours, theirs = Ours(1, place=(2,)), Theirs(1, place=(2,))
    assert repr(ours) == repr(theirs) == "Pair(one=1, other='o', place=(2,))"
    assert hash(ours) == hash(theirs) == hash(Ours(1, place=(3,)))
    assert ours == Ours(1, place=(3,))
    assert ours != replace(ours, other="p")
    assert ours != theirs
    assert [one.name for one in fields(ours)] == ["one", "other", "place"]
    assert Empty() == Empty()
    assert hash(Empty()) == hash(())
    with pytest.raises(FrozenInstanceError):
        ours.one = 2


def test_what_is_ordered_or_open_is_as_ever() -> None:
    assert Ordered(1) < Ordered(2)
    open_one = Open(1)
    open_one.one = 2
    assert open_one == Open(2)
    with pytest.raises(TypeError):
        hash(open_one)
