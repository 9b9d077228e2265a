"""What would avoid the deadlines that will be missed, in words: for the page of supervisors and for the terminal."""

from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.metrics.forecast.recommendations import Forecast


def describe_remedies(found: Forecast, lang: str, *, is_brief: bool = False) -> list[str]:
    """A sentence for each thing that could be done, and one for those whom nothing reaches; of a brief forecast, for
    which nothing was tried, nobody knows who these are."""
    write, said = get_language(lang).format_number, []
    if found.more_agents is not None and found.with_agents:
        some = get_language(lang).semicolon.join(
            translate("forecast", "agents_leave", lang, agents=write(n), left=write(left))
            for n, left in found.with_agents
        )
        said.append(translate("forecast", "more_agents", lang, some=some))
    if found.earlier_calls is not None and found.earlier_misses is not None:
        figures = {"hours": found.earlier_calls, "left": write(found.earlier_misses)}
        if found.earlier_agents is not None:
            figures["agents"] = write(found.earlier_agents)
        sentence = "earlier" if found.earlier_agents is None else "earlier_agents"
        said.append(translate("forecast", sentence, lang, **figures))
    if found.late_last_misses is not None:
        figures = {"late": write(found.late), "left": write(found.late_last_misses)}
        said.append(translate("forecast", "late_last", lang, **figures))
    if round(found.unavoidable) and not is_brief:
        said.append(translate("forecast", "unavoidable", lang, left=write(found.unavoidable)))
    return said
