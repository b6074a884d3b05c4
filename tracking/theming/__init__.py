"""The merchant's branding: files of BRAND_DIR, colors and embedded styles, and the errors of custom templates."""
