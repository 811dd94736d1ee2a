#ifndef VOC_SERVER_VIEWS_RUN_PAGES_H_
#define VOC_SERVER_VIEWS_RUN_PAGES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

// A run of ids or of answers lies in pages (storage/FORMAT.md): what the store takes for a key
// of its own, in time and in bytes, is paid once for about 64 entries of a full segment, and
// who looks one up gets the page and walks it.

// The page of what a RunFilter knows by this mark: its upper 10 bits.
inline constexpr int kPageBits = 10;
inline uint16_t PageOf(uint32_t mark) { return static_cast<uint16_t>(mark >> (32 - kPageBits)); }

// Entries have a mark that sorts them. Ids can be ground so that thousands share a page, and one
// respondent's answers may be many: a page of more bytes than kMaxPageBytes is split into parts
// that are not, but for the entries of one mark. The page's own value is empty then.
inline constexpr size_t kMaxPageBytes = 8 * 1024;

struct PageKey {
  // Of a split page: in place of a part, the first marks of all parts from 1 on.
  static constexpr uint16_t kDirectory = 0;

  store::Sequence run = 0;
  uint16_t page = 0;
  std::optional<uint16_t> part;  // of a split page
};
std::string EncodePageKey(const PageKey& key);
// DATA_LOSS for what Encode did not make.
absl::StatusOr<PageKey> DecodePageKey(std::string_view bytes);

// Whether the value of a key holds entries, rather than saying that its page is split and how.
bool HoldsEntries(const PageKey& key, std::string_view value);

// The page, or the part of it, that an entry of this mark lies in; nullopt if there is none. At
// most three look-ups, of bounded values as far as kMaxPageBytes bounds them. DATA_LOSS if a split
// page is not what PageWriter made. `key` names the page.
absl::StatusOr<std::optional<std::string>> ReadPage(const store::ViewStore& store,
                                                    store::Table table, const PageKey& key,
                                                    uint64_t mark);

// Puts the entries of a run into its pages.
class PageWriter {
 public:
  // `pages` must outlive this, and gets nothing from anyone else meanwhile.
  PageWriter(store::Sequence run, store::Run* pages) : run_(run), pages_(pages) {}

  // Pages never descend, nor do the marks of one page. `entry` must say itself where it ends, and
  // is not empty.
  void Add(uint16_t page, uint64_t mark, std::string_view entry);
  // Once everything was added.
  void Finish();

 private:
  struct Part {
    uint64_t first_mark;
    size_t begin;  // in entries_
  };

  const store::Sequence run_;
  store::Run* const pages_;
  // The page that is being filled.
  uint16_t page_ = 0;
  std::string entries_;
  std::vector<Part> parts_;
  uint64_t mark_ = 0;      // of the entry that was added last
  size_t mark_begin_ = 0;  // where those of that mark begin
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_RUN_PAGES_H_
