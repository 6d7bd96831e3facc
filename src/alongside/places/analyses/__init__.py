"""What can be asked of places, one module for each kind of analysis: settings in, a stored answer or a refusal out."""
