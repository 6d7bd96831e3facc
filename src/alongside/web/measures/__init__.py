"""What is counted under which name: definitions side by side, their versions and breaks, police beside hospital."""
