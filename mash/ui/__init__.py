"""Page layout, components, words and static assets: used by every part of the hub, and knows none of them."""
