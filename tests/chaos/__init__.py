"""`make chaos`: a hub under load whose processes are killed at random, and whether it kept all that it acknowledged."""
