#ifndef VOC_STORAGE_EVENT_LOG_H_
#define VOC_STORAGE_EVENT_LOG_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::store {

// Position of an event in the log. The first is 1; there are no gaps. 0 means
// "before everything".
using Sequence = uint64_t;

// Forward reader over the log. Not thread-safe; holds a consistent view from
// when it was made, so make it, read a bounded stretch and drop it.
class LogReader {
 public:
  virtual ~LogReader() = default;

  // False at the end, or after an error (then `status()` is not OK).
  virtual bool Next() = 0;

  // Of the current record; the payload is valid until the next Next().
  virtual Sequence sequence() const = 0;
  virtual std::string_view payload() const = 0;

  // DATA_LOSS if a record does not match its checksum.
  virtual const absl::Status& status() const = 0;
};

// The truth: an append-only sequence of event payloads. One thread appends,
// any number read. Every call may block on the disk.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Appends one group with sequences first, first + 1, ... in one write, durable
  // (as far as the durability setting goes) and visible to readers when OK is
  // returned. `first` must be newest() + 1 (INVALID_ARGUMENT otherwise). After
  // any other error the outcome is unknown and the log refuses further appends
  // with FAILED_PRECONDITION: reopen to learn what is stored.
  virtual absl::Status Append(Sequence first, std::span<const std::string_view> payloads) = 0;

  // NOT_FOUND for a sequence that is not in the log, DATA_LOSS for a record that
  // does not match its checksum.
  virtual absl::StatusOr<std::string> Read(Sequence sequence) const = 0;

  // As Read, for many at once, in the order asked for.
  virtual absl::StatusOr<std::vector<std::string>> ReadMany(
      std::span<const Sequence> sequences) const = 0;

  // Starts before `from`: the first Next() is on `from`, or on the first after it.
  virtual std::unique_ptr<LogReader> ReadFrom(Sequence from) const = 0;

  // 0 when empty.
  virtual Sequence oldest() const = 0;
  virtual Sequence newest() const = 0;
};

}  // namespace voc::store

#endif  // VOC_STORAGE_EVENT_LOG_H_
