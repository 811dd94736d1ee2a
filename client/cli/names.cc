#include "client/cli/names.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/strings.h"
#include "google/protobuf/descriptor.h"

namespace voc::cli {
namespace {

// How many characters the names of `type` begin with in common: those before
// "UNSPECIFIED", which every enum of the API has for 0.
size_t PrefixLength(const google::protobuf::EnumDescriptor* type) {
  return type->value(0)->name().size() - std::string_view("UNSPECIFIED").size();
}

}  // namespace

std::string EnumName(const google::protobuf::EnumDescriptor* type, int value) {
  if (value == 0) return "";
  const auto* descriptor = type->FindValueByNumber(value);
  if (descriptor == nullptr) return absl::StrCat(value);
  return absl::AsciiStrToLower(descriptor->name().substr(PrefixLength(type)));
}

std::optional<int> ParseEnum(const google::protobuf::EnumDescriptor* type, std::string_view name) {
  for (int i = 1; i < type->value_count(); ++i) {
    const std::string_view known = type->value(i)->name();
    if (absl::EqualsIgnoreCase(client::ToAbsl(known.substr(PrefixLength(type))),
                               client::ToAbsl(name))) {
      return type->value(i)->number();
    }
  }
  return std::nullopt;
}

std::string ListEnum(const google::protobuf::EnumDescriptor* type) {
  std::string list;
  for (int i = 1; i < type->value_count(); ++i) {
    absl::StrAppend(&list, i > 1 ? ", " : "", EnumName(type, type->value(i)->number()));
  }
  return list;
}

}  // namespace voc::cli
