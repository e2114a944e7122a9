"""The ONIX record: elements in the order of the format, codes that say what the EPUB says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from every_node import DOCUMENT, INDEX, p
from myopress.backends import epub
from myopress.backends.epub.onix_codes import LANGUAGES
from myopress.backends.page_map import PageMap, PageStart
from myopress.diagnostics import Diagnostic
from myopress.document import (
    Block,
    Certifier,
    Chapter,
    Document,
    Image,
    Metadata,
    Resource,
    Settings,
    Text,
)
from myopress.index import index

SPACE = "{http://ns.editeur.org/onix/3.0/reference}"

# What may stand in each composite and in which order, by the ONIX for Books 3.0 Product
# Information Format Specification: of its elements those that a record of an e-book needs.
ORDER = {
    "ONIXMessage": "Header Product",
    "Header": "Sender SentDateTime",
    "Sender": "SenderName",
    "Product": "RecordReference NotificationType ProductIdentifier* DescriptiveDetail "
    "CollateralDetail PublishingDetail RelatedMaterial",
    "ProductIdentifier": "ProductIDType IDTypeName IDValue",
    "DescriptiveDetail": "ProductComposition ProductForm ProductFormDetail* ProductFormFeature* "
    "PrimaryContentType Collection* TitleDetail* Contributor* EditionStatement* Language* Subject*",
    "ProductFormFeature": "ProductFormFeatureType ProductFormFeatureValue "
    "ProductFormFeatureDescription*",
    "Collection": "CollectionType TitleDetail*",
    "TitleDetail": "TitleType TitleElement*",
    "TitleElement": "TitleElementLevel PartNumber TitleText Subtitle",
    "Contributor": "SequenceNumber ContributorRole* PersonName PersonNameInverted",
    "Language": "LanguageRole LanguageCode",
    "Subject": "MainSubject SubjectSchemeIdentifier SubjectCode SubjectHeadingText",
    "CollateralDetail": "TextContent*",
    "TextContent": "TextType ContentAudience Text",
    "PublishingDetail": "Publisher* PublishingDate*",
    "Publisher": "PublishingRole PublisherName",
    "PublishingDate": "PublishingDateRole Date",
    "RelatedMaterial": "RelatedProduct*",
    "RelatedProduct": "ProductRelationCode ProductIdentifier*",
}


def ignore(_: Diagnostic) -> None: ...


def record(document: Document, pages: PageMap | None = None) -> etree._Element:
    numbers = INDEX if document is DOCUMENT else index(document, ignore)
    return etree.fromstring(epub.onix(document, numbers, ignore, sent="20260301", pages=pages))


EVERY = record(DOCUMENT)


def texts(root: etree._Element, path: str) -> list[str]:
    steps = "/".join(SPACE + step for step in path.split("/"))
    return [str(element.text) for element in root.iterfind(f".//{steps}")]


def codes(root: etree._Element, kind: str = "09") -> set[str]:
    features = root.iterfind(f".//{SPACE}ProductFormFeature")
    return {feature[1].text or "" for feature in features if feature[0].text == kind}


def faults(root: etree._Element) -> list[str]:
    found = []
    for element in root.iter():
        name = str(element.tag).removeprefix(SPACE)
        children = [str(child.tag).removeprefix(SPACE) for child in element]
        allowed = ORDER.get(name, "").split()
        order = [word.rstrip("*") for word in allowed]
        if any(child not in order for child in children):
            found.append(f"{name}: {children}")
        elif [order.index(child) for child in children] != sorted(map(order.index, children)):
            found.append(f"{name}: {children} out of order")
        found += [
            f"{name}: {child} twice"
            for child in set(children)
            if children.count(child) > 1 and f"{child}*" not in allowed
        ]
        if not children and name != "MainSubject" and not (element.text or "").strip():
            found.append(f"{name} is empty")
    return found


def test_elements_are_known_and_in_order() -> None:
    assert faults(EVERY) == []
    assert EVERY.get("release") == "3.0"


def test_what_the_book_says_is_there() -> None:
    assert texts(EVERY, "Product/ProductIdentifier/IDValue") == ["9781402894626", "10.1000/1"]
    assert texts(EVERY, "Product/ProductIdentifier/ProductIDType") == ["15", "06"]
    assert texts(EVERY, "RelatedProduct/ProductIdentifier/IDValue") == ["9780306406157"]
    assert texts(EVERY, "Contributor/ContributorRole") == ["A01", "A12"]
    assert texts(EVERY, "Contributor/PersonNameInverted") == ["Test, Ada"]
    assert texts(EVERY, "Subject/SubjectSchemeIdentifier") == ["93", "10", "20"]
    assert texts(EVERY, "Subject/SubjectCode") == ["MFG", "HEA007000"]
    assert texts(EVERY, "Collection/TitleDetail/TitleElement/PartNumber") == ["2"]
    assert texts(EVERY, "LanguageCode") == ["eng"]
    assert texts(EVERY, "PublishingDate/Date") == ["20260301"]
    assert texts(EVERY, "SentDateTime") == ["20260301"]


def test_the_same_book_gives_the_same_record() -> None:
    assert etree.tostring(record(DOCUMENT)) == etree.tostring(EVERY)


PICTURE = Resource("a.png", "image/png", b"x")
PLAIN = Chapter("one", (Text("One"),), (p("Words."),))


def small(*blocks: Block, **settings: object) -> etree._Element:
    chapter = replace(PLAIN, blocks=(p("Words."), *blocks))
    return record(
        Document(
            Metadata("T"),
            (chapter,),
            resources=(PICTURE,),
            settings=Settings(**settings),  # type: ignore[arg-type]
        )
    )


def test_accessibility_is_what_the_epub_says() -> None:
    plain = small()
    assert faults(plain) == []
    assert codes(plain) == {"00", "11", "13", "29", "30", "32", "36", "52"}
    assert codes(plain, "12") == {"14", "16", "18"}
    assert "14" in codes(small(p(Image("A leg", "a.png"))))
    assert not {"14", "52"} & codes(small(p(Image("", "a.png"))))
    assert {"12", "17"} <= codes(EVERY)


def test_pages_of_print_are_told() -> None:
    pages = PageMap((PageStart("1", "one"),))
    assert "19" in codes(record(DOCUMENT, pages))
    assert "19" not in codes(EVERY)


def test_conformance_needs_who_certifies_and_a_book_that_bears_it() -> None:
    certified = small(epub_certifier=Certifier("Ann Lee"))
    assert {"04", "82", "85", "90"} <= codes(certified)
    assert "Ann Lee" in texts(certified, "ProductFormFeatureDescription")
    belied = small(p(Image("", "a.png")), epub_certifier=Certifier("Ann Lee"))
    assert not {"04", "82", "85", "90"} & codes(belied)


@pytest.mark.parametrize(("tag", "code"), [("de-CH", "ger"), ("grc", "grc"), ("xx", "und")])
def test_languages_have_three_letters(tag: str, code: str) -> None:
    book = Document(Metadata("T", language=tag), (PLAIN,))
    assert texts(record(book), "LanguageCode") == [code]
    assert all(len(a) == 2 and len(b) == 3 for a, b in LANGUAGES.items())
