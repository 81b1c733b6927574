"""Tests of what chats share."""
