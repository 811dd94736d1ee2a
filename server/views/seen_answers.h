#ifndef VOC_SERVER_VIEWS_SEEN_ANSWERS_H_
#define VOC_SERVER_VIEWS_SEEN_ANSWERS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "server/views/facts/dictionary.h"
#include "server/views/past_answer.h"
#include "server/views/seen_ids.h"
#include "storage/view_store.h"

namespace voc::views {

// Stands for whose answers, and to what: within this process alone.
uint64_t MarkAnswer(std::string_view respondent, std::string_view source, int kind);

// Says of most (respondent, source, metric) that nobody ever answered that no look-up
// is needed. What the store holds is read in the background; until that is done,
// everything may have been answered. One thread adds and asks.
class SeenAnswers {
 public:
  SeenAnswers() = default;
  ~SeenAnswers() { Stop(); }

  // Begins to read. Both outlive this, or Stop.
  void Load(const store::ViewStore* store, const Dictionaries* dictionaries);
  // Ends reading; what was not read stays unknown.
  void Stop();

  // Has what Add and MayContain will look at fetched into the cache.
  void Prefetch(uint64_t mark) const { added_.Prefetch(mark); }
  void Add(uint64_t mark) { added_.Add(mark); }
  bool MayContain(uint64_t mark) const {
    if (!loaded_.load(std::memory_order_acquire)) return true;
    return added_.MayContain(mark) || stored_.MayContain(mark);
  }

 private:
  absl::Status Read(const store::ViewStore& store, const Dictionaries& dictionaries);
  absl::Status AddStored(const AnswerKey& key, const Dictionaries& dictionaries);

  SeenIds added_;
  SeenIds stored_;  // the reading thread's own until loaded_
  std::atomic<bool> loaded_{false};
  std::atomic<bool> stopping_{false};
  std::thread reading_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_SEEN_ANSWERS_H_
