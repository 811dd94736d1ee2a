#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_ENTRY_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_ENTRY_H_

#include <cstdint>

#include "absl/numeric/int128.h"
#include "server/views/facts/dictionary.h"
#include "server/views/query/window_list.h"

namespace voc::views {

// Whose answers are taken as alike: an account's, a respondent's, or nobody known.
class ClusterId {
 public:
  ClusterId() = default;
  static ClusterId OfAccount(Ordinal account) { return ClusterId(uint64_t{account} << 1); }
  static ClusterId OfRespondent(Ordinal respondent) {
    return ClusterId(respondent == 0 ? 0 : uint64_t{respondent} << 1 | 1);
  }

  // What value() said of one.
  static ClusterId FromValue(uint64_t value) { return ClusterId(value); }

  bool known() const { return value_ != 0; }
  bool is_respondent() const { return (value_ & 1) != 0; }
  Ordinal ordinal() const { return static_cast<Ordinal>(value_ >> 1); }
  uint64_t value() const { return value_; }

  friend bool operator==(ClusterId, ClusterId) = default;
  friend bool operator<(ClusterId a, ClusterId b) { return a.value_ < b.value_; }

 private:
  explicit ClusterId(uint64_t value) : value_(value) {}

  uint64_t value_ = 0;
};

// Answers of one cluster that count in the same windows of a series. Where the
// cluster is nobody known, each of them is a cluster of its own.
struct ClusterEntry {
  ClusterId cluster;
  WindowIndexes windows;
  WindowIndexes comparisons;
  bool in_interval = false;
  int64_t answers = 0;
  int64_t values = 0;        // their sum
  absl::int128 squares = 0;  // their sum of squares; of nobody known alone
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_ENTRY_H_
