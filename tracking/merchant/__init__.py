"""What the shop is shown of all orders: which need somebody, what is out of step, why, and the step to take."""
