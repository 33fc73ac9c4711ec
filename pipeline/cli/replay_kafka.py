"""A replay into Kafka: records and progress in one transaction, so that it goes on where it was."""

import json
from contextlib import closing
from dataclasses import replace
from typing import Final

from pipeline.cli.counted import Counted
from pipeline.cli.kafka import connection, publication
from pipeline.cli.replaying import Plan, Replay
from pipeline.cli.retracting import Published, Retractions
from pipeline.cli.runs import run_id
from pipeline.dispatch import Dispatcher
from pipeline.ports import Sink, Source
from pipeline.records import Channel
from pipeline.settings import Delivery, Settings
from pipeline.transports.kafka import AtLeastOnceSink, Bookmark, TopicSource, TransactionalSink, measured
from pipeline.transports.manifest import State

_SCANNED: Final = 1024
"""Records of the topic of meetings that are learnt at once."""


def into_topics(run: Replay, plan: Plan, settings: Settings) -> int:
    """Carry the archive of `run` into the topics of the settings; the exit code.

    Raises:
        ConfigurationError: what is read is written as well.
        Halt: no broker can be reached, it will not have us, or publishing failed for good.
        Interrupted: it did not tell how far the run had come.
    """
    target = publication(settings, "replay")
    if plan.forwards:
        target = replace(target, topics={**target.topics, Channel.MEETINGS: settings.topics.articles[0]})
    if plan.stretch:
        plan.stretch.require_other(
            {each.value.replace("_", " "): topic for each, topic in target.topics.items()}
        )
    if settings.kafka.delivery is Delivery.AT_LEAST_ONCE:
        with closing(AtLeastOnceSink(connection(settings), target)) as sink:
            return _carried(run, run.archive, sink, plan, settings)
    fresh = run.fresh()
    name = run_id({**fresh.identity, "topics": json.dumps(sorted(target.topics.values()))})
    # Opening the sink aborts what an earlier process of this run left open, and shuts it out.
    target = replace(target, transactional_id=f"{target.transactional_id}-{name}")
    bookmark = Bookmark(
        connection(settings), f"{settings.kafka.group_id}-replay-{name}", target.topics[Channel.MEETINGS]
    )
    with closing(TransactionalSink(connection(settings), target)) as transactional:
        if run.repeatable and not plan.restart:
            fresh = _known(bookmark, fresh)
        run.resume(fresh)
        return _carried(run, _counted(run, fresh, bookmark), transactional, plan, settings)


def _carried(run: Replay, source: Source, sink: Sink, plan: Plan, settings: Settings) -> int:
    """Carry it; of articles that are read, what they no longer tell of is retracted."""
    if plan.forwards:
        return run.carry(source, sink)
    with closing(published(settings)) as known:
        return run.carry(
            source,
            sink,
            retractions=Retractions(known, Dispatcher(settings.events.source), lambda: run.started),
        )


def published(settings: Settings) -> Published:
    """The meetings that stand on their topic now.

    Raises:
        ConfigurationError: there is no such topic.
        Interrupted, Halt: it cannot be read.
    """
    cluster, topic = connection(settings), settings.topics.meetings
    known = Published()
    with closing(TopicSource(cluster, topic, measured(cluster, topic))) as source:
        while not source.exhausted:
            known.learn(source.poll(_SCANNED, 1.0))
    return known


def _counted(run: Replay, state: State, bookmark: Bookmark) -> Counted:
    def note() -> str:
        return json.dumps({"started_at": state.started_at, "ledger": run.ledger.note()})

    return Counted(
        run.archive,
        state.done,
        at=bookmark.at,
        note=note,
        group=bookmark.group,
        committed=bookmark.done,
        settled=run.settle,
    )


def _known(bookmark: Bookmark, fresh: State) -> State:
    """The state that the cluster keeps of the run; `fresh` when it keeps none."""
    found = bookmark.read()
    if not found:
        return fresh
    done, note = found
    kept = json.loads(note)
    return replace(fresh, done=done, started_at=kept["started_at"], note=kept["ledger"])
