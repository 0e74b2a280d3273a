"""Both guards, compared on every combination of facts; and each alone, when the other is taken away."""
