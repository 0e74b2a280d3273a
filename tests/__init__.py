"""The rules of the field, told as stories."""
