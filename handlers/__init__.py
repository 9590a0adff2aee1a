"""The outside's words turned into ours and back: what a channel says, and how a screen looks there."""
