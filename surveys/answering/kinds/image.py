from surveys.answering.kinds.file import File
from surveys.answering.values import Attachment
from surveys.screens import Wanted


class Image(File):
    """A photo, or a picture sent as a file."""

    name = "image"
    wanted = Wanted.PHOTO

    def suits(self, attachment: Attachment) -> bool:
        return not attachment.media_type or attachment.media_type.startswith("image/")
