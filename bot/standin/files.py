"""Pictures and documents that were sent: what they are, and their bytes."""

import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import uuid4

from bot.standin.clock import Clock
from bot.standin.errors import ApiError, bad_request
from bot.standin.text import Json

_MAX_PICTURE_BYTES = 10 << 20
_MAX_FILE_BYTES = 50 << 20
_MAX_BYTES_OF_PEOPLE = 2000 << 20
_MAX_BYTES_TO_BOTS = 20 << 20
_PATH_SECONDS = 3600
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes with a call."""

    name: str
    content_type: str
    data: bytes


class Files:
    """The files of one server, by the id that a bot can send them again with."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._uploads: dict[str, Upload] = {}
        self._paths: dict[str, tuple[str, float]] = {}

    def __getitem__(self, file_id: str) -> Upload:
        """Return what was uploaded; raises KeyError."""
        return self._uploads[file_id]

    def restore(self, file_id: str, upload: Upload) -> None:
        """Put a file back that was kept before this server was started."""
        self._uploads[file_id] = upload

    def forget(self, file_id: str) -> None:
        """Drop a file, if it is there."""
        self._uploads.pop(file_id, None)

    def photo(self, source: Upload | str) -> list[Json]:
        """Keep a picture; return its sizes (here one). Raises ApiError for what is none."""
        file_id, upload = self._keep(source, _MAX_PICTURE_BYTES)
        size = picture_size(upload.data)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > 10_000 or max(size) > 20 * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return [{**_described(file_id, upload), "width": width, "height": height}]

    def document(self, source: Upload | str, *, of_person: bool = False) -> Json:
        """Keep a document; return what a message says of it. People may send larger ones."""
        limit = _MAX_BYTES_OF_PEOPLE if of_person else _MAX_FILE_BYTES
        file_id, upload = self._keep(source, limit)
        named = {"file_name": upload.name, "mime_type": upload.content_type}
        return {**_described(file_id, upload), **named}

    def get_file(self, params: Json) -> Json:
        """Tell where a file can be downloaded for an hour; raises ApiError for a large one."""
        file_id = params["file_id"]
        upload = self._uploads.get(file_id)
        if upload is None:
            raise bad_request("invalid file_id")
        if len(upload.data) > _MAX_BYTES_TO_BOTS:
            raise bad_request("file is too big")
        folder = "documents" if picture_size(upload.data) is None else "photos"
        path = f"{folder}/file_{len(self._paths)}{PurePosixPath(upload.name).suffix}"
        self._paths[path] = file_id, self._clock.now()
        return {**_described(file_id, upload), "file_path": path}

    def at(self, path: str) -> bytes:
        """Return the bytes at a path that `get_file` told; raises ApiError when it is none."""
        file_id, told = self._paths.get(path, ("", 0.0))
        if file_id not in self._uploads or self._clock.now() - told > _PATH_SECONDS:
            raise ApiError(404, "Not Found")
        return self._uploads[file_id].data

    def _keep(self, source: Upload | str, limit: int) -> tuple[str, Upload]:
        if isinstance(source, str):
            return self._known(source)
        if not source.data:
            raise bad_request("file must be non-empty")
        if len(source.data) > limit:
            raise ApiError(413, "Request Entity Too Large")
        file_id = f"file-{uuid4().hex}"
        self._uploads[file_id] = source
        return file_id, source

    def _known(self, source: str) -> tuple[str, Upload]:
        """Find a file by its id. The stand-in fetches nothing from the web."""
        if "://" in source:
            raise bad_request("failed to get HTTP URL content")
        try:
            return source, self._uploads[source]
        except KeyError:
            raise bad_request("wrong remote file identifier specified") from None


def _described(file_id: str, upload: Upload) -> Json:
    return {
        "file_id": file_id,
        "file_unique_id": f"unique-{file_id}",
        "file_size": len(upload.data),
    }


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height of a PNG or JPEG in pixels, None for anything else."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return (width, height) if width and height else None
    return _jpeg_size(data) if data.startswith(_JPEG) else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments up to the frame header, which has the size."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None
