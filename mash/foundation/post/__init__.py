"""The outbox: notices that wait to be delivered, without personal data."""
