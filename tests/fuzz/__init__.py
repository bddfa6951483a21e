"""Harnesses that hold the loader and the dates to what they promise for any bytes, and the inputs kept for them."""
