"""The merchant's own face: what BRAND_DIR holds, and how it went when it was shown."""
