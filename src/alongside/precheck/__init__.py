"""“Do we both know this child?”, asked in code by an agency that may not disclose yet (docs/adr/0010).

    encode.py    the agency's machine: one child becomes an encoded question, sealed in two parts
    asking.py    the hub's web process: may she ask, how often, the log, the answer; opens nothing
    matching.py  two processes of their own: one encodes the register and never sees the question,
                 the other compares codes and never holds the key

Only `coding.py` touches the encoding library; the web process can import neither it nor `sealing.py`.
"""
