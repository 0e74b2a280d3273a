"""Who may see and do what: policy, zones, binding, standing, walls, sign-in."""
