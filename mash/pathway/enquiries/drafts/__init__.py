"""What somebody has begun to tell and not yet sent: kept on the server, and given to whoever tells it alone."""
