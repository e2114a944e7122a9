"""Backends: a document and its index in, the bytes of one output out."""
