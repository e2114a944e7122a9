"""A run of a command, from the user's files to the user's files: stages called, results delivered."""
