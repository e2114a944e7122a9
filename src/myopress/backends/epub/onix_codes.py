"""Codes of the book trade for what we say by other names: https://ns.editeur.org/onix/."""

from __future__ import annotations

CONTRIBUTORS = {
    "aut": "A01",
    "edt": "B01",
    "ill": "A12",
    "pht": "A13",
    "trl": "B06",
    "aui": "A24",
    "aft": "A19",
    "cov": "A36",
    "bkd": "A11",
    "nrt": "E03",
    "ctb": "A32",
}
"""MARC relators -> list 17; all others are Z99, “other”."""

FEATURES = (
    ("tableOfContents", "11"),
    ("readingOrder", "13"),
    ("alternativeText", "14"),
    ("MathML", "17"),
    ("pageNavigation", "19"),
    ("structuralNavigation", "29"),
    ("displayTransformability", "36"),
)
"""Schema.org's accessibilityFeature -> list 196, as the W3C's Schema.org Accessibility Properties
Crosswalk pairs them."""

HAZARDLESS = ("14", "16", "18")
"""List 143: no warning of flashing, sound or simulated motion is necessary."""

THEMA_QUALIFIERS = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
"""List 27: place, language, time, educational purpose, interest and style."""

LANGUAGES = {
    pair[:2]: pair[3:]
    for pair in (
        "af afr,am amh,ar ara,az aze,be bel,bg bul,bn ben,bs bos,ca cat,cs cze,cy wel,da dan,"
        "de ger,el gre,en eng,eo epo,es spa,et est,eu baq,fa per,fi fin,fo fao,fr fre,fy fry,"
        "ga gle,gd gla,gl glg,gu guj,he heb,hi hin,hr hrv,hu hun,hy arm,id ind,is ice,it ita,"
        "ja jpn,ka geo,kk kaz,km khm,kn kan,ko kor,ku kur,la lat,lb ltz,lo lao,lt lit,lv lav,"
        "mk mac,ml mal,mn mon,mr mar,ms may,mt mlt,my bur,nb nob,ne nep,nl dut,nn nno,no nor,"
        "oc oci,pa pan,pl pol,ps pus,pt por,rm roh,ro rum,ru rus,sa san,sk slo,sl slv,sq alb,"
        "sr srp,sv swe,sw swa,ta tam,te tel,th tha,tl tgl,tr tur,uk ukr,ur urd,uz uzb,vi vie,"
        "yi yid,zh chi,zu zul"
    ).split(",")
}
"""ISO 639-1 -> ISO 639-2/B, list 74; the register: https://www.loc.gov/standards/iso639-2/."""
