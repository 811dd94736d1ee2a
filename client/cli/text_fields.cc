#include "client/cli/text_fields.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/utf8.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace voc::cli {
namespace {

using google::protobuf::FieldDescriptor;
using Matches = std::function<bool(std::string_view)>;

// Of a map with texts for keys and values.
std::string FindInMap(const google::protobuf::Message& message, const FieldDescriptor* field,
                      const Matches& matches) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    const auto& entry = reflection->GetRepeatedMessage(message, field, i);
    const auto text = [&](const FieldDescriptor* part) {
      return entry.GetReflection()->GetString(entry, part);
    };
    const std::string key = text(field->message_type()->map_key());
    if (matches(key) || matches(text(field->message_type()->map_value()))) {
      return absl::StrCat(field->name(), "[", key, "]");
    }
  }
  return "";
}

std::string FindInRepeated(const google::protobuf::Message& message, const FieldDescriptor* field,
                           const Matches& matches) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (matches(reflection->GetRepeatedString(message, field, i))) {
      return absl::StrCat(field->name(), "[", i, "]");
    }
  }
  return "";
}

}  // namespace

std::string FindText(const google::protobuf::Message& message, const Matches& matches) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    std::string path;
    if (field->is_map()) {
      path = FindInMap(message, field, matches);
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (field->is_repeated()) {
        path = FindInRepeated(message, field, matches);
      } else if (matches(reflection->GetString(message, field))) {
        path = field->name();
      }
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE && !field->is_repeated()) {
      path = FindText(reflection->GetMessage(message, field), matches);
      if (!path.empty()) path = absl::StrCat(field->name(), ".", path);
    }
    if (!path.empty()) return path;
  }
  return "";
}

std::string FindBrokenText(const google::protobuf::Message& message) {
  return FindText(message, [](std::string_view text) { return !IsUtf8(text); });
}

}  // namespace voc::cli
