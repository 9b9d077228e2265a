"""How other tools call our diseases and sexes: ``exchange_codes.yaml``."""

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml


class DiseaseCodes(Struct, frozen=True, forbid_unknown_fields=True):
    """The names of a disease elsewhere."""

    sormas: str
    name: str
    icd10: str = ""


class ExchangeCodes(Struct, frozen=True, forbid_unknown_fields=True):
    sources: Mapping[str, str]
    diseases: Mapping[str, DiseaseCodes]
    sex: Mapping[str, Mapping[str, str]]
    """Tool -> our word -> its."""
    relation: Mapping[str, str]
    """Setting of exposure -> how the person is related to the case, for SORMAS."""

    def find_disease(self, disease: str) -> DiseaseCodes:
        """The names of a disease; those of one that nobody else knows."""
        return self.diseases.get(disease) or DiseaseCodes(sormas="OTHER", name=disease)


@cache
def load_exchange_codes() -> ExchangeCodes:
    return read_packaged_yaml(__package__, "exchange_codes.yaml").convert_to(ExchangeCodes)
