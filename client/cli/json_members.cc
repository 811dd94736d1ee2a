#include "client/cli/json_members.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "client/cli/numbers.h"
#include "client/cli/utf8.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace voc::cli {

std::optional<std::map<std::string, std::string>> JsonMembers(std::string_view text) {
  google::protobuf::Struct object;
  if (!IsUtf8(text) ||
      !google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &object).ok()) {
    return std::nullopt;
  }
  std::map<std::string, std::string> members;
  for (const auto& [name, value] : object.fields()) {
    switch (value.kind_case()) {
      case google::protobuf::Value::kStringValue:
        members[name] = value.string_value();
        break;
      case google::protobuf::Value::kNumberValue:
        members[name] = FormatDouble(value.number_value());
        break;
      case google::protobuf::Value::kBoolValue:
        members[name] = value.bool_value() ? "true" : "false";
        break;
      default:
        break;
    }
  }
  return members;
}

}  // namespace voc::cli
