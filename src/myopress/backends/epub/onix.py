"""The record of the EPUB for the book trade: ONIX for Books 3.0, in reference names.

Elements stand in the order that the ONIX for Books 3.0 Product Information Format asks for.
Codes are those of the ONIX code lists, https://ns.editeur.org/onix/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import SubElement

from myopress.backends.epub.metadata import identifier
from myopress.backends.epub.onix_codes import (
    CONTRIBUTORS,
    FEATURES,
    HAZARDLESS,
    LANGUAGES,
    THEMA_QUALIFIERS,
)
from myopress.backends.html import Element, add
from myopress.document import Document, Metadata, SubjectCode

_NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"


@dataclass(frozen=True, slots=True)
class Access:
    """What may be said of the EPUB's accessibility: `accessibility`'s pairs, and who certifies."""

    claims: Sequence[tuple[str, str]]
    certifier: str


def message(document: Document, access: Access, sent: str) -> bytes:
    """An ONIX message with one product, as UTF-8. `sent` is a day, "20260301"."""
    book = document.metadata
    root = etree.Element("ONIXMessage", {"release": "3.0"}, nsmap=_default(_NAMESPACE))
    header = SubElement(root, "Header")
    sender = SubElement(header, "Sender")
    add(sender, "SenderName", text=book.publisher or _authors(book) or book.title)
    add(header, "SentDateTime", text=sent)
    product = SubElement(root, "Product")
    add(product, "RecordReference", text=identifier(book))
    add(product, "NotificationType", text="03")
    for name in dict.fromkeys((book.isbn_epub, identifier(book), *book.other_identifiers)):
        if name:
            _identifier(product, name)
    _described(product, document, access)
    if book.description:
        content = SubElement(SubElement(product, "CollateralDetail"), "TextContent")
        _all(content, {"TextType": "03", "ContentAudience": "00", "Text": book.description})
    _published(product, book)
    if book.isbn_print:
        related = SubElement(SubElement(product, "RelatedMaterial"), "RelatedProduct")
        add(related, "ProductRelationCode", text="13")
        _identifier(related, book.isbn_print)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def together(messages: Mapping[str, bytes], sender: str) -> tuple[bytes, dict[str, str]]:
    """One message of those of several books, by name, and who is left out for whom.

    A reference names one product: of two books that have the same, the first is told. The sender is
    the first book's if none is given, the day that of the book sent last.
    """
    whole = etree.Element("ONIXMessage", {"release": "3.0"}, nsmap=_default(_NAMESPACE))
    header = SubElement(whole, "Header")
    products: dict[str, tuple[str, Element]] = {}
    left_out, days, senders = {}, [], [sender] if sender else []
    for name, data in messages.items():
        root = etree.fromstring(data)
        reference = _text(root, "Product/RecordReference")
        days.append(_text(root, "Header/SentDateTime"))
        senders.append(_text(root, "Header/Sender/SenderName"))
        first, _ = products.setdefault(reference, (name, root[1]))
        if first != name:
            left_out[name] = first
    add(SubElement(header, "Sender"), "SenderName", text=senders[0] if senders else "")
    add(header, "SentDateTime", text=max(days, default=""))
    whole.extend(product for _, product in products.values())
    etree.indent(whole)
    data = etree.tostring(whole, encoding="utf-8", xml_declaration=True) + b"\n"
    return data, left_out


def _text(root: Element, path: str) -> str:
    steps = "/".join(f"{{{_NAMESPACE}}}{step}" for step in path.split("/"))
    return root.findtext(steps) or ""


def _default(namespace: str) -> dict[str, str]:
    return {None: namespace}  # type: ignore[dict-item] # lxml's stubs forget the default namespace


def _authors(book: Metadata) -> str:
    return ", ".join(person.name for person in book.contributors if person.role == "aut")


def _all(parent: Element, texts: Mapping[str, str]) -> None:
    """An element for each text that there is."""
    for name, text in texts.items():
        if text:
            add(parent, name, text=text)


def _identifier(parent: Element, name: str) -> None:
    """List 5: 15 ISBN-13, 02 ISBN-10, 06 DOI, 22 URN, 01 any other with its kind."""
    element = SubElement(parent, "ProductIdentifier")
    lower = name.lower()
    if lower.startswith("urn:isbn:"):
        digits = name[9:].replace("-", "")
        _all(element, {"ProductIDType": "15" if len(digits) == 13 else "02", "IDValue": digits})
    elif lower.startswith(("doi:", "https://doi.org/", "http://doi.org/")):
        value = name[4:] if lower.startswith("doi:") else name.partition("doi.org/")[2]
        _all(element, {"ProductIDType": "06", "IDValue": value})
    elif lower.startswith("urn:"):
        _all(element, {"ProductIDType": "22", "IDValue": name})
    else:
        _all(element, {"ProductIDType": "01", "IDTypeName": "URI", "IDValue": name})


def _described(product: Element, document: Document, access: Access) -> None:
    """What the product is: a reflowable EPUB of text (lists 150 and 175), and its contents."""
    book = document.metadata
    detail = SubElement(product, "DescriptiveDetail")
    _all(detail, {"ProductComposition": "00", "ProductForm": "ED", "ProductFormDetail": "E101"})
    add(detail, "ProductFormDetail", text="E200")
    _accessible(detail, document, access)
    add(detail, "PrimaryContentType", text="10")
    if book.series:
        collection = SubElement(detail, "Collection")
        add(collection, "CollectionType", text="10")
        _title(collection, "02", book.series_position, book.series, "")
    _title(detail, "01", "", book.title, book.subtitle)
    for number, person in enumerate(book.contributors, 1):
        element = SubElement(detail, "Contributor")
        role = CONTRIBUTORS.get(person.role, "Z99")
        _all(element, {"SequenceNumber": str(number), "ContributorRole": role})
        _all(element, {"PersonName": person.name, "PersonNameInverted": person.sort_as})
    if book.edition:
        add(detail, "EditionStatement", text=book.edition)
    language = SubElement(detail, "Language")
    tag = book.language.partition("-")[0]
    code = tag if len(tag) == 3 else LANGUAGES.get(tag, "und")
    _all(language, {"LanguageRole": "01", "LanguageCode": code})
    _subjects(detail, book)


def _title(parent: Element, level: str, part: str, text: str, subtitle: str) -> None:
    detail = SubElement(parent, "TitleDetail")
    add(detail, "TitleType", text="01")
    element = SubElement(detail, "TitleElement")
    _all(element, {"TitleElementLevel": level, "PartNumber": part})
    _all(element, {"TitleText": text, "Subtitle": subtitle})


def _accessible(detail: Element, document: Document, access: Access) -> None:
    """List 79: 09 what is accessible (in codes of list 196), 12 what might harm (list 143)."""
    values = [value for name, value in access.claims if name == "accessibilityFeature"]
    codes = [code for value, code in FEATURES if value in values]
    if any(chapter.role == "index" for chapter in document.chapters):
        codes.append("12")
    claims = set(access.claims)
    if ("accessModeSufficient", "textual") in claims:
        codes.append("52")
    if access.certifier:
        codes += ["04", "82", "85"]
    for code in sorted({*codes, "30", "32"}):
        _feature(detail, "09", code)
    if access.certifier:
        _feature(detail, "09", "90", access.certifier)
    summary = next((text for name, text in access.claims if name == "accessibilitySummary"), "")
    _feature(detail, "09", "00", summary)
    if ("accessibilityHazard", "none") in claims:
        for code in HAZARDLESS:
            _feature(detail, "12", code)


def _feature(detail: Element, kind: str, value: str, words: str = "") -> None:
    element = SubElement(detail, "ProductFormFeature")
    _all(element, {"ProductFormFeatureType": kind, "ProductFormFeatureValue": value})
    _all(element, {"ProductFormFeatureDescription": words})


def _subjects(detail: Element, book: Metadata) -> None:
    """The first code of a scheme is the main one; plain words are keywords (list 27: 20)."""
    main = {"10", "93"}
    for coded in book.subject_codes:
        element = SubElement(detail, "Subject")
        scheme = _scheme(coded)
        if scheme in main:
            SubElement(element, "MainSubject")
            main.discard(scheme)
        _all(element, {"SubjectSchemeIdentifier": scheme, "SubjectCode": coded.code})
        add(element, "SubjectHeadingText", text=coded.name)
    if book.subjects:
        words = "; ".join(book.subjects)
        element = SubElement(detail, "Subject")
        _all(element, {"SubjectSchemeIdentifier": "20", "SubjectHeadingText": words})


def _scheme(coded: SubjectCode) -> str:
    """List 27: 10 BISAC, 93 Thema, and Thema's qualifiers by their first digit."""
    if coded.scheme == "bisac":
        return "10"
    return THEMA_QUALIFIERS.get(coded.code[0], "93")


def _published(product: Element, book: Metadata) -> None:
    """Publisher and day; list 55 tells how much of a day is known."""
    digits = book.date.partition("T")[0].replace("-", "")
    known = {4: "05", 6: "01", 8: "00"}.get(len(digits), "")
    dated = bool(known) and digits.isdecimal()
    if not (book.publisher or dated):
        return
    detail = SubElement(product, "PublishingDetail")
    if book.publisher:
        publisher = SubElement(detail, "Publisher")
        _all(publisher, {"PublishingRole": "01", "PublisherName": book.publisher})
    if dated:
        date = SubElement(detail, "PublishingDate")
        add(date, "PublishingDateRole", text="01")
        add(date, "Date", {"dateformat": known}, digits)
