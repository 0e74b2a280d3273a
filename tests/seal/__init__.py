"""The seal, from outside: planted texts are looked for on every page, and in mail, log, ledger and jobs."""
