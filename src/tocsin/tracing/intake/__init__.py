"""Results in: CDA, HPRIM, HL7 v2, FHIR and CSV, read as they stream, decided one by one, each accounted for.

``result_files`` opens files by their format (``format_detection``; ``fhir_file``, ``hl7_messages``, ``csv_file``...),
``interpretation`` makes records of what they tell, ``intake_run`` hands these in batches to ``store_sink`` (or
``dry_run``): ``result_batch`` decides by ``result_decision``, ``batch_writer`` writes cases, and the events by which
engines begin, in the same transaction. What is unclear waits in ``quarantine``.
"""
