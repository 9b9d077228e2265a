"""The keys of personal data, for whatever answers a request: read once in a process, for each file."""

from functools import cache
from pathlib import Path

from tocsin.privacy import keyfile
from tocsin.privacy.vault import Vault
from tocsin.web.store_pool import StoreUnavailable


def load_vault() -> Vault:
    """The keys of the service. Raises StoreUnavailable where they are not there."""
    try:
        return _load_vault_file(keyfile.find_key_path())
    except (keyfile.NoKeyFile, keyfile.KeysExposed, keyfile.KeyFileDamaged):
        raise StoreUnavailable("the keys of personal data are not there") from None


@cache
def _load_vault_file(path: Path) -> Vault:
    return Vault.load(path, serves=True)
