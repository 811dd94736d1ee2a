#include "server/views/lookahead.h"

namespace voc::views {
namespace {

constexpr size_t kCacheLineBytes = 64;

template <typename T>
void PrefetchLines(const T* object) {
  for (size_t at = 0; at < sizeof(T); at += kCacheLineBytes) {
    __builtin_prefetch(reinterpret_cast<const char*>(object) + at);
  }
}

// What a fact is made of, and what is known of a feedback.
void PrefetchParts(const storage::v1::FeedbackEvent& event) {
  const v1::Feedback& feedback = event.feedback();
  for (const void* part : {static_cast<const void*>(&feedback.account_id()),
                           static_cast<const void*>(&feedback.respondent_id()),
                           static_cast<const void*>(&feedback.source_id()),
                           static_cast<const void*>(&feedback.language()),
                           static_cast<const void*>(&feedback.collected_at()),
                           static_cast<const void*>(&feedback.response()),
                           static_cast<const void*>(&event.content_hash())}) {
    __builtin_prefetch(part);
  }
}

}  // namespace

Lookahead::Lookahead(const CommittedGroup& group, const Dictionaries& dictionaries)
    : group_(group), dictionaries_(dictionaries) {
  for (size_t i = 0; i < 2 * kStep; ++i) Hash(i);
}

const FactHashes& Lookahead::Next() {
  const size_t i = next_++;
  if (const CommittedEvent* const event = Event(i + 5 * kStep)) {
    PrefetchLines(event->event.get());
  }
  if (const CommittedEvent* const event = Event(i + 4 * kStep)) {
    PrefetchLines(&event->event->feedback());
  }
  if (const CommittedEvent* const event = Event(i + 3 * kStep)) PrefetchParts(*event->event);
  Hash(i + 2 * kStep);
  if (Event(i + kStep) != nullptr) {
    const FactHashes& hashes = hashes_[(i + kStep) % kHashes];
    dictionaries_.PrefetchText(Dimension::kRespondent, hashes.respondent);
    dictionaries_.PrefetchText(Dimension::kAccount, hashes.account);
  }
  return hashes_[i % kHashes];
}

void Lookahead::Hash(size_t i) {
  const CommittedEvent* const event = Event(i);
  if (event == nullptr) return;
  const FactHashes& hashes = hashes_[i % kHashes] = HashesOf(*event->event);
  dictionaries_.PrefetchPlace(Dimension::kRespondent, hashes.respondent);
  dictionaries_.PrefetchPlace(Dimension::kAccount, hashes.account);
}

}  // namespace voc::views
