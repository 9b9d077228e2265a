"""The fraud team: campaigns that are new or grow, what each is, and who was asked to take something down."""
