#ifndef VOC_STORAGE_VIEW_STORE_H_
#define VOC_STORAGE_VIEW_STORE_H_

#include <array>
#include <cstddef>
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

// What views keep on disk. Keys and values are documented in storage/FORMAT.md.
enum class Table : uint8_t {
  kIds,          // feedback id -> what the decide step must know of it
  kAccounts,     // account ordinal, sequence
  kRespondents,  // respondent ordinal, sequence
  kFacts,        // column, run, block -> encoded column
  kBlocks,       // run, block -> rows and bounds
  kDictionary,   // dimension, ordinal -> string
  kDeaths,       // chunk -> bitmap of dead event sequences
  kState,        // name -> value: covered sequence, counters
};
inline constexpr size_t kTableCount = 8;

struct Entry {
  std::string key;
  std::string value;
};

// A sorted run for every table, to be installed in one step. Keys of a table are
// unique within the set; the store sorts them.
struct RunSet {
  std::array<std::vector<Entry>, kTableCount> tables;

  std::vector<Entry>& operator[](Table table) { return tables[static_cast<size_t>(table)]; }
};

// Forward reader over one table in key order. Not thread-safe. Keys and values
// are valid until the next Next().
class TableReader {
 public:
  virtual ~TableReader() = default;
  virtual bool Next() = 0;  // false at the end or after an error
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  virtual const absl::Status& status() const = 0;
};

// Where views live on disk: sorted runs written behind the log. Thread-safe;
// calls may block on the disk.
class ViewStore {
 public:
  virtual ~ViewStore() = default;

  // Makes a set of runs durable and visible in one step; an entry replaces an
  // older one of the same key. One thread at a time. Nothing of it is visible
  // after an error.
  virtual absl::Status Install(RunSet runs) = 0;

  // nullopt where the key is not there.
  virtual absl::StatusOr<std::optional<std::string>> Get(Table table,
                                                         std::string_view key) const = 0;

  // Entries whose key begins with `prefix`.
  virtual std::unique_ptr<TableReader> Scan(Table table, std::string_view prefix) const = 0;

  // Drops every view. The log is untouched.
  virtual absl::Status Clear() = 0;
};

}  // namespace voc::store

#endif  // VOC_STORAGE_VIEW_STORE_H_
