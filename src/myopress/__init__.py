"""Turns Markdown chapters into an EPUB, a print PDF and a one-page cheat sheet."""
