"""The fixed words for how well something is known."""

EVIDENCE = (
    "human RCT", "human acute study", "human observational", "animal", "cell", "review",
    "expert opinion", "not graded",
)  # fmt: skip
"""Kinds of evidence: those of studies from the strongest down, then the others."""

CONFIDENCE = ("high", "medium", "low")
"""Degrees of confidence, from the highest down."""
