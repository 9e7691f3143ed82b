# CONTRIBUTING.md explains the commands.
# Settings are given as variables: make run PORT=9000 DATA_DIR=elsewhere DATABASE_URL=memory:
.PHONY: run install check test bench types lock

run install check test bench types lock:
	@exec sh tooling/find_python.sh -B -m tooling.prepare $@
