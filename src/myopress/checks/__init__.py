"""What a shop would reject or spoil in the EPUB, by rules kept as data in `shops/`."""

from myopress.checks.examine import Publication, examine
from myopress.checks.rules import SHOPS, Rule, Shop, load_shop

__all__ = ["SHOPS", "Publication", "Rule", "Shop", "examine", "load_shop"]
