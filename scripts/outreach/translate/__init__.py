"""What is missing, outdated, current; and the way to translators and back."""
