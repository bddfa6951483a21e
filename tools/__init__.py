"""Scripts that keep the repository true: the data file, the examples, the pictures, the manual page."""
