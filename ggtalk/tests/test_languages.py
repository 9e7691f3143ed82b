"""The operator's pages speak Chinese too: every word that is marked for translation has one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.admin.utils import label_for_field
from django.test import RequestFactory
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
"""What marks words, and how many of its arguments are words."""


def modules() -> list[Path]:
    ours = [Path(app.path) for app in apps.get_app_configs() if ROOT in Path(app.path).parents]
    ours = [path for path in ours if ".venv" not in path.parts]
    return sorted({module for path in ours for module in path.rglob("*.py") if "tests" not in module.parts})


def marked(module: Path) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            words = node.args[: MARKS[node.func.id]]
            yield tuple(str(ast.literal_eval(word)) for word in words)


def in_number(one: str, many: str | None = None) -> str:
    return translation.gettext(one) if many is None else translation.ngettext(one, many, 2)


@pytest.mark.parametrize(
    "module", [module for module in modules() if any(marked(module))], ids=lambda module: str(module.relative_to(ROOT))
)
def test_every_marked_word_has_a_chinese_one(module: Path) -> None:
    with translation.override("zh-hans"):
        spoken = {words: in_number(*words) for words in marked(module)}
    assert {words for words, chinese in spoken.items() if not CHINESE.search(chinese)} == set()


def test_in_english_the_words_are_as_they_were_written() -> None:
    words = {one for module in modules() for one in marked(module)}
    assert len(words) > 50
    with translation.override("en"):
        assert all(translation.gettext(one[0]) == one[0] for one in words)


PARTS_OF_DJANGO = {"auth", "contenttypes", "sessions"}


@pytest.mark.django_db
def test_every_column_of_the_operators_pages_has_a_chinese_head(rf: RequestFactory) -> None:
    foreign = set()
    with translation.override("zh-hans"):
        for model, page in site._registry.items():
            if model._meta.app_label in PARTS_OF_DJANGO:
                continue
            shown = [name for name in page.get_list_display(rf.get("/")) if name != "__str__"]
            heads = [str(label_for_field(str(name), model, page)) for name in shown]
            heads += [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
            foreign |= {(model.__name__, head) for head in heads if head != "ID" and not CHINESE.search(head)}
    assert foreign == set()
