"""Members of one's own agency: who may sign in, in which role; new passwords, lost second factors, leavers."""
