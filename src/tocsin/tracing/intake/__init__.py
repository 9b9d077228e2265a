"""Results in: FHIR, HL7 v2 and CSV, read as they stream, decided one by one, each accounted for."""
