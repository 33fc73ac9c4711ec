"""A replay into Kafka: records and progress in one transaction, so that it goes on where it was."""

import json
from contextlib import closing
from dataclasses import replace

from pipeline.cli.counted import Counted
from pipeline.cli.kafka import connection, publication
from pipeline.cli.replaying import Plan, Replay
from pipeline.cli.runs import repeatable, run_id
from pipeline.records import Channel
from pipeline.settings import Delivery, Settings
from pipeline.transports.kafka import AtLeastOnceSink, Bookmark, TransactionalSink
from pipeline.transports.manifest import State


def into_topics(run: Replay, plan: Plan, settings: Settings) -> int:
    """Carry the archive of `run` into the topics of the settings; the exit code.

    Raises:
        Halt: no broker can be reached, it will not have us, or publishing failed for good.
        Interrupted: it did not tell how far the run had come.
    """
    target = publication(settings, "replay")
    if plan.forwards:
        target = replace(target, topics={**target.topics, Channel.MEETINGS: settings.topics.articles[0]})
    if settings.kafka.delivery is Delivery.AT_LEAST_ONCE:
        with closing(AtLeastOnceSink(connection(settings), target)) as sink:
            return run.carry(run.archive, sink)
    fresh = run.fresh()
    name = run_id({**fresh.identity, "topics": json.dumps(sorted(target.topics.values()))})
    # Opening the sink aborts what an earlier process of this run left open, and shuts it out.
    target = replace(target, transactional_id=f"{target.transactional_id}-{name}")
    bookmark = Bookmark(
        connection(settings), f"{settings.kafka.group_id}-replay-{name}", target.topics[Channel.MEETINGS]
    )
    with closing(TransactionalSink(connection(settings), target)) as transactional:
        if repeatable(run.archive.files) and not plan.restart:
            fresh = _known(bookmark, fresh)
        run.resume(fresh)
        return run.carry(_counted(run, fresh, bookmark), transactional)


def _counted(run: Replay, state: State, bookmark: Bookmark) -> Counted:
    def note() -> str:
        return json.dumps({"started_at": state.started_at, "tally": run.ledger.note()})

    return Counted(
        run.archive,
        state.done,
        at=bookmark.at,
        note=note,
        group=bookmark.group,
        committed=bookmark.done,
        settled=run.ledger.settle,
    )


def _known(bookmark: Bookmark, fresh: State) -> State:
    """The state that the cluster keeps of the run; `fresh` when it keeps none."""
    found = bookmark.read()
    if not found:
        return fresh
    done, note = found
    kept = json.loads(note)
    return replace(fresh, done=done, started_at=kept["started_at"], note=kept["tally"])
