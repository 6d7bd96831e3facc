"""What members are told: their notices, what they hear by e-mail, and whether messages leave."""
