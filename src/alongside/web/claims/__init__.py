"""The claim checker: a public page that asks of a percentage what stands behind it. Nothing that is typed is kept."""
