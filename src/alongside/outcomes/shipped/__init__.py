"""What comes with Alongside: the eight pledges that were reported when a partnership of this kind was launched."""
