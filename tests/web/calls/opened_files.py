"""Files that an agent or a supervisor opens, for the tests of their pages."""


def seek(client, sought: str, why: str = "rings"):
    """What the search page answers."""
    return client.post("/poste/recherche", {"sought": sought, "why": why})
