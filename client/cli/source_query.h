#ifndef VOC_CLIENT_CLI_SOURCE_QUERY_H_
#define VOC_CLIENT_CLI_SOURCE_QUERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/duration.pb.h"
#include "voc/v1/source.pb.h"

namespace voc::cli {

// What the command line says of a source. What is absent was not said.
struct SourceOptions {
  std::string source_id;
  std::string file;  // proto3 JSON of a Source
  std::optional<std::string> title;
  std::string kind;
  std::string metric;
  std::optional<int32_t> scale_points;
  std::optional<bool> low_is_good;
  std::optional<int32_t> top_box;
  // LANGUAGE=TEXT each.
  std::vector<std::string> question;
  std::vector<std::string> low_label;
  std::vector<std::string> high_label;
  std::vector<std::string> follow_up;
  std::vector<std::string> follow_up_unhappy;
  std::vector<std::string> follow_up_happy;
  std::vector<std::string> thank_you;
  std::optional<int32_t> expected_per_week;
  std::vector<std::string> origins;
  std::string quiet_period;
  std::optional<double> sampling;
  std::vector<std::string> token_keys;  // kid=ID,alg=hs256|rs256|es256,file=PATH
  std::vector<std::string> clear;       // fields that go back to their default
};

// Largest file of a source or a key that is read, in bytes.
inline constexpr size_t kMaxSourceFileBytes = 1024 * 1024;

// The source of --file, or an empty one, of the id that is given. INVALID_ARGUMENT for a file that
// cannot be read or is none, and where there is no id or two.
absl::StatusOr<v1::Source> ReadSource(const SourceOptions& options);

// Puts what the other options say into `source`, and returns the fields that they touch. Texts are
// put beside those that are there, one by one; origins and token keys replace them.
// INVALID_ARGUMENT names the option.
absl::StatusOr<std::vector<std::string>> ApplyOptions(const SourceOptions& options,
                                                      v1::Source& source);

// "90d", "2w", "12h", "90d12h", "0".
absl::StatusOr<google::protobuf::Duration> ParsePeriod(std::string_view option,
                                                       std::string_view text);

// The reverse, of whole seconds.
std::string FormatPeriod(const google::protobuf::Duration& period);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_SOURCE_QUERY_H_
