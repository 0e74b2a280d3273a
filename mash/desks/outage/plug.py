"""Makes this folder a desk: it is found by this file, and gone without it. What it adds stands beside."""
