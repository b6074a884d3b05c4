"""The merchant's branding: name, logo, color, and BRAND_DIR with templates and static files that override ours."""
