"""Bulk operations: all orders since a day, in a file that is read part by part."""
