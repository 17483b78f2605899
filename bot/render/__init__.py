"""A reply in each platform's format, pure."""
