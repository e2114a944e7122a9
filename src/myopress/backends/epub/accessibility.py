"""What may truly be said of a book's accessibility, found in the document itself.

Names and values are those of the Schema.org Accessibility Properties for Discoverability
Vocabulary, as EPUB Accessibility 1.1 section 2 asks for.
"""

from __future__ import annotations

from myopress.document import Document, Image, Math, MathBlock
from myopress.walk import nodes

_STILL = {"image/jpeg", "image/png", "image/webp"}
"""Media types that cannot move; GIF and SVG can, so that nothing is said of their flashing."""


def accessibility(document: Document) -> list[tuple[str, str]]:
    """Pairs of property and value, in the order in which they are written."""
    images: list[Image] = []
    maths = False
    for node in nodes(document, (Image, Math, MathBlock)):
        if isinstance(node, Image):
            images.append(node)
        else:
            maths = True
    informative = [image for image in images if not image.decorative]
    described = all(image.alt.strip() for image in informative)
    modes = ["textual", "visual"] if informative else ["textual"]
    features = [
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "displayTransformability",
    ]
    if informative and described:
        features.append("alternativeText")
    if maths:
        features += ["MathML", "describedMath"]
    kinds = {resource.media_type for resource in document.resources}
    hazard = "none" if kinds <= _STILL | {"text/css"} else "unknown"
    sufficient = ["textual"] if described else ["textual,visual"]
    return [
        *(("accessMode", mode) for mode in modes),
        *(("accessModeSufficient", mode) for mode in sufficient),
        *(("accessibilityFeature", feature) for feature in features),
        ("accessibilityHazard", hazard),
        ("accessibilitySummary", _summary(len(informative), described=described, maths=maths)),
    ]


def _summary(pictures: int, *, described: bool, maths: bool) -> str:
    sentences = [
        "The text reflows, and headings, lists, tables and notes are marked as what they are."
    ]
    if pictures and described:
        sentences.append("All pictures that carry meaning are described in words.")
    elif pictures:
        sentences.append("Some pictures lack a description in words.")
    if maths:
        sentences.append("Formulas are MathML, with their TeX source as a description.")
    return " ".join(sentences)
