"""The unit of work over one connection: all stores, one transaction."""

from functools import cached_property

from sqlalchemy import Connection

from storage.stores.attempts import SqlAttempts
from storage.stores.campaigns import SqlCampaigns
from storage.stores.deliveries import SqlDeliveries
from storage.stores.directory import SqlDirectory
from storage.stores.funnel import SqlFunnel
from storage.stores.invitations import SqlInvitations
from storage.stores.lists import SqlLists
from storage.stores.mailbox import SqlMailbox
from storage.stores.notes import SqlNotes
from storage.stores.occasions import SqlOccasions
from storage.stores.outreaches import SqlOutreaches
from storage.stores.pace import SqlPace
from storage.stores.people import SqlPeople
from storage.stores.points import SqlPoints
from storage.stores.pools import SqlRows
from storage.stores.questionnaires import Definitions, SqlQuestionnaires
from storage.stores.receipts import SqlReceipts
from storage.stores.releases import SqlLedger
from storage.stores.responses import SqlResponses
from storage.stores.roles import SqlRoles
from storage.stores.staff import SqlStaff
from storage.stores.stages import SqlStages
from storage.stores.subscriptions import SqlSubscriptions
from storage.stores.tallies import SqlTallies
from storage.stores.trail import SqlTrail
from surveys.chance import Clock


class SqlWork:
    """Lives as long as the transaction. It has no commit: the lane that began the transaction ends it."""

    def __init__(self, connection: Connection, parsed: Definitions, clock: Clock) -> None:
        self._connection = connection
        self._parsed = parsed
        self._clock = clock

    def flush(self) -> None:
        """Write what the stores put aside. The lane calls it before it commits or releases a savepoint."""
        self.responses.flush()
        self.tallies.flush()

    def drop(self) -> None:
        """Forget what the stores put aside: the savepoint is rolled back."""
        self.responses.drop()
        self.tallies.drop()

    @cached_property
    def receipts(self) -> SqlReceipts:
        return SqlReceipts(self._connection)

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self._connection, self._clock, self.responses)

    @cached_property
    def questionnaires(self) -> SqlQuestionnaires:
        return SqlQuestionnaires(self._connection, self._parsed)

    @cached_property
    def responses(self) -> SqlResponses:
        return SqlResponses(self._connection)

    @cached_property
    def points(self) -> SqlPoints:
        return SqlPoints(self._connection)

    @cached_property
    def funnel(self) -> SqlFunnel:
        return SqlFunnel(self._connection, self.responses)

    @cached_property
    def roles(self) -> SqlRoles:
        return SqlRoles(self._connection)

    @cached_property
    def notes(self) -> SqlNotes:
        return SqlNotes(self._connection)

    @cached_property
    def attempts(self) -> SqlAttempts:
        return SqlAttempts(self._connection)

    @cached_property
    def staff(self) -> SqlStaff:
        return SqlStaff(self._connection)

    @cached_property
    def invitations(self) -> SqlInvitations:
        return SqlInvitations(self._connection)

    @cached_property
    def campaigns(self) -> SqlCampaigns:
        return SqlCampaigns(self._connection)

    @cached_property
    def pools(self) -> SqlRows:
        return SqlRows(self._connection)

    @cached_property
    def ledger(self) -> SqlLedger:
        return SqlLedger(self._connection)

    @cached_property
    def mailbox(self) -> SqlMailbox:
        return SqlMailbox(self._connection)

    @cached_property
    def trail(self) -> SqlTrail:
        return SqlTrail(self._connection)

    @cached_property
    def outreaches(self) -> SqlOutreaches:
        return SqlOutreaches(self._connection)

    @cached_property
    def deliveries(self) -> SqlDeliveries:
        return SqlDeliveries(self._connection)

    @cached_property
    def occasions(self) -> SqlOccasions:
        return SqlOccasions(self._connection)

    @cached_property
    def tallies(self) -> SqlTallies:
        return SqlTallies(self._connection)

    @cached_property
    def stages(self) -> SqlStages:
        return SqlStages(self._connection)

    @cached_property
    def subscriptions(self) -> SqlSubscriptions:
        return SqlSubscriptions(self._connection)

    @cached_property
    def lists(self) -> SqlLists:
        return SqlLists(self._connection)

    @cached_property
    def pace(self) -> SqlPace:
        return SqlPace(self._connection)

    @cached_property
    def directory(self) -> SqlDirectory:
        return SqlDirectory(self._connection, self.responses)
