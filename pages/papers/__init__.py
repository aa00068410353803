"""What the pages of the weekly paper share: what a button does."""
