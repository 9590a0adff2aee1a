"""The emulated Telegram, judged by telegram.md part 2 and by clients that other people wrote."""
