#ifndef VOC_SERVER_VIEWS_LOOKAHEAD_H_
#define VOC_SERVER_VIEWS_LOOKAHEAD_H_

#include <array>
#include <cstddef>

#include "server/views/committed.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_from_event.h"

namespace voc::views {

// Walks the events of a group that are about to be folded, and has what later ones hold
// fetched into the cache meanwhile: other threads had them last. For the thread that
// interns; the group and the dictionaries must outlive it.
class Lookahead {
 public:
  Lookahead(const CommittedGroup& group, const Dictionaries& dictionaries);

  // The hashes of the next event: of the first at first. Valid until the next call.
  const FactHashes& Next();

 private:
  // Events between two looks at one.
  static constexpr size_t kStep = 6;
  // More than lie between the event that is hashed and the one that is folded.
  static constexpr size_t kHashes = 3 * kStep;

  // nullptr beyond the end.
  const CommittedEvent* Event(size_t i) const { return i < group_.size() ? &group_[i] : nullptr; }
  void Hash(size_t i);

  const CommittedGroup& group_;
  const Dictionaries& dictionaries_;
  size_t next_ = 0;
  std::array<FactHashes, kHashes> hashes_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_LOOKAHEAD_H_
