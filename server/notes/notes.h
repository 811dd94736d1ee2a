#ifndef VOC_SERVER_NOTES_NOTES_H_
#define VOC_SERVER_NOTES_NOTES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
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
// Sources, the bytes of their notes, and the keys of each. Refused beyond that where they are
// decided.
inline constexpr size_t kMaxSources = 10'000;
inline constexpr size_t kMaxSourceBytes = 64 * 1024 * 1024;
inline constexpr int kMaxSourceKeys = 16;

// Shared and never changed.
using NotePtr = std::shared_ptr<const storage::v1::Note>;

// By when it was, then by id.
using NoteOrder = std::pair<base::TimeNs, std::string>;

// What the notes of the log come to: the marks that stand, the imports and the sources. A pure
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
  using Sources = std::map<std::string, NotePtr, std::less<>>;

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
  NotePtr FindSource(std::string_view source_id) const;
  // The source that has this key, found by its SHA-256: how long it takes tells nothing of keys.
  NotePtr FindSourceByKey(std::string_view key) const;
  // Whether pages of this origin may use the keys of some source.
  bool AllowsOrigin(std::string_view origin) const;

  // Ascending.
  const Order& marks() const { return marks_; }
  const Order& imports() const { return imports_; }
  const Sources& sources() const { return sources_; }  // by source_id
  size_t source_bytes() const { return source_bytes_; }

 private:
  // Puts the note where it belongs, in place of the one of the same id.
  void PutMark(NotePtr note);
  void PutImport(NotePtr note);
  void PutSource(NotePtr note);
  void RemoveSource(std::string_view source_id);
  void RemoveMark(std::string_view mark_id);
  void RemoveImport(std::string_view import_id);

  using KeyHash = std::array<uint8_t, 32>;

  Limits limits_;
  Order marks_;
  Order imports_;
  size_t import_bytes_ = 0;
  absl::flat_hash_map<std::string, base::TimeNs> mark_times_;    // by id
  absl::flat_hash_map<std::string, base::TimeNs> import_times_;  // by id
  Sources sources_;
  size_t source_bytes_ = 0;
  absl::flat_hash_map<KeyHash, NotePtr> sources_by_key_;
  absl::flat_hash_map<std::string, int> origins_;  // patterns, and how many sources have each
};

// The key of an entry of the view: what kind of note it is, then its id.
std::string MarkKey(std::string_view mark_id);
std::string ImportKey(std::string_view import_id);
std::string SourceKey(std::string_view source_id);

// The bytes of an entry: the same for notes that say the same, whatever the order of their maps.
std::string EncodeNote(const storage::v1::Note& note);

// Whether pages of `origin` may use the keys of the source.
bool AllowsOrigin(const v1::Source& source, std::string_view origin);

// A source as readers see it: without secrets.
v1::Source WithoutSecrets(const v1::Source& source);

}  // namespace voc::notes

#endif  // VOC_SERVER_NOTES_NOTES_H_
