"""What the simulation adds to the product: its entry point names :data:`EXTENSION`."""

from typing import Final

from tocsin.runtime.extensions import Extension, ExtensionCommand

EXTENSION: Final = Extension(
    commands={
        "town": ExtensionCommand(
            "a synthetic town whose day passes in minutes", "tocsin_simulation.cli.town_command"
        ),
        "twin": ExtensionCommand(
            "the record day under several policies, compared on simulated people",
            "tocsin_simulation.cli.policies_command",
        ),
    },
    site="tocsin_simulation.site",
    site_check="tocsin_simulation.handsets.demonstration:reason_not_to_serve",
    clock="tocsin_simulation.simulated_clock:read_clock",
    rehearsal_variables=("TOCSIN_STORY", "TOCSIN_LABO"),
)
