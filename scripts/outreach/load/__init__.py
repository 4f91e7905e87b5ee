"""Files to a Library: the only stage that reads content."""
