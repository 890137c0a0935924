"""Everything that can be asked of the database within one transaction."""

from bot.storage.audit_records import AuditRecords
from bot.storage.centre_records import CentreRecords
from bot.storage.cohort_records import CohortRecords
from bot.storage.debrief_records import DebriefAnswers
from bot.storage.disclosure_records import DisclosureRecords
from bot.storage.invitation_records import InvitationRecords
from bot.storage.moving_records import MovingRecords
from bot.storage.outbox import Outbox
from bot.storage.own_data_records import OwnDataRecords
from bot.storage.page_records import PageRecords
from bot.storage.practice_records import PracticeRecords
from bot.storage.preference_records import PreferenceRecords
from bot.storage.progress_records import ProgressRecords
from bot.storage.publishing_records import PublishingRecords
from bot.storage.remark_records import Remarks
from bot.storage.reminder_records import ReminderRecords
from bot.storage.replay_records import Replays
from bot.storage.revision_records import RevisionRecords
from bot.storage.unit_records import UnitRecords
from bot.storage.update_log import UpdateLog


class Transaction(
    PracticeRecords,
    DebriefAnswers,
    Replays,
    Remarks,
    UpdateLog,
    Outbox,
    UnitRecords,
    RevisionRecords,
    PreferenceRecords,
    MovingRecords,
    OwnDataRecords,
    ProgressRecords,
    ReminderRecords,
    PageRecords,
    CentreRecords,
    CohortRecords,
    InvitationRecords,
    AuditRecords,
    PublishingRecords,
    DisclosureRecords,
):
    """Practice, centres, updates and outbox together: all of it is committed, or none."""
