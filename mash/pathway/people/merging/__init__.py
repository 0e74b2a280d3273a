"""Two records that may be one person: doubting, telling apart, merging by two people, and taking it back."""
