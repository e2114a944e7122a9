"""A document -> pandoc JSON."""
