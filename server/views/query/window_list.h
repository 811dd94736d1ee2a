#ifndef VOC_SERVER_VIEWS_QUERY_WINDOW_LIST_H_
#define VOC_SERVER_VIEWS_QUERY_WINDOW_LIST_H_

#include <cstddef>
#include <limits>
#include <vector>

#include "storage/base/clock.h"

namespace voc::views {

// Half-open stretches of time; neither starts nor ends ever decrease from one to
// the next.
struct WindowList {
  std::vector<base::TimeNs> starts;
  std::vector<base::TimeNs> ends;
  bool overlapping = false;  // whether one moment can lie in several

  size_t size() const { return starts.size(); }
  void Add(base::TimeNs start, base::TimeNs end) {
    starts.push_back(start);
    ends.push_back(end);
  }
};

// The windows first..last; none if last < first.
struct WindowIndexes {
  ptrdiff_t first = 0;
  ptrdiff_t last = -1;

  bool empty() const { return last < first; }
};

// Finds the windows of a moment; remembers the last answer, since facts mostly
// come in order of time. The list outlives it. One thread at a time.
class WindowFinder {
 public:
  explicit WindowFinder(const WindowList& list) : list_(&list) {}

  // The windows that hold `time`.
  WindowIndexes Find(base::TimeNs time) {
    if (time < valid_from_ || time >= valid_until_) Search(time);
    return found_;
  }

  // One past the last moment of the stretch around the last `time` whose every
  // moment lies in the same windows.
  base::TimeNs valid_until() const { return valid_until_; }

  // The windows that hold `time` and end at `next` or earlier: those in which
  // nothing at `next` replaces what was said at `time`.
  WindowIndexes Find(base::TimeNs time, base::TimeNs next);

 private:
  void Search(base::TimeNs time);

  const WindowList* list_;
  // found_ is right for every moment within [valid_from_, valid_until_).
  base::TimeNs valid_from_ = std::numeric_limits<base::TimeNs>::max();
  base::TimeNs valid_until_ = std::numeric_limits<base::TimeNs>::min();
  WindowIndexes found_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_WINDOW_LIST_H_
