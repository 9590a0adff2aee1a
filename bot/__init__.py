"""The process: settings, composition, lifecycle, lanes, command line and the emulated Bot API."""
