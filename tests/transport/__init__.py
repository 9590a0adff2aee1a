"""What an anonymous answer leaves in the chat and on its way."""
