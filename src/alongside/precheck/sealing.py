"""Sealing to one reader: HPKE (RFC 9180) from `cryptography`, and the key files of the two processes."""

import hashlib
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from alongside.precheck.errors import KeyFileError, Unopened

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def seal(plain: bytes, reader: X25519PublicKey, bound_to: bytes) -> bytes:
    return SUITE.encrypt(plain, reader, info=bound_to)


def unseal(sealed: bytes, key: X25519PrivateKey, bound_to: bytes) -> bytes:
    try:
        return SUITE.decrypt(sealed, key, info=bound_to)
    except (InvalidTag, ValueError) as error:
        raise Unopened from error


def make_key(path: Path) -> X25519PublicKey:
    """A new key pair: `path` for the process alone, `path.pub` for whoever seals to it."""
    key = X25519PrivateKey.generate()
    write_private(
        path,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    public = key.public_key()
    public_path(path).write_bytes(
        public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    public_path(path).chmod(0o644)
    return public


def public_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.pub")


def write_private(path: Path, content: bytes) -> None:
    """For its owner alone, and never over another file."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyFileError(f"{path} exists, and is never written over. Choose another name, or delete it.") from error
    except OSError as error:
        raise KeyFileError(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def read_private(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}.") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(f"{path} can be read by others on this machine. Run: chmod 600 {path}")
    return content


def read_key(path: Path) -> X25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(read_private(path), password=None)
    except (ValueError, TypeError) as error:
        raise KeyFileError(f"{path} holds no private key. Make one with `alongside precheck key`.") from error
    if not isinstance(key, X25519PrivateKey):
        raise KeyFileError(f"{path} holds a key of another kind. Make one with `alongside precheck key`.")
    return key


def read_public(path: Path) -> X25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise KeyFileError(f"{path} holds no public key. Ask the hub's governance officer for it.") from error
    if not isinstance(key, X25519PublicKey):
        raise KeyFileError(f"{path} holds a key of another kind. Ask the hub's governance officer for it.")
    return key


def fingerprint(public: X25519PublicKey) -> str:
    """To be read out over the telephone: eight groups of four."""
    digest = hashlib.sha256(public.public_bytes_raw()).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))
