"""Where residents are answered: moderators, the front door, those who run a network, agencies that owe an answer."""
