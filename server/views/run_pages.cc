#include "server/views/run_pages.h"

#include "absl/status/status.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kKeyBytes = sizeof(store::Sequence) + sizeof(uint16_t);
constexpr size_t kMarkBytes = sizeof(uint64_t);

void AppendNumber(uint16_t number, std::string& out) {
  out.push_back(static_cast<char>(number >> 8));
  out.push_back(static_cast<char>(number));
}

uint16_t NumberAt(std::string_view bytes) {
  return static_cast<uint16_t>(static_cast<uint8_t>(bytes[0]) << 8 |
                               static_cast<uint8_t>(bytes[1]));
}

absl::Status DamagedSplit() { return absl::DataLossError("a split page of a run is damaged"); }

}  // namespace

std::string EncodePageKey(const PageKey& key) {
  std::string bytes;
  base::AppendBigEndian64(bytes, key.run);
  AppendNumber(key.page, bytes);
  if (key.part.has_value()) AppendNumber(*key.part, bytes);
  return bytes;
}

absl::StatusOr<PageKey> DecodePageKey(std::string_view bytes) {
  if (bytes.size() != kKeyBytes && bytes.size() != kKeyBytes + sizeof(uint16_t)) {
    return absl::DataLossError("the key of a page has the wrong size");
  }
  PageKey key = {.run = base::LoadBigEndian64(bytes),
                 .page = NumberAt(bytes.substr(sizeof(store::Sequence)))};
  if (key.page >> kPageBits != 0) return absl::DataLossError("the key of a page names none");
  if (bytes.size() > kKeyBytes) key.part = NumberAt(bytes.substr(kKeyBytes));
  return key;
}

bool HoldsEntries(const PageKey& key, std::string_view value) {
  return key.part.has_value() ? *key.part != PageKey::kDirectory : !value.empty();
}

absl::StatusOr<std::optional<std::string>> ReadPage(const store::ViewStore& store,
                                                    store::Table table, const PageKey& key,
                                                    uint64_t mark) {
  absl::StatusOr<std::optional<std::string>> page = store.Get(table, EncodePageKey(key));
  if (!page.ok() || !page->has_value() || !(*page)->empty()) return page;
  PageKey part = key;
  part.part = PageKey::kDirectory;
  const absl::StatusOr<std::optional<std::string>> directory =
      store.Get(table, EncodePageKey(part));
  if (!directory.ok()) return directory.status();
  if (!directory->has_value() || (*directory)->size() % kMarkBytes != 0) return DamagedSplit();
  const std::string_view marks = **directory;
  // The parts that begin with this mark or before it; the last of them has it.
  size_t first = 0;
  size_t last = marks.size() / kMarkBytes;
  while (first < last) {
    const size_t middle = first + (last - first) / 2;
    if (base::LoadBigEndian64(marks.substr(middle * kMarkBytes)) <= mark) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  if (first == 0) return std::nullopt;
  part.part = static_cast<uint16_t>(first);
  page = store.Get(table, EncodePageKey(part));
  if (page.ok() && !page->has_value()) return DamagedSplit();
  return page;
}

void PageWriter::Add(uint16_t page, uint64_t mark, std::string_view entry) {
  if (page != page_) {
    Finish();
    page_ = page;
  }
  if (parts_.empty() || mark != mark_) {
    mark_ = mark;
    mark_begin_ = entries_.size();
  }
  // Entries of one mark stay together, since a look-up reads one part.
  if (parts_.empty() || (mark_begin_ > parts_.back().begin &&
                         entries_.size() - parts_.back().begin + entry.size() > kMaxPageBytes)) {
    parts_.push_back({.first_mark = mark, .begin = mark_begin_});
  }
  entries_.append(entry);
}

void PageWriter::Finish() {
  PageKey key = {.run = run_, .page = page_};
  if (parts_.size() == 1) {
    pages_->Add(EncodePageKey(key), entries_);
  } else if (!parts_.empty()) {
    pages_->Add(EncodePageKey(key), {});
    std::string directory;
    for (const Part& part : parts_) base::AppendBigEndian64(directory, part.first_mark);
    key.part = PageKey::kDirectory;
    pages_->Add(EncodePageKey(key), directory);
    // A segment has too few entries for more parts than there are numbers.
    for (size_t i = 0; i < parts_.size(); ++i) {
      key.part = static_cast<uint16_t>(i + 1);
      const size_t end = i + 1 < parts_.size() ? parts_[i + 1].begin : entries_.size();
      pages_->Add(EncodePageKey(key),
                  std::string_view(entries_).substr(parts_[i].begin, end - parts_[i].begin));
    }
  }
  entries_.clear();
  parts_.clear();
}

}  // namespace voc::views
