"""OpenMASH: one front door for every worry about a child or an adult at risk."""
