"""The writer commits together what waits at the same moment, and one bad call never fails its neighbours."""

import asyncio
import threading
from typing import Any

import pytest

from ggtalk.realtime.writer import MOST_PER_BATCH, Writer

pytestmark = pytest.mark.django_db(transaction=True)


async def test_calls_that_wait_are_run_together_in_order() -> None:
    batches: list[list[int]] = []
    gate = threading.Event()

    def run(calls: list[int]) -> list[int]:
        gate.wait(5)
        batches.append(calls)
        return [call * 10 for call in calls]

    writer, answers = Writer("test", run), []
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def answered(answer: Any) -> None:
        answers.append(answer)
        if len(answers) == 5:
            done.set_result(None)

    writer.add(0, answered)
    await asyncio.to_thread(lambda: None)  # the first batch is in the writer's thread by now
    for call in range(1, 5):
        writer.add(call, answered)
    gate.set()
    await done
    assert answers == [0, 10, 20, 30, 40]
    assert [call for batch in batches for call in batch] == [0, 1, 2, 3, 4]
    assert len(batches) <= 2


async def test_one_bad_call_does_not_fail_its_neighbours() -> None:
    def run(calls: list[int]) -> list[int]:
        if 3 in calls:
            raise ValueError("three")
        return calls

    writer = Writer("test", run)
    answers = await asyncio.gather(*(_call(writer, call) for call in range(6)))
    assert [answer for answer in answers if not isinstance(answer, ValueError)] == [0, 1, 2, 4, 5]
    assert isinstance(answers[3], ValueError)


async def test_one_answer_that_cannot_be_told_does_not_keep_back_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def fail(answer: Any) -> None:
        raise ValueError("nobody is there")

    writer = Writer("test", lambda calls: calls)
    writer.add(0, fail)
    assert await asyncio.gather(*(_call(writer, call) for call in range(1, 4))) == [1, 2, 3]
    assert "could not be told" in caplog.text


async def test_a_batch_with_too_few_answers_is_asked_again_one_by_one() -> None:
    writer = Writer("test", lambda calls: calls[:1])
    assert await asyncio.gather(*(_call(writer, call) for call in range(4))) == [0, 1, 2, 3]


async def test_a_batch_has_a_limit() -> None:
    sizes: list[int] = []

    def run(calls: list[int]) -> list[int]:
        sizes.append(len(calls))
        return calls

    writer = Writer("test", run)
    await asyncio.gather(*(_call(writer, call) for call in range(3 * MOST_PER_BATCH)))
    assert max(sizes) == MOST_PER_BATCH
    assert sum(sizes) == 3 * MOST_PER_BATCH


def _call(writer: Writer, call: int) -> "asyncio.Future[Any]":
    answer = asyncio.get_running_loop().create_future()
    writer.add(call, answer.set_result)
    return answer
