"""What the text classifiers are trained for: their rows, what counts of a row, and which thresholds are kept."""

from functools import partial

from tocsin.conversation.reading.answer_features import opens_with_vote
from tocsin.guard.sentence_features import addresses_reader
from tools.draft_rows import (
    is_separate_author,
    list_draft_features,
    list_whole_draft_features,
    read_asking_sentences,
    read_drafts,
    read_hinting_sentences,
    read_threatening_sentences,
    states_only,
    weigh_composed_less,
)
from tools.message_rows import came_by, list_message_features, read_messages, writes_as_people_get
from tools.reply_rows import (
    is_another,
    list_named_features,
    list_number_features,
    list_reply_features,
    list_yes_no_features,
    read_cries,
    read_named_people,
    read_number_candidates,
    read_replies,
    read_yes_no_answers,
    read_yes_no_replies,
    says_otherwise,
)
from tools.training_model import ThresholdRule, TrainingTask

TASKS = {
    "frauds": TrainingTask(
        read_messages,
        list_message_features,
        {
            "fraud": ThresholdRule(0.045, first=False),
            # By what the harmless ones of a channel are like, where something was found besides: few SMS read like frauds.
            "fraud_sms": ThresholdRule(0.042, first=False, among=partial(came_by, "sms")),
            "fraud_email": ThresholdRule(0.031, first=False, among=partial(came_by, "email")),
            "fraud_letter": ThresholdRule(0.065, first=False, among=partial(came_by, "letter")),
            "fraud_social": ThresholdRule(0.043, first=False, among=partial(came_by, "social")),
            # The same of what claims no institution: of an ordinary month's messages one in a hundred is warned of.
            "unclaimed_email": ThresholdRule(0.026, first=False, among=partial(came_by, "email")),
            "unclaimed_social": ThresholdRule(0.021, first=False, among=partial(came_by, "social")),
            "unclaimed_call": ThresholdRule(0.040, first=False, among=partial(came_by, "call")),
            "unclaimed_voicemail": ThresholdRule(0.021, first=False, among=partial(came_by, "voicemail")),
            # Of words alone, where nothing else was found, as in most messages that people get.
            "fraud_in_words": ThresholdRule(0.009, first=False, among=partial(came_by, "sms")),
            # Of what sounds like an institution's own messages, which teach too and sound like frauds.
            "fraud_in_its_manner": ThresholdRule(0.012, first=False),
            "strong_fraud": ThresholdRule(0.005, first=False),
            # Where the frauds and the honest messages that it decides of come to the same.
            "harmless": ThresholdRule(0.05, first=True),
            "strong_harmless": ThresholdRule(0.02, first=True),
        },
        fewest_authors=6,
        judges=writes_as_people_get,
    ),
    "danger": TrainingTask(
        read_replies,
        list_reply_features,
        {
            # A resemblance that alarms by itself; of the replies made to look like cries one in forty has it.
            "alarm": ThresholdRule(0.017, first=False),
            # One with which plain words for danger alarm, and from which danger is not excluded.
            "doubt": ThresholdRule(0.085, first=False),
            # The same of a reply that answers nothing: few cries may be met with the question put again.
            "doubt_unanswered": ThresholdRule(0.08, first=True),
            # Below it a reply may be met by the question put again, however much of it is not understood.
            "calm": ThresholdRule(0.005, first=True),
        },
        fewest_authors=2,
    ),
    "emergency": TrainingTask(
        read_cries,
        list_reply_features,
        {"emergency": ThresholdRule(0.14, first=False), "distress": ThresholdRule(0.1, first=True)},
        fewest_authors=2,
    ),
    "answers": TrainingTask(
        read_yes_no_replies,
        list_yes_no_features,
        {
            # What is read of a reply that answers nothing is a wrong answer.
            "answer": ThresholdRule(0.1, first=False, among=says_otherwise),
            # Next to every reply that opens with a yes or no answers: few of them may be asked again.
            "answer_opening": ThresholdRule(0.006, first=True, among=opens_with_vote),
        },
        fewest_authors=2,
        judges=is_another,
    ),
    "agrees": TrainingTask(
        read_yes_no_answers,
        list_yes_no_features,
        {"yes": ThresholdRule(0.03, first=False), "no": ThresholdRule(0.022, first=True)},
        fewest_authors=2,
        judges=is_another,
    ),
    "contacts": TrainingTask(
        read_named_people,
        list_named_features,
        {},
        fewest_authors=2,
    ),
    "numbers": TrainingTask(
        read_number_candidates,
        list_number_features,
        # One in fifty of the numbers that are not meant would be read, were no other one of the reply ahead of it.
        {"number": ThresholdRule(0.022, first=False)},
        fewest_authors=2,
        judges=is_another,
    ),
    "guard_drafts": TrainingTask(
        read_drafts, list_whole_draft_features, {}, fewest_authors=2, weigh_author=weigh_composed_less
    ),
    "guard_asks": TrainingTask(
        read_asking_sentences,
        list_draft_features,
        {
            # Above it a sentence is held back; one that turns to nobody above the second. Of what lies below, a rule, or
            # another sentence of the draft, holds most back; what a lower edge would hold back is fine for the greater part.
            "block": ThresholdRule(0.055, first=True, among=addresses_reader),
            "block_statement": ThresholdRule(0.153, first=True, among=states_only),
            # Below it a sentence that names a secret refuses it, or tells of it.
            "calm": ThresholdRule(0.012, first=True),
        },
        fewest_authors=2,
        context="guard_drafts",
        judges=is_separate_author,
        weigh_author=weigh_composed_less,
    ),
    "guard_hints": TrainingTask(
        read_hinting_sentences,
        list_draft_features,
        # Below the second a sentence surely lets guess nothing, whatever words a rule finds in it.
        {"block": ThresholdRule(0.09, first=True), "calm": ThresholdRule(0.005, first=True)},
        fewest_authors=2,
        context="guard_drafts",
        judges=is_separate_author,
        weigh_author=weigh_composed_less,
    ),
    "guard_threats": TrainingTask(
        read_threatening_sentences,
        list_draft_features,
        {"block": ThresholdRule(0.08, first=True)},
        fewest_authors=2,
        context="guard_drafts",
        judges=is_separate_author,
        weigh_author=weigh_composed_less,
    ),
}
"""By the name of the table: ``src/tocsin/evidence/data/<name>.txt``."""
