#include "server/ingest/known_sources.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "storage/base/strings.h"

namespace voc::ingest {
namespace {

// A typo or two; in short ids one.
constexpr size_t kLettersPerTypo = 4;
constexpr size_t kMaxTypos = 3;
// Ids that are told.
constexpr size_t kMaxLikely = 3;
// Different unknown ids of one request that are compared with all that are known; of more of them
// it is said only that they are not.
constexpr size_t kMaxCompared = 16;

char Fold(char c) { return static_cast<char>(absl::ascii_tolower(static_cast<unsigned char>(c))); }

std::vector<std::string_view> Likely(std::string_view source_id, const notes::Notes& notes) {
  const int max =
      static_cast<int>(std::clamp(source_id.size() / kLettersPerTypo, size_t{1}, kMaxTypos));
  std::vector<std::pair<int, std::string_view>> found;
  for (const auto& [known, note] : notes.sources()) {
    const int distance = EditDistance(source_id, known, max);
    if (distance <= max) found.emplace_back(distance, known);
  }
  const auto end = found.begin() + static_cast<long>(std::min(found.size(), kMaxLikely));
  std::partial_sort(found.begin(), end, found.end());
  std::vector<std::string_view> likely;
  for (auto one = found.begin(); one != end; ++one) likely.push_back(one->second);
  return likely;
}

}  // namespace

int EditDistance(std::string_view a, std::string_view b, int max) {
  if (a.size() > kMaxKeyBytes || b.size() > kMaxKeyBytes) return max + 1;
  const int difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (std::abs(difference) > max) return max + 1;
  // Three rows of the table are enough (optimal string alignment).
  std::array<std::array<int, kMaxKeyBytes + 1>, 3> rows;
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    int best = row[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = Fold(a[i - 1]) == Fold(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && Fold(a[i - 1]) == Fold(b[j - 2]) && Fold(a[i - 2]) == Fold(b[j - 1])) {
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
      best = std::min(best, row[j]);
    }
    // A swap may still come from the row above, which is no better than this one less 1.
    if (best > max + 1) return max + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], max + 1);
}

std::optional<Violation> KnownSources::Check(std::string_view source_id) {
  if (notes_->FindSource(source_id) != nullptr) return std::nullopt;
  const auto known = said_.find(source_id);
  if (known != said_.end()) return Violation{"source_id", known->second};
  std::string said = absl::StrCat("\"", base::ToAbsl(source_id), "\" is not defined");
  if (said_.size() >= kMaxCompared) return Violation{"source_id", std::move(said)};
  std::string_view before = "; did you mean ";
  for (const std::string_view likely : Likely(source_id, *notes_)) {
    absl::StrAppend(&said, base::ToAbsl(std::exchange(before, " or ")), "\"", base::ToAbsl(likely),
                    "\"");
  }
  if (before != "; did you mean ") {
    said.push_back('?');
  } else {
    absl::StrAppend(&said, " (voc sources create defines it)");
  }
  said_.emplace(source_id, said);
  return Violation{"source_id", std::move(said)};
}

}  // namespace voc::ingest
