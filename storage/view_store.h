#ifndef VOC_STORAGE_VIEW_STORE_H_
#define VOC_STORAGE_VIEW_STORE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::store {

// What views keep on disk. Keys and values are documented in storage/FORMAT.md.
enum class Table : uint8_t {
  kIds,         // run, page -> feedback ids, what the decide step must know of each
  kSeen,        // run -> marks of its ids, of its answers
  kAnswers,     // run, page -> respondent, source, kind: times and scores
  kFacts,       // run, block, column -> encoded column
  kBlocks,      // run, block -> rows and bounds
  kDictionary,  // dimension, ordinal -> string
  kDeaths,      // chunk -> bitmap of dead event sequences
  kState,       // name -> value: covered sequence, counters
  kAlerts,      // run, block -> encoded columns of the events that made alerts
  kNotes,       // kind, id -> what was noted of it last
};
inline constexpr size_t kTableCount = 10;

// Entries of one table, and keys that are to go, kept in pieces of memory: a run has hundreds of
// thousands. Keys are unique within a run.
class Run {
 public:
  Run() = default;
  Run(std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
    for (const auto& [key, value] : entries) Add(key, value);
  }

  void Add(std::string_view key, std::string_view value) {
    entries_.push_back({Copy(key, value), key.size(), value.size()});
  }
  // The key is to go.
  void Remove(std::string_view key) { entries_.push_back({Copy(key, {}), key.size(), kRemoved}); }
  // By key. Quick when they are in order already.
  void Sort();

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  std::string_view key(size_t i) const { return entries_[i].Key(); }
  bool removed(size_t i) const { return entries_[i].value == kRemoved; }
  // Of an entry that is not removed.
  std::string_view value(size_t i) const {
    return {entries_[i].begin + entries_[i].key, entries_[i].value};
  }

 private:
  struct Entry {
    std::string_view Key() const { return {begin, key}; }

    const char* begin;  // of the key; the value follows
    size_t key;         // bytes
    size_t value;       // bytes, or kRemoved
  };
  static constexpr size_t kRemoved = static_cast<size_t>(-1);
  // One buffer that grows would be copied as it does, into memory that the system first has to
  // clear: an eighth of what building runs takes.
  static constexpr size_t kPieceBytes = size_t{1} << 20;

  // Both behind each other, in a piece.
  const char* Copy(std::string_view key, std::string_view value);
  char* Room(size_t bytes);

  std::vector<std::unique_ptr<char[]>> pieces_;
  char* room_ = nullptr;  // in a piece
  size_t left_ = 0;       // bytes from there on
  std::vector<Entry> entries_;
};

// A run for every table, to be installed in one step; the store sorts them.
struct RunSet {
  std::array<Run, kTableCount> tables;

  Run& operator[](Table table) { return tables[static_cast<size_t>(table)]; }
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

  // Entries whose key is `first_key` or greater.
  virtual std::unique_ptr<TableReader> ScanFrom(Table table, std::string_view first_key) const = 0;

  // Drops every view. The log is untouched.
  virtual absl::Status Clear() = 0;
};

}  // namespace voc::store

#endif  // VOC_STORAGE_VIEW_STORE_H_
