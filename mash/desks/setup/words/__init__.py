"""An area's own words: criteria for ratings, threshold guide, prompts for callers, services to signpost to."""
