#include "server/views/views.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/ingest/log_record.h"
#include "server/views/answer_runs.h"
#include "server/views/block_compactor.h"
#include "server/views/block_store.h"
#include "server/views/blocks.h"
#include "server/views/deaths.h"
#include "server/views/facts/fact_from_event.h"
#include "server/views/id_page.h"
#include "server/views/known_from_event.h"
#include "server/views/lookahead.h"
#include "server/views/notes_view.h"
#include "server/views/run_builder.h"
#include "server/views/run_filter.h"
#include "server/views/run_marks.h"
#include "server/views/segment.h"
#include "server/views/snapshot.h"
#include "server/views/stored_views.h"
#include "storage/base/big_endian.h"
#include "storage/base/thread_name.h"

namespace voc::views {
namespace {

// Events, and ids, whose places in memory are fetched ahead.
constexpr size_t kPrefetched = 6;
// Events folded while readers wait.
constexpr size_t kAppliedAtOnce = 128;
// Events folded at a time when the log is replayed.
constexpr size_t kReplayEvents = 4096;
// Wait between attempts to install runs after one failed.
constexpr absl::Duration kInstallRetry = absl::Seconds(1);
// Between looks whether retired blocks may go, while there is nothing else to do.
constexpr absl::Duration kIdlePoll = absl::Seconds(1);
// Shed no reads: at most this many sealed segments wait for the builder before a
// replay waits for it too.
constexpr size_t kMaxSealedInReplay = 4;

class LogViews final : public Views {
 public:
  LogViews(store::EventLog* log, store::ViewStore* store, const ViewsOptions& options)
      : log_(log),
        store_(store),
        block_store_(store),
        compactor_(store, &block_store_),
        options_(options),
        blocks_(std::make_shared<std::vector<Block>>()),
        active_(std::make_shared<Segment>(options.segment_events)),
        answer_runs_(store) {}

  ~LogViews() override {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    if (builder_.joinable()) builder_.join();
    seen_answers_.Stop();
  }

  absl::Status Open() {
    absl::Status loaded = Load();
    // The log is the truth: whatever is wrong with a view, it is made anew.
    if (!loaded.ok()) loaded = Reset();
    if (!loaded.ok()) return loaded;
    // What is replayed is added as it is read, and runs installed from now on hold
    // nothing else.
    seen_answers_.Load(store_, &dictionaries_);
    builder_ = std::thread([this] { BuildLoop(); });
    return Replay();
  }

  CommittedFacts Apply(const CommittedGroup& group) override;

  absl::StatusOr<std::optional<KnownFeedback>> Find(const ingest::FeedbackId& id) const override;
  std::shared_ptr<const FactSource> Snapshot() const override;

  SeenIds& seen_ids() override { return seen_ids_; }
  SeenAnswers& seen_answers() override { return seen_answers_; }
  std::unique_ptr<PreviousAnswers> Answers() const override;
  absl::StatusOr<store::Sequence> ScanAnswers(
      absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const override;

  absl::StatusOr<AlertRows> AlertsAfter(store::Sequence after) const override;

  std::shared_ptr<const notes::Notes> notes() const override {
    absl::MutexLock lock(&mutex_);
    return notes_.now();
  }

  const Dictionaries& dictionaries() const override { return dictionaries_; }

  ViewsStats stats() const override {
    absl::MutexLock lock(&mutex_);
    const ViewsStats stats{.covered_sequence = covered_,
                           .applied_sequence = applied_,
                           .tail_events = tail_events(),
                           .feedback = feedback_,
                           .excluded = excluded_};
    return stats;
  }

  int64_t tail_events() const override { return tail_events_.load(std::memory_order_relaxed); }

  absl::Status background_status() const override {
    absl::MutexLock lock(&mutex_);
    return background_status_;
  }

 private:
  class TailAndRuns;

  absl::Status Load();
  absl::Status Reset();
  absl::Status Replay();
  void Seal() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void BuildLoop();
  void Compact();
  // The segments of the tail, newest first; held, since the builder lets go of them.
  std::vector<std::shared_ptr<const Segment>> Tail() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  bool BuilderHasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !sealed_.empty();
  }
  bool Stopping() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_; }
  bool ReplayMayGoOn() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return sealed_.size() < kMaxSealedInReplay || !background_status_.ok();
  }

  store::EventLog* const log_;
  store::ViewStore* const store_;
  mutable BlockStore block_store_;  // a cache in front of store_
  BlockCompactor compactor_;        // set up while opening, then the builder's own
  const ViewsOptions options_;
  Dictionaries dictionaries_;

  mutable absl::Mutex mutex_;
  std::shared_ptr<const std::vector<Block>> blocks_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<Segment> active_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<const Segment>> sealed_ ABSL_GUARDED_BY(mutex_);  // oldest first
  // Mutable: a snapshot counts itself so that later deaths copy what it holds.
  mutable DeathSet deaths_ ABSL_GUARDED_BY(mutex_);
  store::Sequence covered_ ABSL_GUARDED_BY(mutex_) = 0;
  store::Sequence applied_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t feedback_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t excluded_ ABSL_GUARDED_BY(mutex_) = 0;
  NotesView notes_ ABSL_GUARDED_BY(mutex_);
  absl::Status background_status_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  // What is on disk. Set while opening, then the builder's own.
  DeathSet::Snapshot installed_deaths_;
  std::array<Ordinal, kDimensionCount> installed_dictionary_{};

  std::atomic<int64_t> tail_events_{0};

  SeenIds seen_ids_;  // see seen_ids()
  SeenAnswers seen_answers_;

  // Which runs to look for an id in, and for an answer. The builder's to add to.
  RunFilter<uint16_t> id_runs_;
  AnswerRuns answer_runs_;

  std::thread builder_;
};

absl::Status LogViews::Load() {
  const absl::StatusOr<std::optional<std::string>> bytes =
      store_->Get(store::Table::kState, kStateKey);
  if (!bytes.ok()) return bytes.status();
  // Without a state nothing was ever installed whole.
  if (!bytes->has_value()) return absl::NotFoundError("no views yet");
  const absl::StatusOr<ViewsState> state = DecodeState(**bytes);
  if (!state.ok()) return state.status();
  if (state->covered_sequence > log_->newest()) {
    return absl::DataLossError("the views reach beyond the end of the log");
  }
  if (absl::Status read = ReadDictionary(*store_, dictionaries_); !read.ok()) return read;
  for (size_t i = 0; i < kDimensionCount; ++i) {
    installed_dictionary_[i] = dictionaries_.Size(static_cast<Dimension>(i));
  }
  // Half as many again before a layer is added.
  seen_ids_ = SeenIds(static_cast<size_t>(state->feedback + state->feedback / 2));
  if (absl::Status read = ReadMarks(*store_, seen_ids_, id_runs_, answer_runs_); !read.ok()) {
    return read;
  }
  absl::StatusOr<StoredBlocks> blocks = ReadBlocks(*store_);
  if (!blocks.ok()) return blocks.status();
  absl::StatusOr<DeathSet> deaths = ReadDeaths(*store_, state->covered_sequence);
  if (!deaths.ok()) return deaths.status();
  absl::StatusOr<NotesView> notes = NotesView::Load(*store_);
  if (!notes.ok()) return notes.status();
  // Once nothing can fail: of a store that is dropped none is to be removed.
  compactor_.AddRetired(std::move(blocks->retired));
  absl::MutexLock lock(&mutex_);
  blocks_ = std::make_shared<const std::vector<Block>>(std::move(blocks->read));
  deaths_ = *std::move(deaths);
  installed_deaths_ = deaths_.Take();
  notes_ = *std::move(notes);
  covered_ = applied_ = state->covered_sequence;
  feedback_ = state->feedback;
  excluded_ = state->excluded;
  return absl::OkStatus();
}

absl::Status LogViews::Reset() {
  if (absl::Status cleared = store_->Clear(); !cleared.ok()) return cleared;
  dictionaries_.Clear();
  installed_dictionary_.fill(1);
  installed_deaths_ = {};
  absl::MutexLock lock(&mutex_);
  blocks_ = std::make_shared<std::vector<Block>>();
  deaths_ = {};
  seen_ids_ = SeenIds();
  id_runs_.Clear();
  answer_runs_.Clear();
  notes_ = {};
  covered_ = applied_ = 0;
  feedback_ = excluded_ = 0;
  return absl::OkStatus();
}

absl::Status LogViews::Replay() {
  const store::Sequence start = stats().covered_sequence + 1;
  const std::unique_ptr<store::LogReader> reader = log_->ReadFrom(start);
  CommittedGroup group;
  bool more = true;
  while (more) {
    more = reader->Next();
    if (more) {
      auto event = std::make_shared<storage::v1::FeedbackEvent>();
      if (!ingest::ParseRecord(reader->payload(), *event)) {
        return absl::DataLossError(absl::StrCat("event ", reader->sequence(), " cannot be read"));
      }
      // Of a note: none.
      const ingest::FeedbackId id = ingest::FeedbackId::FromHex(event->feedback().feedback_id())
                                        .value_or(ingest::FeedbackId());
      if (!event->has_note() && event->previous_sequence() == 0) seen_ids_.Add(MarkId(id));
      const v1::Feedback& feedback = event->feedback();
      if (!feedback.respondent_id().empty() && feedback.response().has_score()) {
        seen_answers_.Add(MarkAnswer(feedback.respondent_id(), feedback.source_id(),
                                     feedback.response().metric()));
      }
      group.push_back({.sequence = reader->sequence(), .id = id, .event = std::move(event)});
    }
    if (group.size() == kReplayEvents || (!more && !group.empty())) {
      Apply(group);
      group.clear();
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &LogViews::ReplayMayGoOn));
    }
    if (more && group.empty() && options_.stop_asked && options_.stop_asked()) {
      return absl::CancelledError(
          absl::StrCat("told to stop when the log was replayed up to ", reader->sequence()));
    }
  }
  return reader->status();
}

CommittedFacts LogViews::Apply(const CommittedGroup& group) {
  struct Row {
    KnownFeedback known;
    uint8_t alert_bits;
  };
  std::vector<Row> rows;
  rows.reserve(group.size());
  CommittedFacts facts;
  facts.reserve(group.size());
  Lookahead lookahead(group, dictionaries_);
  for (const CommittedEvent& committed : group) {
    const FactHashes& hashes = lookahead.Next();
    if (committed.event->has_note()) {
      rows.emplace_back();
      facts.emplace_back();
      continue;
    }
    facts.push_back(InternFact(*committed.event, committed.sequence, hashes, dictionaries_));
    rows.push_back({.known = KnownFromEvent(*committed.event, committed.sequence),
                    .alert_bits = AlertBits(*committed.event, committed.sequence)});
  }
  for (size_t begin = 0; begin < group.size(); begin += kAppliedAtOnce) {
    const size_t end = std::min(begin + kAppliedAtOnce, group.size());
    absl::MutexLock lock(&mutex_);
    for (size_t i = begin; i < end; ++i) {
      if (i + kPrefetched < end) active_->Prefetch(group[i + kPrefetched].id);
      const storage::v1::FeedbackEvent& event = *group[i].event;
      applied_ = group[i].sequence;
      if (event.has_note()) {
        active_->AddNote(group[i].sequence, notes_.Apply(group[i]));
        continue;
      }
      if (event.previous_sequence() != 0) {
        deaths_.Add(event.previous_sequence());
      } else {
        feedback_ += event.has_asked() ? 0 : 1;
      }
      excluded_ += (rows[i].known.excluded ? 1 : 0) - (event.excluded_before() ? 1 : 0);
      active_->Add(group[i].id, rows[i].known, facts[i], rows[i].alert_bits);
    }
    tail_events_ += static_cast<int64_t>(end - begin);
    if (active_->events >= options_.segment_events) Seal();
  }
  return facts;
}

void LogViews::Seal() {
  active_->deaths = deaths_.Take();
  for (size_t i = 0; i < kDimensionCount; ++i) {
    active_->dictionary_sizes[i] = dictionaries_.Size(static_cast<Dimension>(i));
  }
  active_->feedback = feedback_;
  active_->excluded = excluded_;
  sealed_.push_back(std::move(active_));
  active_ = std::make_shared<Segment>(options_.segment_events);
}

void LogViews::BuildLoop() {
  base::NameThread("build");
  while (true) {
    std::shared_ptr<const Segment> segment;
    {
      absl::MutexLock lock(&mutex_);
      // Readers of retired blocks do not say when they are done.
      mutex_.AwaitWithTimeout(absl::Condition(this, &LogViews::BuilderHasWork),
                              compactor_.HasWork(*blocks_) ? absl::ZeroDuration() : kIdlePoll);
      // What is not built yet is replayed at the next start.
      if (stopping_) return;
      if (!sealed_.empty()) segment = sealed_.front();
    }
    if (segment == nullptr) {
      Compact();
      continue;
    }
    BuiltRuns built = BuildRuns(*segment, dictionaries_, installed_deaths_, installed_dictionary_);
    const absl::Status installed = store_->Install(std::move(built.runs));
    if (installed.ok()) {
      // Before the tail lets go of the segment.
      id_runs_.AddRun(segment->last_event, built.ids);
      answer_runs_.AddRun(segment->last_event, built.answers);
    }
    absl::MutexLock lock(&mutex_);
    background_status_ = installed;
    if (!installed.ok()) {
      mutex_.AwaitWithTimeout(absl::Condition(this, &LogViews::Stopping), kInstallRetry);
      continue;
    }
    installed_deaths_ = segment->deaths;
    installed_dictionary_ = segment->dictionary_sizes;
    compactor_.Replaced(blocks_);
    auto blocks = std::make_shared<std::vector<Block>>(*blocks_);
    blocks->insert(blocks->end(), built.blocks.begin(), built.blocks.end());
    blocks_ = std::move(blocks);
    covered_ = segment->last_event;
    tail_events_ -= segment->events;
    sealed_.erase(sealed_.begin());
  }
}

void LogViews::Compact() {
  BlockCompactor::List current;
  DeathSet::Snapshot deaths;
  {
    absl::MutexLock lock(&mutex_);
    current = blocks_;
    deaths = deaths_.Take();
  }
  if (!compactor_.HasWork(*current)) return;
  absl::StatusOr<BlockCompactor::List> next = compactor_.Step(current, deaths);
  absl::MutexLock lock(&mutex_);
  background_status_ = next.status();
  if (!next.ok()) {
    mutex_.AwaitWithTimeout(absl::Condition(this, &LogViews::BuilderHasWork), kInstallRetry);
  } else if (*next != nullptr) {
    blocks_ = *std::move(next);
  }
}

absl::StatusOr<std::optional<KnownFeedback>> LogViews::Find(const ingest::FeedbackId& id) const {
  {
    absl::MutexLock lock(&mutex_);
    for (const std::shared_ptr<const Segment>& segment : Tail()) {
      if (const KnownFeedback* const known = segment->Find(id)) return *known;
    }
  }
  std::vector<RunFilter<uint16_t>::Found> places;
  id_runs_.Find(KeyOfIdMark(MarkId(id)).mark, places);
  // What the newest run says counts.
  for (const auto& [run, note] : places) {
    const absl::StatusOr<std::optional<std::string>> page =
        ReadPage(*store_, store::Table::kIds, IdPageKey(run, id), MarkId(id));
    if (!page.ok()) return page.status();
    if (!page->has_value()) continue;
    const absl::StatusOr<std::optional<KnownFeedback>> known = FindInIdPage(**page, id);
    if (!known.ok()) return known.status();
    if (known->has_value()) return *known;
  }
  return std::nullopt;
}

std::shared_ptr<const FactSource> LogViews::Snapshot() const {
  std::vector<FactSnapshot::TailChunk> tail;
  absl::MutexLock lock(&mutex_);
  for (const auto& segment : sealed_) {
    for (const auto& chunk : segment->chunks) tail.push_back({chunk, chunk->size()});
  }
  for (const auto& chunk : active_->chunks) tail.push_back({chunk, chunk->size()});
  return std::make_shared<FactSnapshot>(&block_store_, blocks_, std::move(tail), deaths_.Take(),
                                        applied_, notes_.top_boxes());
}

absl::StatusOr<AlertRows> LogViews::AlertsAfter(store::Sequence after) const {
  store::Sequence covered = 0;
  {
    absl::MutexLock lock(&mutex_);
    covered = covered_;
    if (after >= covered) {
      AlertRows found{.reached = applied_};
      std::vector<const Segment*> segments;
      for (const auto& segment : sealed_) segments.push_back(segment.get());
      segments.push_back(active_.get());
      for (const Segment* segment : segments) {
        const std::vector<AlertRow>& rows = segment->alerts;
        const auto first = std::upper_bound(rows.begin(), rows.end(), after,
                                            [](store::Sequence value, const AlertRow& row) {
                                              return value < row.fact.event_sequence;
                                            });
        const auto count = std::min<size_t>(kAlertBlockRows - found.rows.size(),
                                            static_cast<size_t>(rows.end() - first));
        found.rows.insert(found.rows.end(), first, first + static_cast<long>(count));
        if (found.rows.size() < kAlertBlockRows) continue;
        found.reached = found.rows.back().fact.event_sequence;
        break;
      }
      return found;
    }
  }
  return ReadAlerts(*store_, after, covered);
}

std::vector<std::shared_ptr<const Segment>> LogViews::Tail() const {
  std::vector<std::shared_ptr<const Segment>> tail = {active_};
  tail.insert(tail.end(), sealed_.rbegin(), sealed_.rend());
  return tail;
}

// Answers in the tail as it stood when this was made, and in the runs that are
// installed by the time they are looked up: together they miss nothing.
class LogViews::TailAndRuns final : public PreviousAnswers {
 public:
  explicit TailAndRuns(const LogViews* views) : views_(views) {
    absl::MutexLock lock(&views_->mutex_);
    tail_ = views_->Tail();
    deaths_ = views_->deaths_.Take();
  }

  absl::StatusOr<std::optional<PastAnswer>> Newest(
      const AnswerKey& key, base::TimeNs not_after,
      absl::FunctionRef<bool(const PastAnswer&)> left_out) override {
    std::optional<PastAnswer> newest;
    const auto counts = [&](const PastAnswer& answer) {
      return answer.collected_at <= not_after && !deaths_.Contains(answer.event_sequence) &&
             !left_out(answer);
    };
    {
      absl::MutexLock lock(&views_->mutex_);  // the newest segment still grows
      for (const std::shared_ptr<const Segment>& segment : tail_) {
        segment->answers.ForEach(key, [&](const PastAnswer& answer) {
          if (counts(answer) && (!newest.has_value() || *newest < answer)) newest = answer;
        });
      }
    }
    const absl::StatusOr<std::optional<PastAnswer>> stored =
        views_->answer_runs_.Newest(key, not_after, counts);
    if (!stored.ok()) return stored.status();
    if (stored->has_value() && (!newest.has_value() || *newest < **stored)) newest = *stored;
    return newest;
  }

 private:
  const LogViews* const views_;
  std::vector<std::shared_ptr<const Segment>> tail_;
  DeathSet::Snapshot deaths_;
};

std::unique_ptr<PreviousAnswers> LogViews::Answers() const {
  return std::make_unique<TailAndRuns>(this);
}

absl::StatusOr<store::Sequence> LogViews::ScanAnswers(
    absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const {
  DeathSet::Snapshot deaths;
  store::Sequence covered = 0;
  store::Sequence applied = 0;
  {
    absl::MutexLock lock(&mutex_);
    deaths = deaths_.Take();
    covered = covered_;
    applied = applied_;
    for (const std::shared_ptr<const Segment>& segment : Tail()) {
      for (const TailAnswers::Answer& answer : segment->answers.all()) {
        if (!deaths.Contains(answer.answer.event_sequence)) visit(answer.key, answer.answer);
      }
    }
  }
  // A segment installed meanwhile was met in the tail already.
  const absl::Status scanned =
      answer_runs_.Scan(covered, [&](const AnswerKey& key, const PastAnswer& answer) {
        if (!deaths.Contains(answer.event_sequence)) visit(key, answer);
      });
  if (!scanned.ok()) return scanned;
  return applied;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Views>> Views::Open(store::EventLog* log, store::ViewStore* store,
                                                   const ViewsOptions& options) {
  auto views = std::make_unique<LogViews>(log, store, options);
  if (const absl::Status status = views->Open(); !status.ok()) return status;
  return views;
}

absl::StatusOr<bool> ReachBeyondLog(const store::ViewStore& store, const store::EventLog& log) {
  const absl::StatusOr<std::optional<std::string>> bytes =
      store.Get(store::Table::kState, kStateKey);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return false;
  // A state of every version begins with the covered sequence: also where these views are
  // rebuilt anyway, the log's sequences may be given out a second time.
  return (*bytes)->size() >= sizeof(store::Sequence) &&
         base::LoadBigEndian64(**bytes) > log.newest();
}

}  // namespace voc::views
