"""Files in an S3-compatible store: keys are what paths are in the data folder, `ab/ab12….png`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any

from config import bucket
from forum.lib.files.silence import StoreSilent
from forum.lib.logs import log
from forum.lib.silence import Silence
from forum.lib.transactions import slow

OURS = re.compile(r"(..)/(\1[^./][^/]*)")
MISSING = {"404", "NoSuchKey", "NoSuchVersion"}
CONNECTING, ANSWERING = 2, 5  # seconds
NO_VERSION = {None, "", "null"}


class S3Store:
    """Files in the bucket that FORUM_FILES_URL names.

    In a bucket that keeps versions each put is a version of its own, and what is deleted or taken back is
    that version and no other. In one that does not, what comes while the same is deleted may go with it, and
    what was put in vain stays until `check --repair`.
    """

    def __init__(self, url: str) -> None:
        self.url, self.bucket = url, bucket(url).name
        self.silence, self.lock = Silence(), Lock()
        self.connected: Any = None

    @property
    def client(self) -> Any:
        """The connection, made when it is first used."""
        with self.lock:
            if self.connected is None:
                self.connected = connect(self.url)
        return self.connected

    @contextmanager
    def asking(self) -> Iterator[Any]:
        """The connection for one request. Raises FileNotFoundError, StoreSilent."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

        if self.silence.holds():
            raise StoreSilent(self.silence.why)
        try:
            yield self.client
        except ClientError as failure:
            self.silence.end()
            said = failure.response["Error"]
            if said["Code"] in MISSING:
                raise FileNotFoundError(said.get("Key", "")) from None
            log.error("files", error=said["Code"])
            raise StoreSilent(f"{said['Code']}: {said.get('Message', '')}") from None
        except NoCredentialsError as failure:
            raise StoreSilent(str(failure)) from None
        except BotoCoreError as failure:
            log.error("files", error=str(failure))
            self.silence.begin(str(failure))
            raise StoreSilent(str(failure)) from None
        self.silence.end()

    def place(self, name: str) -> dict[str, str]:
        """Where the file of this name lies, or would, as requests say it."""
        return {"Bucket": self.bucket, "Key": f"{name[:2]}/{name}"}

    @slow
    def put(self, name: str, data: bytes) -> str | None:
        """See FileStore; the receipt is the version, in a bucket that keeps them."""
        with self.asking() as client:
            version = client.put_object(**self.place(name), Body=data).get("VersionId")
        return None if version in NO_VERSION else version

    def take_back(self, name: str, receipt: str | None) -> None:
        """Forget the version that put made; one that cannot be forgotten stays for `check`."""
        if receipt is None:
            return
        try:
            with self.asking() as client:
                client.delete_object(**self.place(name), VersionId=receipt)
        except StoreSilent:
            log.warning("file left behind", name=name)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        with self.asking() as client:
            return client.get_object(**self.place(name))["Body"].read()

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        try:
            self.written(name)
        except FileNotFoundError:
            return False
        return True

    def written(self, name: str) -> datetime:
        """When it was put there last, by the store's clock. Raises FileNotFoundError."""
        return self.head(name)["LastModified"]

    def head(self, name: str) -> dict[str, Any]:
        """What the store says of a file. Raises FileNotFoundError."""
        with self.asking() as client:
            return client.head_object(**self.place(name))

    def names(self) -> Iterator[str]:
        """The names of all files, a thousand a request."""
        after = ""
        while True:
            with self.asking() as client:
                said = client.list_objects_v2(Bucket=self.bucket, StartAfter=after)
            found = [item["Key"] for item in said.get("Contents", ())]
            yield from (key[3:] for key in found if OURS.fullmatch(key))
            if not said["IsTruncated"]:
                return
            after = found[-1]

    def delete(self, name: str, written_before: datetime) -> bool:
        """Forget every version of a file, unless one was written since; gives whether it is gone."""
        while True:
            try:
                said = self.head(name)
            except FileNotFoundError:
                return True
            if said["LastModified"] >= written_before:
                return False
            version = {"VersionId": said["VersionId"]} if said.get("VersionId") else {}
            with self.asking() as client:
                client.delete_object(**self.place(name), **version)

    def refuse_to_start(self) -> None:
        """Raise StoreSilent if it answers that it is not for us; one that is silent may come yet."""
        try:
            with self.asking() as client:
                client.list_objects_v2(Bucket=self.bucket, MaxKeys=1)
        except StoreSilent:
            if not self.is_silent():
                raise

    def is_silent(self) -> bool:
        """Whether it did not answer this process when it was last asked."""
        return bool(self.silence.why)


def connect(url: str) -> Any:
    """A client for the store of the bucket at `s3://KEY:SECRET@BUCKET?endpoint=…&region=…`.

    Without key and secret they come from where programs for S3 look: AWS_ACCESS_KEY_ID, ~/.aws, the machine.
    """
    from botocore.config import Config
    from botocore.session import Session

    asked = bucket(url)
    return Session().create_client(
        "s3",
        region_name=asked.region,
        endpoint_url=asked.endpoint,
        aws_access_key_id=asked.key,
        aws_secret_access_key=asked.secret,
        config=Config(
            signature_version="s3v4",
            ignore_configured_endpoint_urls=True,  # without one it is Amazon's
            connect_timeout=CONNECTING,
            read_timeout=ANSWERING,
            retries={"total_max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path", "payload_signing_enabled": True},
            request_checksum_calculation="when_required",  # others than Amazon's do not know the newer sums
            response_checksum_validation="when_required",
        ),
    )
