"""What GGTalk costs and how fast it is, beside a naive server and beside the least that is possible.

`python -m bench` starts everything it measures on loopback, in folders of its own, and ends it. To GGTalk it speaks
only docs/protocol.md.
"""
