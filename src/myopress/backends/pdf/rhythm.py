"""Lines of facing pages on one grid: what is not text takes a whole number of lines.

CSS has `block-step` for that (CSS Rhythmic Sizing), which WeasyPrint does not know. All margins of
`print.css` are whole lines; here the blocks between them are made so, as they are laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import block  # type: ignore[import-untyped]

_NOTHING = 0.02
"""What rounding leaves over (px)."""


@contextmanager
def whole_lines() -> Iterator[None]:
    """While this runs, WeasyPrint makes blocks of the text whole lines high."""
    original = block.block_level_layout
    block.block_level_layout = _stepping(original)
    try:
        yield
    finally:
        block.block_level_layout = original


def _stepping(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    def block_level_layout(
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        result = lay_out(context, box, bottom_space, skip_stack, containing_block, *rest, **options)
        laid, resume_at = result[:2]
        if (
            laid is not None
            and resume_at is None
            and _is_text(containing_block)
            and not _is_text(laid)
        ):
            _step(context, laid, bottom_space, _leading(containing_block))
        return result

    return block_level_layout


def _is_text(box: Any) -> bool:  # noqa: ANN401
    """Whether a box is a section, whose blocks step; those in a card have its own leading."""
    if getattr(box, "element_tag", "") != "section":
        return False
    return "card" not in box.element.get("class", "").split()


def _leading(box: Any) -> float:  # noqa: ANN401
    """The line height of the text in a box (px), 0 if it is none that can be counted in."""
    height = box.style["line_height"]
    return float(height.value) if getattr(height, "unit", "") == "px" else 0.0


def _step(context: Any, box: Any, bottom_space: float, leading: float) -> None:  # noqa: ANN401
    """Make a box a whole number of lines high, or as high as the page lets it be."""
    over = box.border_height() % leading if leading else 0.0
    if not _NOTHING < over < leading - _NOTHING:
        return
    bottom = box.border_box_y() + box.border_height() + leading - over
    if not context.overflows_page(bottom_space, bottom):
        box.height += leading - over
