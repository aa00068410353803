"""What the pages of the warnings share: whom one can be assigned to, and the steps that a page's buttons take."""
