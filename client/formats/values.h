#ifndef VOC_CLIENT_FORMATS_VALUES_H_
#define VOC_CLIENT_FORMATS_VALUES_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "client/cpp/status.h"
#include "client/formats/binding.h"
#include "client/formats/fields.h"
#include "voc/v1/feedback.pb.h"

namespace voc::formats {

// What is wrong with a record: field paths as the server names them.
using Violations = std::vector<client::FieldViolation>;

// The fields that some rules gave, as texts that are not yet checked.
class Values {
 public:
  const std::string& Get(Field field) const { return texts_[Index(field)]; }
  bool Has(Field field) const { return !Get(field).empty(); }
  void Set(Field field, std::string text, size_t column = kNoColumn);
  void Clear(Field field) { texts_[Index(field)].clear(); }
  void SetTime(absl::Time time) { collected_at_ = time; }
  void AddProperty(std::string key, std::string text);

  // Takes what `other` has and this lacks.
  void FillFrom(const Values& other);

  // Writes everything into `feedback`, which is empty: a mention where a field of
  // one is set, else a response. `names` are those of the columns, for `violations`.
  void Write(const std::vector<std::string>& names, v1::Feedback* feedback,
             Violations* violations) const;

  bool IsMention() const;

 private:
  friend class FieldWriter;
  static size_t Index(Field field) { return static_cast<size_t>(field); }

  std::array<std::string, kFieldCount> texts_;
  // Where a text comes from.
  std::array<size_t, kFieldCount> columns_{};
  std::optional<absl::Time> collected_at_;
  std::vector<std::pair<std::string, std::string>> properties_;
};

// `column "Rating": reason`, or the reason alone where there is no column.
std::string OfColumn(const std::vector<std::string>& names, size_t column, std::string_view reason);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_VALUES_H_
