"""What a checker (CAFCASS and similar) may ask of the register: whether somebody is known, and nothing else."""
