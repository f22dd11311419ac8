"""Threads that are about the same: while somebody writes a title, and beside a thread."""
