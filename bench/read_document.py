"""Reads BOOK into a document and ends, so that it can be measured what that takes."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from myopress import pipeline

gc.disable()  # as the command does
document = pipeline.read(Path(sys.argv[1]), lambda _: None)
