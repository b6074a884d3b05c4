"""All orders of the shop: judged by the rules of the page, and found again."""
