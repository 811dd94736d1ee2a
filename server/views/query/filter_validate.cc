#include "server/views/query/filter_validate.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "server/views/query/timestamps.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

class Checker {
 public:
  explicit Checker(std::string_view path) : path_(path) {}

  void Add(std::string_view field, std::string_view description) {
    found_.push_back(
        {absl::StrCat(base::ToAbsl(path_), ".", base::ToAbsl(field)), std::string(description)});
  }

  template <typename Values>
  void CheckCount(std::string_view field, const Values& values) {
    if (static_cast<int>(values.size()) > kMaxFilterValues) {
      Add(field, absl::StrCat("at most ", kMaxFilterValues, " values"));
    }
  }

  // `lowest` is 0 where UNSPECIFIED is a value of its own, else 1.
  template <typename Values>
  void CheckEnums(std::string_view field, const Values& values, int lowest, bool (*is_known)(int),
                  std::string_view allowed) {
    CheckCount(field, values);
    for (int i = 0; i < values.size() && i < kMaxFilterValues; ++i) {
      if (is_known(values.Get(i)) && values.Get(i) >= lowest) continue;
      Add(absl::StrCat(base::ToAbsl(field), "[", i, "]"), allowed);
    }
  }

  void CheckInterval(const v1::Interval& interval) {
    bool valid = true;
    const auto check = [&](bool present, const google::protobuf::Timestamp& time,
                           std::string_view field) {
      if (!present || IsValid(time)) return;
      Add(field, "must be a time from year 1 to 9999, nanos 0 to 999999999");
      valid = false;
    };
    check(interval.has_start_time(), interval.start_time(), "interval.start_time");
    check(interval.has_end_time(), interval.end_time(), "interval.end_time");
    if (!valid || !interval.has_start_time() || !interval.has_end_time()) return;
    using google::protobuf::operator<;
    if (!(interval.start_time() < interval.end_time())) {
      Add("interval", "end_time must be later than start_time");
    }
  }

  std::vector<base::Violation> Take() { return std::move(found_); }

 private:
  std::string_view path_;
  std::vector<base::Violation> found_;
};

}  // namespace

std::vector<base::Violation> ValidateFilter(const v1::Filter& filter, std::string_view path) {
  Checker checker(path);
  checker.CheckEnums("metrics", filter.metrics(), 1, v1::Metric_IsValid,
                     "must be METRIC_NPS, METRIC_CSAT or METRIC_CES");
  checker.CheckCount("source_ids", filter.source_ids());
  checker.CheckCount("question_ids", filter.question_ids());
  checker.CheckCount("account_ids", filter.account_ids());
  checker.CheckCount("respondent_ids", filter.respondent_ids());
  checker.CheckCount("channels", filter.channels());
  checker.CheckCount("languages", filter.languages());
  checker.CheckEnums("journey_stages", filter.journey_stages(), 0, v1::JourneyStage_IsValid,
                     "must be JOURNEY_STAGE_LAND, _ADOPT, _EXPAND, _RENEW, _ADVOCATE, or "
                     "_UNSPECIFIED for without");
  checker.CheckCount("touchpoints", filter.touchpoints());
  checker.CheckCount("platforms", filter.platforms());
  checker.CheckCount("themes", filter.themes());
  checker.CheckCount("properties", filter.properties());
  checker.CheckEnums("nps_groups", filter.nps_groups(), 1, v1::NpsGroup_IsValid,
                     "must be NPS_GROUP_PROMOTER, _PASSIVE or _DETRACTOR");
  checker.CheckEnums("sentiment_labels", filter.sentiment_labels(), 1, v1::SentimentLabel_IsValid,
                     "must be SENTIMENT_LABEL_POSITIVE, _NEUTRAL, _NEGATIVE or _UNLABELLED");
  checker.CheckInterval(filter.interval());
  if (filter.text_contains().size() > kMaxTextContainsBytes) {
    checker.Add("text_contains", absl::StrCat("at most ", kMaxTextContainsBytes, " bytes"));
  }
  return checker.Take();
}

}  // namespace voc::views
