"""Who a person is and what that person may see."""
