#ifndef VOC_CLIENT_FORMATS_MAPPER_H_
#define VOC_CLIENT_FORMATS_MAPPER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "client/formats/binding.h"
#include "client/formats/mapping.h"
#include "client/formats/values.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/import.pb.h"

namespace voc::formats {

// The most properties of a feedback.
inline constexpr size_t kMaxProperties = 64;

// What a file leaves open.
struct MapperOptions {
  // The source of records that name none; before a constant of the mapping.
  std::string source_id;
  // Of times without one, where the mapping says none.
  absl::TimeZone zone = absl::UTCTimeZone();
};

// What one record became: feedback, or one key or more that are left out, or what is
// wrong with it, and never two of these.
struct Mapped {
  std::vector<v1::Feedback> feedback;
  // Submission_id is empty where the record has no key.
  std::vector<v1::LeftOut> left_out;
  Violations violations;
};

// Turns records, flat lists of named texts, into feedback. Not thread-safe.
class Mapper {
 public:
  Mapper(Mapping mapping, MapperOptions options);
  Mapper(const Mapper&) = delete;
  Mapper& operator=(const Mapper&) = delete;

  // Names the texts of the records that follow.
  void SetColumns(std::vector<std::string> names);
  const std::vector<std::string>& columns() const { return names_; }

  // Maps one record: a text of UTF-8 for every column, empty where there is none.
  Mapped Map(const std::vector<std::string_view>& texts);

  const Mapping& mapping() const { return mapping_; }
  // Of the columns as they are named now, valid until SetColumns().
  const Binding& binding() const { return binding_; }

  // Whether a time came without zone, where the mapping says none either.
  bool saw_time_without_zone() const { return saw_time_without_zone_; }
  // Whether a record had more than 64 properties, of which the first were kept.
  bool dropped_properties() const { return dropped_properties_; }

 private:
  // One question of a record, or one element of a list.
  struct Answer {
    const Section* section = nullptr;
    Values values;
  };

  void Evaluate(const std::vector<BoundRule>& rules, const std::vector<std::string_view>& texts,
                Values* values, Violations* violations);
  bool EvaluateRule(const BoundRule& bound, const std::vector<std::string_view>& texts,
                    Values* values, Violations* violations);
  bool SetTime(const Rule& rule, const std::string& text, size_t column, Values* values,
               Violations* violations);
  void AddProperties(const std::vector<std::string_view>& texts, Values* values);
  // Why a record is left out; empty where it is not.
  std::string SkipReason(const std::vector<std::string_view>& texts) const;
  static std::vector<v1::LeftOut> LeaveOut(const Values& common, const std::vector<Answer>& answers,
                                           const std::string& reason);
  void MapMention(const Values& common, std::vector<Answer> answers, Mapped* mapped) const;
  void MapResponse(Values common, std::vector<Answer> answers, Mapped* mapped) const;
  void Write(const Values& common, std::vector<Answer> answers, Mapped* mapped) const;

  const Mapping mapping_;
  const MapperOptions options_;
  std::vector<std::string> names_;
  Binding binding_;
  // While rules are evaluated: those whose target has its value.
  std::vector<bool> given_;
  bool saw_time_without_zone_ = false;
  bool dropped_properties_ = false;
};

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_MAPPER_H_
