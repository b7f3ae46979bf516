"""The fourteen returns of the sample office, a module each."""
