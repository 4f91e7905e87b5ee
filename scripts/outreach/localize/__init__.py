"""A Library to one Edition per language: only computing, no reading, no clock."""
