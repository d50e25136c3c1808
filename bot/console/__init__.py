"""The staff web application: server-rendered, one module a page group."""
