"""One module for each thing that a browser, Shopify or a monitor asks for."""
