"""A chronology for people at a terminal, or as linear text for a pipe."""
