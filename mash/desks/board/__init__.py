"""The board: the open enquiries of the hub, most urgent first."""
