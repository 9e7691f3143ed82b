"""The web client's rules are rules only if ESLint refuses what breaks them (its borders: frontend/borders.test.ts)."""

import json
import subprocess
from pathlib import Path

import pytest

from tooling.tests.work_tree import ROOT, copy_sources

LONG_FUNCTION = "export function long(): number {\n" + "  // a line\n" * 40 + "  return 1\n}\n"

# name: (planted file, its text, the rule that must refuse it)
PLANTS = {
    "any": (
        "chat/frontend/anything.ts",
        "export const anything: any = 1\n",
        "@typescript-eslint/no-explicit-any",
    ),
    "v-html": (
        "chat/frontend/Html.vue",
        '<script setup lang="ts">\nconst text = \'<b>\'\n</script>\n\n<template>\n  <p v-html="text" />\n</template>\n',
        "vue/no-v-html",
    ),
    "a long file": ("chat/frontend/long.ts", "export {}\n" + "// a line\n" * 300, "max-lines"),
    "a long component": (
        "chat/frontend/Long.vue",
        "<template>\n" + "  <p />\n" * 200 + "</template>\n",
        "max-lines",
    ),
    "a long function": ("chat/frontend/function.ts", LONG_FUNCTION, "ggtalk/function-length"),
    "many parameters": (
        "chat/frontend/parameters.ts",
        "export const sum = (a: 1, b: 1, c: 1, d: 1, e: 1, f: 1) => a + b + c + d + e + f\n",
        "max-params",
    ),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that each planted file breaks. One run of ESLint, because reading all types takes seconds."""
    copy = tmp_path_factory.mktemp("sources")
    config = ("package.json", "tsconfig.json", "eslint.config.js", "vite.config.ts")
    copy_sources(copy, lambda name: name in config or "/frontend/" in name)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")
    for path, text, _ in PLANTS.values():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text(text)
    command = ["npx", "--no-install", "eslint", "--format", "json", *(path for path, _, _ in PLANTS.values())]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return {
        Path(file["filePath"]).relative_to(copy).as_posix(): {message["ruleId"] for message in file["messages"]}
        for file in json.loads(done.stdout)
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_violation_is_refused(refusals: dict[str, set[str]], name: str) -> None:
    path, _, rule = PLANTS[name]
    assert rule in refusals[path]
