"""Outreach: one source of words and facts, six editions of a site, and its one-page fact sheets."""

__version__ = "0.1.0"
