"""How a meeting is understood: one small component a file."""
