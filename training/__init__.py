"""How the shipped language model is made; nothing of this is in the wheel."""
