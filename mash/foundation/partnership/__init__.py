"""The areas, agencies, teams and members of the hub, and the rules that they agreed."""
