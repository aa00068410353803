"""What the two pages of the programmes share: how the address is read, and how header, title and foot are made."""
