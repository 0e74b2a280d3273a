"""Settings, urls, processes and the embedded database."""
