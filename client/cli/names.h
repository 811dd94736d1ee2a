#ifndef VOC_CLIENT_CLI_NAMES_H_
#define VOC_CLIENT_CLI_NAMES_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/strings.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace voc::cli {

// Enum values as people and files write them: without the prefix of the type,
// in lower case, and empty for the unspecified one: METRIC_NPS is "nps".
std::string EnumName(const google::protobuf::EnumDescriptor* type, int value);

// The reverse, in any case; absent for unknown names and the unspecified value.
std::optional<int> ParseEnum(const google::protobuf::EnumDescriptor* type, std::string_view name);

// "nps, csat, ces"
std::string ListEnum(const google::protobuf::EnumDescriptor* type);

template <typename Enum>
std::string NameOf(Enum value) {
  return EnumName(google::protobuf::GetEnumDescriptor<Enum>(), value);
}

// INVALID_ARGUMENT that names `option` and what is allowed.
template <typename Enum>
absl::StatusOr<Enum> ParseNameOption(std::string_view option, std::string_view name) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  const std::optional<int> value = ParseEnum(type, name);
  if (value.has_value()) return static_cast<Enum>(*value);
  return absl::InvalidArgumentError(absl::StrCat(client::ToAbsl(option), ": ", ListEnum(type),
                                                 ", not \"", client::ToAbsl(name), "\""));
}

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_NAMES_H_
