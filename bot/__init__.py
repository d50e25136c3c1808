"""A messaging bot for survivors of modern slavery, and the console of those who stand by them."""
