"""Teams that receive handovers: made, changed and ended."""
