"""The overview of all orders for the shop: which need somebody, what is out of step, why, and the step to take."""
