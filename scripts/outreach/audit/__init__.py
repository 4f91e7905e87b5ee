"""A finished site, read back as a stranger would: nothing is known here of how it was made."""
