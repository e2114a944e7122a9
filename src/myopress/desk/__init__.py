"""The author's desk: a book begun or taken over, seen while it is written, the surroundings."""
