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

// `path`, if it is not empty, as one below `where`.
std::string Below(const std::string& where, const std::string& path) {
  return path.empty() ? "" : absl::StrCat(where, ".", path);
}

// Of a map with texts for keys, and texts or messages for values.
std::string FindInMap(const google::protobuf::Message& message, const FieldDescriptor* field,
                      const Matches& matches) {
  const auto* reflection = message.GetReflection();
  const FieldDescriptor* const value = field->message_type()->map_value();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    const auto& entry = reflection->GetRepeatedMessage(message, field, i);
    const auto text = [&](const FieldDescriptor* part) {
      return entry.GetReflection()->GetString(entry, part);
    };
    const std::string key = text(field->message_type()->map_key());
    const std::string where = absl::StrCat(field->name(), "[", key, "]");
    if (matches(key)) return where;
    if (value->type() == FieldDescriptor::TYPE_STRING && matches(text(value))) return where;
    if (value->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    std::string path =
        Below(where, FindText(entry.GetReflection()->GetMessage(entry, value), matches));
    if (!path.empty()) return path;
  }
  return "";
}

std::string FindInMessages(const google::protobuf::Message& message, const FieldDescriptor* field,
                           const Matches& matches) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    std::string path = Below(absl::StrCat(field->name(), "[", i, "]"),
                             FindText(reflection->GetRepeatedMessage(message, field, i), matches));
    if (!path.empty()) return path;
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
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      path = field->is_repeated()
                 ? FindInMessages(message, field, matches)
                 : Below(field->name(), FindText(reflection->GetMessage(message, field), matches));
    }
    if (!path.empty()) return path;
  }
  return "";
}

std::string FindBrokenText(const google::protobuf::Message& message) {
  return FindText(message, [](std::string_view text) { return !IsUtf8(text); });
}

}  // namespace voc::cli
