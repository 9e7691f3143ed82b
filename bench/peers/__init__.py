"""Other messengers' servers, installed from Debian and the Python registry, started and spoken to as GGTalk is."""

from bench.peers.ejabberd import ejabberd
from bench.peers.ourselves import ourselves
from bench.peers.peer import Peer, Speaker, SpeakerDialect
from bench.peers.prosody import prosody
from bench.peers.synapse import synapse

__all__ = ["Peer", "Speaker", "SpeakerDialect", "ejabberd", "ourselves", "prosody", "synapse"]
