#include "server/views/verify.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "server/ingest/log_record.h"
#include "server/views/facts/fact_from_event.h"
#include "server/views/known_from_event.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

// Events of the log read between two looks at whether to give up.
constexpr int64_t kEventsBetweenLooks = 1024;

// Stands for a set of things, whatever their order: equal sets have equal marks,
// and sets that differ have different ones but for a chance of 2^-64.
struct SetMark {
  int64_t count = 0;
  uint64_t sum = 0;

  void Add(uint64_t hash) {
    ++count;
    sum += hash;
  }
  friend bool operator==(const SetMark&, const SetMark&) = default;
};

uint64_t HashFact(const Fact& fact) {
  uint64_t hash = 0;
#define VOC_COLUMN(type, name) hash = absl::HashOf(hash, fact.name);
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  return hash;
}

uint64_t HashAnswer(const AnswerKey& key, const PastAnswer& answer) {
  return absl::HashOf(key, answer.collected_at, answer.event_sequence, answer.score,
                      answer.unverified);
}

class Verification {
 public:
  Verification(const store::EventLog& log, const Views& views, absl::FunctionRef<bool()> cancelled)
      : log_(log), views_(views), cancelled_(cancelled) {
    // Both as of one event: notes that change are copied.
    do {
      notes_ = views.notes();
      snapshot_ = views.Snapshot();
    } while (views.notes() != notes_);
  }

  absl::StatusOr<VerifyReport> Run() {
    const absl::Status facts = ReadFacts();
    if (cancelled_()) return Cancelled();
    const absl::Status alerts = ReadAlertRows();
    if (cancelled_()) return Cancelled();
    if (const absl::Status status = ReadLog(); !status.ok()) return status;
    if (!alerts.ok()) {
      AddProblem(absl::StrCat("alerts: cannot be read: ", alerts.message()));
    } else if (stored_alerts_ != logged_alerts_) {
      AddProblem(absl::StrCat("alerts: ", stored_alerts_.count, " events made some, in the log ",
                              logged_alerts_.count,
                              stored_alerts_.count == logged_alerts_.count ? " others" : ""));
    }
    if (!facts.ok()) {
      AddProblem(absl::StrCat("facts: cannot be read: ", facts.message()));
    } else if (stored_facts_ != logged_facts_) {
      AddProblem(absl::StrCat("facts: ", stored_facts_.count, " count, the log has ",
                              logged_facts_.count,
                              stored_facts_.count == logged_facts_.count ? " others" : ""));
    }
    CompareAnswers();
    CompareNotes("marks", notes_->marks(), logged_notes_.marks());
    CompareNotes("imports", notes_->imports(), logged_notes_.imports());
    CompareNotes("sources", notes_->sources(), logged_notes_.sources());
    if (left_out_ > 0) {
      report_.problems.back() = absl::StrCat("and ", left_out_ + 1, " more");
    }
    return std::move(report_);
  }

 private:
  static absl::Status Cancelled() { return absl::CancelledError("the verification was given up"); }

  // What the views say counts: by event, and all in all.
  absl::Status ReadFacts() {
    return snapshot_->Scan(kAllColumns, {}, [&](const FactSpan& span) {
      if (cancelled_()) return Cancelled();
      for (size_t row = 0; row < span.size; ++row) {
        if (span.live != nullptr && span.live[row] == 0) continue;
        stored_facts_.Add(HashFact(RowOf(span, row)));
      }
      return absl::OkStatus();
    });
  }

  // What the views say made alerts.
  absl::Status ReadAlertRows() {
    store::Sequence after = 0;
    while (after < snapshot_->sequence()) {
      const absl::StatusOr<AlertRows> found = views_.AlertsAfter(after);
      if (!found.ok()) return found.status();
      for (const AlertRow& row : found->rows) {
        if (row.fact.event_sequence > snapshot_->sequence()) break;
        stored_alerts_.Add(absl::HashOf(HashFact(row.fact), row.bits));
      }
      after = found->reached;
    }
    return absl::OkStatus();
  }

  absl::Status ReadLog() {
    const std::unique_ptr<store::LogReader> reader = log_.ReadFrom(1);
    storage::v1::FeedbackEvent event;
    while (reader->Next() && reader->sequence() <= snapshot_->sequence()) {
      if (report_.events % kEventsBetweenLooks == 0 && cancelled_()) return Cancelled();
      if (!ingest::ParseRecord(reader->payload(), event)) {
        return absl::DataLossError(absl::StrCat("event ", reader->sequence(), " cannot be read"));
      }
      if (const absl::Status status = Check(event, reader->sequence()); !status.ok()) {
        return status;
      }
    }
    return reader->status();
  }

  absl::Status Check(const storage::v1::FeedbackEvent& event, store::Sequence sequence) {
    ++report_.events;
    if (event.has_note()) {
      logged_notes_.Apply(std::make_shared<const storage::v1::Note>(event.note()));
      return absl::OkStatus();
    }
    if (event.previous_sequence() == 0 && !event.has_asked()) ++report_.feedback;
    if (const uint8_t bits = AlertBits(event, sequence); bits != 0) {
      const Fact fact = FindFact(event, sequence, views_.dictionaries());
      logged_alerts_.Add(absl::HashOf(HashFact(fact), bits));
    }
    const absl::StatusOr<std::optional<KnownFeedback>> known =
        views_.Find(ingest::FeedbackIdOf(event.feedback()));
    if (!known.ok()) {
      AddProblem(absl::StrCat("id index: cannot be read for event ", sequence, ": ",
                              known.status().message()));
      return absl::OkStatus();
    }
    if (!known->has_value() || (*known)->event_sequence < sequence) {
      AddProblem(absl::StrCat("id index: does not know event ", sequence, " of feedback ",
                              event.feedback().feedback_id()));
      return absl::OkStatus();
    }
    // Whether the event is the newest of its feedback as of the snapshot; what came
    // after the snapshot is left to the chain of previous events.
    store::Sequence newest = (*known)->event_sequence;
    if (newest > snapshot_->sequence()) {
      const absl::StatusOr<store::Sequence> as_of = NewestAsOf(newest);
      if (!as_of.ok()) return as_of.status();
      newest = *as_of;
    } else if (newest == sequence && **known != KnownFromEvent(event, sequence)) {
      AddProblem(absl::StrCat("id index: another entry than event ", sequence, " gives"));
    }
    if (newest != sequence) return absl::OkStatus();
    const Fact fact = FindFact(event, sequence, views_.dictionaries());
    logged_facts_.Add(HashFact(fact));
    if (const std::optional<AnswerKey> key = AnswerKeyOf(fact)) {
      const bool unverified = event.feedback().identity() == v1::IDENTITY_UNVERIFIED;
      logged_answers_.Add(HashAnswer(*key, PastAnswerOf(fact, unverified)));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<store::Sequence> NewestAsOf(store::Sequence event_sequence) {
    while (event_sequence > snapshot_->sequence()) {
      const absl::StatusOr<std::string> payload = log_.Read(event_sequence);
      if (!payload.ok()) return payload.status();
      storage::v1::FeedbackEvent event;
      if (!ingest::ParseRecord(*payload, event)) {
        return absl::DataLossError(absl::StrCat("event ", event_sequence, " cannot be read"));
      }
      event_sequence = event.previous_sequence();
    }
    return event_sequence;
  }

  void CompareAnswers() {
    SetMark stored;
    const absl::StatusOr<store::Sequence> as_of =
        views_.ScanAnswers([&](const AnswerKey& key, const PastAnswer& answer) {
          stored.Add(HashAnswer(key, answer));
        });
    if (!as_of.ok()) {
      AddProblem(absl::StrCat("answers index: cannot be read: ", as_of.status().message()));
      return;
    }
    // Something came in since the snapshot: the next verification sees it.
    if (*as_of != snapshot_->sequence() || stored == logged_answers_) return;
    AddProblem(absl::StrCat("answers index: ", stored.count, " entries, the log has ",
                            logged_answers_.count,
                            stored.count == logged_answers_.count ? " others" : ""));
  }

  template <typename Notes>
  void CompareNotes(std::string_view what, const Notes& stored, const Notes& logged) {
    const bool same = std::equal(stored.begin(), stored.end(), logged.begin(), logged.end(),
                                 [](const auto& a, const auto& b) {
                                   return a.first == b.first && notes::EncodeNote(*a.second) ==
                                                                    notes::EncodeNote(*b.second);
                                 });
    if (same) return;
    AddProblem(absl::StrCat("notes: ", stored.size(), " ", base::ToAbsl(what), ", the log has ",
                            logged.size(), stored.size() == logged.size() ? " others" : ""));
  }

  void AddProblem(std::string problem) {
    if (report_.problems.size() < kMaxProblems) {
      report_.problems.push_back(std::move(problem));
    } else {
      ++left_out_;
    }
  }

  const store::EventLog& log_;
  const Views& views_;
  const absl::FunctionRef<bool()> cancelled_;
  std::shared_ptr<const FactSource> snapshot_;
  std::shared_ptr<const notes::Notes> notes_;
  VerifyReport report_;
  int64_t left_out_ = 0;
  SetMark stored_facts_;
  SetMark logged_facts_;
  SetMark logged_answers_;
  SetMark stored_alerts_;
  SetMark logged_alerts_;
  notes::Notes logged_notes_;
};

}  // namespace

absl::StatusOr<VerifyReport> Verify(const store::EventLog& log, const Views& views,
                                    absl::FunctionRef<bool()> cancelled) {
  return Verification(log, views, cancelled).Run();
}

}  // namespace voc::views
