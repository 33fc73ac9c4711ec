"""A small feed of articles, written for this project, that `readout demo` reads."""
