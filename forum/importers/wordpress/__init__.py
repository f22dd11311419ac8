"""WordPress exports (WXR): read, converted to our HTML, and imported through the forum's own actions."""
