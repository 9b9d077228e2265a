"""The engine: takes events of telephones out of the inbox, and writes what follows from them.

``engine`` claims events and reads conversations, ``step_decision`` decides without I/O, ``effect_rows`` gathers the
effects into rows, ``outbound_guard`` lets texts pass and gives them their code, ``step_writer`` writes. A step is one
transaction: killed at any instant, it happened whole or not at all.
"""
