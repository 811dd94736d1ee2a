#include "server/views/views.h"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/views/blocks.h"
#include "server/views/deaths.h"
#include "server/views/facts/fact_from_event.h"
#include "server/views/known_from_event.h"
#include "server/views/run_builder.h"
#include "server/views/segment.h"
#include "server/views/snapshot.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

// Events folded at a time when the log is replayed.
constexpr size_t kReplayEvents = 4096;
// Wait between attempts to install runs after one failed.
constexpr absl::Duration kInstallRetry = absl::Seconds(1);
// Shed no reads: at most this many sealed segments wait for the builder before a
// replay waits for it too.
constexpr size_t kMaxSealedInReplay = 4;

std::string IdKey(const ingest::FeedbackId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

class LogViews final : public Views {
 public:
  LogViews(store::EventLog* log, store::ViewStore* store, const ViewsOptions& options)
      : log_(log),
        store_(store),
        options_(options),
        blocks_(std::make_shared<std::vector<Block>>()),
        active_(std::make_shared<Segment>()) {}

  ~LogViews() override {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    if (builder_.joinable()) builder_.join();
  }

  absl::Status Open() {
    absl::Status loaded = Load();
    // The log is the truth: whatever is wrong with a view, it is made anew.
    if (!loaded.ok()) loaded = Reset();
    if (!loaded.ok()) return loaded;
    builder_ = std::thread([this] { BuildLoop(); });
    return Replay();
  }

  void Apply(const CommittedGroup& group) override;

  absl::StatusOr<std::optional<KnownFeedback>> Find(const ingest::FeedbackId& id) const override;
  std::shared_ptr<const FactSource> Snapshot() const override;

  absl::StatusOr<std::vector<Voice>> VoicesOfAccount(Ordinal account, size_t limit) const override {
    return Voices(account, limit, &Segment::accounts, store::Table::kAccounts);
  }
  absl::StatusOr<std::vector<Voice>> VoicesOfRespondent(Ordinal respondent,
                                                        size_t limit) const override {
    return Voices(respondent, limit, &Segment::respondents, store::Table::kRespondents);
  }

  const Dictionaries& dictionaries() const override { return dictionaries_; }

  ViewsStats stats() const override {
    absl::MutexLock lock(&mutex_);
    ViewsStats stats{.covered_sequence = covered_,
                     .applied_sequence = applied_,
                     .tail_events = active_->events,
                     .feedback = feedback_,
                     .excluded = excluded_};
    for (const auto& segment : sealed_) stats.tail_events += segment->events;
    return stats;
  }

  absl::Status background_status() const override {
    absl::MutexLock lock(&mutex_);
    return background_status_;
  }

 private:
  using VoiceIndex = absl::flat_hash_map<Ordinal, std::vector<Voice>>;

  absl::Status Load();
  absl::Status LoadDictionary();
  absl::Status LoadBlocks();
  absl::Status LoadDeaths();
  absl::Status Reset();
  absl::Status Replay();
  void Seal() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void BuildLoop();
  absl::StatusOr<std::vector<Voice>> Voices(Ordinal ordinal, size_t limit,
                                            VoiceIndex Segment::*index, store::Table table) const;

  bool BuilderHasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !sealed_.empty();
  }
  bool Stopping() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_; }
  bool ReplayMayGoOn() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return sealed_.size() < kMaxSealedInReplay || !background_status_.ok();
  }

  store::EventLog* const log_;
  store::ViewStore* const store_;
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
  absl::Status background_status_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  // What is on disk. Set while opening, then the builder's own.
  DeathSet::Snapshot installed_deaths_;
  std::array<Ordinal, kDimensionCount> installed_dictionary_{};

  std::thread builder_;
};

absl::Status LogViews::LoadDictionary() {
  const std::unique_ptr<store::TableReader> reader = store_->Scan(store::Table::kDictionary, "");
  while (reader->Next()) {
    const std::string_view key = reader->key();
    if (key.size() != 5 || static_cast<uint8_t>(key[0]) >= kDimensionCount) {
      return absl::DataLossError("a dictionary entry has a bad key");
    }
    const auto dimension = static_cast<Dimension>(key[0]);
    if (dictionaries_.Intern(dimension, reader->value()) != base::LoadBigEndian32(key.substr(1))) {
      return absl::DataLossError("the dictionary has a gap");
    }
  }
  for (size_t i = 0; i < kDimensionCount; ++i) {
    installed_dictionary_[i] = dictionaries_.Size(static_cast<Dimension>(i));
  }
  return reader->status();
}

absl::Status LogViews::LoadBlocks() {
  std::vector<Block> blocks;
  const std::unique_ptr<store::TableReader> reader = store_->Scan(store::Table::kBlocks, "");
  while (reader->Next()) {
    const absl::StatusOr<Block> block = DecodeBlock(reader->key(), reader->value());
    if (!block.ok()) return block.status();
    blocks.push_back(*block);
  }
  absl::MutexLock lock(&mutex_);
  blocks_ = std::make_shared<const std::vector<Block>>(std::move(blocks));
  return reader->status();
}

absl::Status LogViews::LoadDeaths() {
  const std::unique_ptr<store::TableReader> reader = store_->Scan(store::Table::kDeaths, "");
  absl::MutexLock lock(&mutex_);
  while (reader->Next()) {
    if (reader->key().size() != 4) return absl::DataLossError("a death chunk has a bad key");
    const absl::Status loaded = deaths_.Load(base::LoadBigEndian32(reader->key()), reader->value());
    if (!loaded.ok()) return loaded;
  }
  installed_deaths_ = deaths_.Take();
  return reader->status();
}

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
  if (absl::Status status = LoadDictionary(); !status.ok()) return status;
  if (absl::Status status = LoadBlocks(); !status.ok()) return status;
  if (absl::Status status = LoadDeaths(); !status.ok()) return status;
  absl::MutexLock lock(&mutex_);
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
      if (!event->ParseFromArray(reader->payload().data(),
                                 static_cast<int>(reader->payload().size()))) {
        return absl::DataLossError(absl::StrCat("event ", reader->sequence(), " cannot be read"));
      }
      group.push_back({.sequence = reader->sequence(), .event = std::move(event)});
    }
    if (group.size() == kReplayEvents || (!more && !group.empty())) {
      Apply(group);
      group.clear();
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &LogViews::ReplayMayGoOn));
    }
  }
  return reader->status();
}

void LogViews::Apply(const CommittedGroup& group) {
  struct Row {
    ingest::FeedbackId id;
    KnownFeedback known;
    Fact fact;
  };
  std::vector<Row> rows;
  rows.reserve(group.size());
  for (const CommittedEvent& committed : group) {
    // The record says it; hashing the key once more would cost more.
    const absl::StatusOr<ingest::FeedbackId> id =
        ingest::FeedbackId::FromHex(committed.event->feedback().feedback_id());
    rows.push_back({.id = id.ok() ? *id : ingest::FeedbackIdOf(committed.event->feedback()),
                    .known = KnownFromEvent(*committed.event, committed.sequence),
                    .fact = InternFact(*committed.event, committed.sequence, dictionaries_)});
  }
  absl::MutexLock lock(&mutex_);
  for (size_t i = 0; i < group.size(); ++i) {
    const storage::v1::FeedbackEvent& event = *group[i].event;
    if (event.previous_sequence() != 0) {
      deaths_.Add(event.previous_sequence());
    } else {
      ++feedback_;
    }
    excluded_ += (rows[i].known.excluded ? 1 : 0) - (event.excluded_before() ? 1 : 0);
    active_->Add(rows[i].id, rows[i].known, rows[i].fact);
    applied_ = group[i].sequence;
  }
  if (active_->events >= options_.segment_events) Seal();
}

void LogViews::Seal() {
  active_->deaths = deaths_.Take();
  for (size_t i = 0; i < kDimensionCount; ++i) {
    active_->dictionary_sizes[i] = dictionaries_.Size(static_cast<Dimension>(i));
  }
  active_->feedback = feedback_;
  active_->excluded = excluded_;
  sealed_.push_back(std::move(active_));
  active_ = std::make_shared<Segment>();
}

void LogViews::BuildLoop() {
  while (true) {
    std::shared_ptr<const Segment> segment;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &LogViews::BuilderHasWork));
      // What is not built yet is replayed at the next start.
      if (stopping_) return;
      segment = sealed_.front();
    }
    BuiltRuns built = BuildRuns(*segment, dictionaries_, installed_deaths_, installed_dictionary_);
    const absl::Status installed = store_->Install(std::move(built.runs));
    absl::MutexLock lock(&mutex_);
    background_status_ = installed;
    if (!installed.ok()) {
      mutex_.AwaitWithTimeout(absl::Condition(this, &LogViews::Stopping), kInstallRetry);
      continue;
    }
    installed_deaths_ = segment->deaths;
    installed_dictionary_ = segment->dictionary_sizes;
    auto blocks = std::make_shared<std::vector<Block>>(*blocks_);
    blocks->insert(blocks->end(), built.blocks.begin(), built.blocks.end());
    blocks_ = std::move(blocks);
    covered_ = segment->last_event;
    sealed_.erase(sealed_.begin());
  }
}

absl::StatusOr<std::optional<KnownFeedback>> LogViews::Find(const ingest::FeedbackId& id) const {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = active_->ids.find(id); found != active_->ids.end()) {
      return found->second;
    }
    for (auto segment = sealed_.rbegin(); segment != sealed_.rend(); ++segment) {
      if (const auto found = (*segment)->ids.find(id); found != (*segment)->ids.end()) {
        return found->second;
      }
    }
  }
  const absl::StatusOr<std::optional<std::string>> bytes =
      store_->Get(store::Table::kIds, IdKey(id));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return std::nullopt;
  const absl::StatusOr<KnownFeedback> known = DecodeKnown(**bytes);
  if (!known.ok()) return known.status();
  return *known;
}

std::shared_ptr<const FactSource> LogViews::Snapshot() const {
  std::vector<FactSnapshot::TailChunk> tail;
  absl::MutexLock lock(&mutex_);
  for (const auto& segment : sealed_) {
    for (const auto& chunk : segment->chunks) tail.push_back({chunk, chunk->size()});
  }
  for (const auto& chunk : active_->chunks) tail.push_back({chunk, chunk->size()});
  return std::make_shared<FactSnapshot>(store_, blocks_, std::move(tail), deaths_.Take(), applied_);
}

absl::StatusOr<std::vector<Voice>> LogViews::Voices(Ordinal ordinal, size_t limit,
                                                    VoiceIndex Segment::*index,
                                                    store::Table table) const {
  std::vector<Voice> voices;
  DeathSet::Snapshot deaths;
  store::Sequence tail_start = 0;
  {
    absl::MutexLock lock(&mutex_);
    deaths = deaths_.Take();
    std::vector<const Segment*> segments = {active_.get()};
    for (auto segment = sealed_.rbegin(); segment != sealed_.rend(); ++segment) {
      segments.push_back(segment->get());
    }
    for (const Segment* segment : segments) {
      const auto found = (segment->*index).find(ordinal);
      if (found == (segment->*index).end()) continue;
      for (auto voice = found->second.rbegin();
           voice != found->second.rend() && voices.size() < limit; ++voice) {
        if (!deaths.Contains(voice->event_sequence)) voices.push_back(*voice);
      }
    }
    tail_start = covered_ + 1;
  }
  if (voices.size() >= limit) return voices;
  const std::unique_ptr<store::TableReader> reader = store_->Scan(table, VoicePrefix(ordinal));
  while (voices.size() < limit && reader->Next()) {
    const absl::StatusOr<Voice> voice = DecodeVoice(reader->key(), reader->value());
    if (!voice.ok()) return voice.status();
    // A segment installed meanwhile was met in the tail already.
    if (voice->event_sequence >= tail_start) continue;
    if (!deaths.Contains(voice->event_sequence)) voices.push_back(*voice);
  }
  if (!reader->status().ok()) return reader->status();
  return voices;
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
  const absl::StatusOr<ViewsState> state = DecodeState(**bytes);
  // What cannot be read is rebuilt anyway and says nothing about the log.
  return state.ok() && state->covered_sequence > log.newest();
}

}  // namespace voc::views
