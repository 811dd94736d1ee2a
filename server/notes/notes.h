#ifndef VOC_SERVER_NOTES_NOTES_H_
#define VOC_SERVER_NOTES_NOTES_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "storage/base/clock.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::notes {

// Marks that stand at a time. Refused beyond that where they are decided.
inline constexpr size_t kMaxMarks = 10'000;
// Imports that are kept, and the bytes of their notes: beyond either the oldest are
// forgotten.
inline constexpr size_t kMaxImports = 100'000;
inline constexpr size_t kMaxImportBytes = 64 * 1024 * 1024;

// Shared and never changed.
using NotePtr = std::shared_ptr<const storage::v1::Note>;

// By when it was, then by id.
using NoteOrder = std::pair<base::TimeNs, std::string>;

// What the notes of the log come to: the marks that stand and the imports. A pure
// fold: the same notes in the same order give the same. Copies share their notes.
// Not thread-safe.
class Notes {
 public:
  // What a note changed, as the view of notes keeps it (storage/FORMAT.md).
  struct Change {
    std::string key;
    NotePtr note;  // null: gone
  };

  using Order = std::map<NoteOrder, NotePtr>;

  struct Limits {
    size_t imports = kMaxImports;
    size_t import_bytes = kMaxImportBytes;
  };

  Notes() : Notes(Limits()) {}
  explicit Notes(Limits limits) : limits_(limits) {}

  // Folds one note in, in the order of the log.
  std::vector<Change> Apply(NotePtr note);

  // Takes in an entry of the view. DATA_LOSS for what Apply did not give.
  absl::Status Load(std::string_view key, std::string_view value);

  // nullptr for an id that is not known.
  const v1::Mark* FindMark(std::string_view mark_id) const;
  NotePtr FindImport(std::string_view import_id) const;

  // Ascending.
  const Order& marks() const { return marks_; }
  const Order& imports() const { return imports_; }

 private:
  // Puts the note where it belongs, in place of the one of the same id.
  void PutMark(NotePtr note);
  void PutImport(NotePtr note);
  void RemoveMark(std::string_view mark_id);
  void RemoveImport(std::string_view import_id);

  Limits limits_;
  Order marks_;
  Order imports_;
  size_t import_bytes_ = 0;
  absl::flat_hash_map<std::string, base::TimeNs> mark_times_;    // by id
  absl::flat_hash_map<std::string, base::TimeNs> import_times_;  // by id
};

// The key of an entry of the view: what kind of note it is, then its id.
std::string MarkKey(std::string_view mark_id);
std::string ImportKey(std::string_view import_id);

}  // namespace voc::notes

#endif  // VOC_SERVER_NOTES_NOTES_H_
