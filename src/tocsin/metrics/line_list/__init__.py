"""The line list: a row for each case, and who named whom, taken out under pseudonyms that no two exports share.

``export_line_list`` is the way in; ``columns.yaml`` says what each column means.
"""
