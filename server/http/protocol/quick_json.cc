#include "server/http/protocol/quick_json.h"

#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "server/http/protocol/utf8.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

constexpr int kMaxDepth = 16;
constexpr size_t kMaxFieldNumber = 64;  // of which it is remembered whether they came
constexpr size_t kMaxMapEntries = 32;

void AppendVarint(uint64_t value, std::string& bytes) {
  while (value >= 0x80) {
    bytes += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  bytes += static_cast<char>(value);
}

void AppendTag(int number, WireFormatLite::WireType type, std::string& bytes) {
  AppendVarint(WireFormatLite::MakeTag(number, type), bytes);
}

void AppendText(int number, std::string_view text, std::string& bytes) {
  AppendTag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, bytes);
  AppendVarint(text.size(), bytes);
  bytes += text;
}

// "2026-11-22T12:15:36.375Z" as a google.protobuf.Timestamp.
bool AppendTime(std::string_view text, std::string& bytes) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kForm.size() || text.back() != 'Z') return false;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !digit : text[i] != kForm[i]) return false;
  }
  const auto number = [text](size_t at, size_t size) {
    int value = 0;
    for (size_t i = at; i < at + size; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const absl::CivilSecond second(number(0, 4), number(5, 2), number(8, 2), number(11, 2),
                                 number(14, 2), number(17, 2));
  // A date that does not exist became another one.
  if (number(0, 4) < 1 || second.month() != number(5, 2) || second.day() != number(8, 2) ||
      second.hour() != number(11, 2) || second.minute() != number(14, 2) ||
      second.second() != number(17, 2)) {
    return false;
  }
  int32_t nanos = 0;
  std::string_view fraction = text.substr(kForm.size(), text.size() - kForm.size() - 1);
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 10) return false;
    fraction.remove_prefix(1);
    for (size_t i = 0; i < 9; ++i) {
      const char c = i < fraction.size() ? fraction[i] : '0';
      if (c < '0' || c > '9') return false;
      nanos = nanos * 10 + (c - '0');
    }
  }
  const auto seconds = static_cast<uint64_t>(second - absl::CivilSecond(1970));
  AppendTag(1, WireFormatLite::WIRETYPE_VARINT, bytes);
  AppendVarint(seconds, bytes);
  AppendTag(2, WireFormatLite::WIRETYPE_VARINT, bytes);
  AppendVarint(static_cast<uint64_t>(nanos), bytes);
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view json) : rest_(json) {}

  bool ReadAll(const Descriptor& type, std::string& bytes) {
    if (!ReadMessage(type, kMaxDepth, bytes)) return false;
    SkipSpace();
    return rest_.empty();
  }

 private:
  void SkipSpace() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n' ||
                              rest_.front() == '\r' || rest_.front() == '\t')) {
      rest_.remove_prefix(1);
    }
  }

  bool Take(char c) {
    SkipSpace();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // The text of a string; a view that is good until the next one is read.
  bool ReadString(std::string_view& text) {
    if (!Take('"')) return false;
    size_t size = 0;
    while (size < rest_.size() && rest_[size] != '"' && rest_[size] != '\\') ++size;
    if (size == rest_.size()) return false;
    if (rest_[size] == '"') {
      text = rest_.substr(0, size);
      rest_.remove_prefix(size + 1);
      return IsPlain(text);
    }
    unescaped_.clear();
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        text = unescaped_;
        return IsPlain(text, /*escaped=*/true);
      }
      if (c != '\\') {
        if (static_cast<unsigned char>(c) < 0x20) return false;
        unescaped_ += c;
        continue;
      }
      if (rest_.empty()) return false;
      switch (rest_.front()) {
        case '"':
          unescaped_ += '"';
          break;
        case '\\':
          unescaped_ += '\\';
          break;
        case '/':
          unescaped_ += '/';
          break;
        case 'n':
          unescaped_ += '\n';
          break;
        case 'r':
          unescaped_ += '\r';
          break;
        case 't':
          unescaped_ += '\t';
          break;
        default:
          return false;
      }
      rest_.remove_prefix(1);
    }
    return false;
  }

  static bool IsPlain(std::string_view text, bool escaped = false) {
    for (const char c : text) {
      if (!escaped && static_cast<unsigned char>(c) < 0x20) return false;
    }
    return IsUtf8(text);
  }

  // A whole number, also in quotes.
  bool ReadWhole(int64_t low, int64_t high, int64_t& value) {
    const bool quoted = Take('"');
    size_t size = 0;
    while (size < rest_.size() &&
           ((rest_[size] >= '0' && rest_[size] <= '9') || (size == 0 && rest_[size] == '-'))) {
      ++size;
    }
    const std::string_view digits = rest_.substr(0, size);
    const std::string_view magnitude = digits.substr(digits.starts_with('-') ? 1 : 0);
    if (magnitude.empty() || magnitude.size() > 18) return false;
    if (magnitude.front() == '0' && (magnitude.size() > 1 || digits.size() > 1)) return false;
    if (!absl::SimpleAtoi(base::ToAbsl(digits), &value) || value < low || value > high)
      return false;
    rest_.remove_prefix(size);
    if (!quoted) return EndsValue();
    // Without a space before it: what is in quotes is the number alone.
    if (!rest_.starts_with('"')) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Whether what was read ends here, and is not the beginning of "1.5" or "truely".
  bool EndsValue() {
    SkipSpace();
    return !rest_.empty() && (rest_.front() == ',' || rest_.front() == '}' || rest_.front() == ']');
  }

  bool ReadWord(std::string_view word) {
    SkipSpace();
    const std::string_view before = rest_;
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    if (EndsValue()) return true;
    rest_ = before;
    return false;
  }

  bool ReadVarint(const FieldDescriptor& field, int64_t low, int64_t high, std::string& bytes) {
    int64_t value = 0;
    if (!ReadWhole(low, high, value)) return false;
    AppendTag(field.number(), WireFormatLite::WIRETYPE_VARINT, bytes);
    AppendVarint(static_cast<uint64_t>(value), bytes);
    return true;
  }

  bool ReadValue(const FieldDescriptor& field, int depth, std::string& bytes) {
    switch (field.type()) {
      case FieldDescriptor::TYPE_STRING: {
        std::string_view text;
        if (!ReadString(text)) return false;
        AppendText(field.number(), text, bytes);
        return true;
      }
      case FieldDescriptor::TYPE_INT32:
        return ReadVarint(field, std::numeric_limits<int32_t>::min(),
                          std::numeric_limits<int32_t>::max(), bytes);
      case FieldDescriptor::TYPE_UINT32:
        return ReadVarint(field, 0, std::numeric_limits<uint32_t>::max(), bytes);
      case FieldDescriptor::TYPE_INT64:
        return ReadVarint(field, std::numeric_limits<int64_t>::min(),
                          std::numeric_limits<int64_t>::max(), bytes);
      case FieldDescriptor::TYPE_UINT64:
        return ReadVarint(field, 0, std::numeric_limits<int64_t>::max(), bytes);
      case FieldDescriptor::TYPE_BOOL: {
        const bool value = ReadWord("true");
        if (!value && !ReadWord("false")) return false;
        AppendTag(field.number(), WireFormatLite::WIRETYPE_VARINT, bytes);
        AppendVarint(value ? 1 : 0, bytes);
        return true;
      }
      case FieldDescriptor::TYPE_ENUM: {
        std::string_view name;
        if (!ReadString(name)) return false;
        const EnumValueDescriptor* const value =
            field.enum_type()->FindValueByName(std::string(name));
        if (value == nullptr) return false;
        AppendTag(field.number(), WireFormatLite::WIRETYPE_VARINT, bytes);
        AppendVarint(static_cast<uint64_t>(int64_t{value->number()}), bytes);
        return true;
      }
      case FieldDescriptor::TYPE_MESSAGE:
        return ReadNested(field, depth - 1, bytes);
      default:
        return false;
    }
  }

  bool ReadNested(const FieldDescriptor& field, int depth, std::string& bytes) {
    const Descriptor& type = *field.message_type();
    std::string nested;
    if (type.full_name().starts_with("google.protobuf.")) {
      std::string_view text;
      if (type.full_name() != "google.protobuf.Timestamp" || !ReadString(text) ||
          !AppendTime(text, nested)) {
        return false;
      }
    } else if (!ReadMessage(type, depth, nested)) {
      return false;
    }
    AppendText(field.number(), nested, bytes);
    return true;
  }

  bool ReadList(const FieldDescriptor& field, int depth, std::string& bytes) {
    if (!Take('[')) return false;
    if (Take(']')) return true;
    do {
      if (!ReadValue(field, depth, bytes)) return false;
    } while (Take(','));
    return Take(']');
  }

  bool ReadMap(const FieldDescriptor& field, std::string& bytes) {
    const Descriptor& entry = *field.message_type();
    if (entry.map_key()->type() != FieldDescriptor::TYPE_STRING ||
        entry.map_value()->type() != FieldDescriptor::TYPE_STRING || !Take('{')) {
      return false;
    }
    if (Take('}')) return true;
    std::vector<std::string> keys;
    std::string nested;
    do {
      std::string_view text;
      if (keys.size() == kMaxMapEntries || !ReadString(text)) return false;
      for (const std::string& key : keys) {
        if (key == text) return false;
      }
      keys.emplace_back(text);
      nested.clear();
      AppendText(1, text, nested);
      if (!Take(':') || !ReadString(text)) return false;
      AppendText(2, text, nested);
      AppendText(field.number(), nested, bytes);
    } while (Take(','));
    return Take('}');
  }

  bool ReadMessage(const Descriptor& type, int depth, std::string& bytes) {
    if (depth == 0 || !Take('{')) return false;
    if (Take('}')) return true;
    uint64_t came = 0;  // by field number
    do {
      std::string_view name;
      if (!ReadString(name) || !Take(':')) return false;
      name_.assign(name);
      const FieldDescriptor* field = type.FindFieldByCamelcaseName(name_);
      if (field == nullptr || field->json_name() != name_) field = type.FindFieldByName(name_);
      if (field == nullptr || static_cast<size_t>(field->number()) >= kMaxFieldNumber ||
          (came >> field->number() & 1) != 0) {
        return false;
      }
      came |= uint64_t{1} << field->number();
      if (const auto* const oneof = field->real_containing_oneof(); oneof != nullptr) {
        for (int i = 0; i < oneof->field_count(); ++i) {
          const FieldDescriptor* const other = oneof->field(i);
          if (other == field) continue;
          if (static_cast<size_t>(other->number()) >= kMaxFieldNumber ||
              (came >> other->number() & 1) != 0) {
            return false;
          }
        }
      }
      const bool read = field->is_map()        ? ReadMap(*field, bytes)
                        : field->is_repeated() ? ReadList(*field, depth, bytes)
                                               : ReadValue(*field, depth, bytes);
      if (!read) return false;
    } while (Take(','));
    return Take('}');
  }

  std::string_view rest_;
  std::string unescaped_;
  std::string name_;
};

}  // namespace

bool QuickJsonToBytes(const Descriptor& type, std::string_view json, std::string& bytes) {
  return !type.full_name().starts_with("google.protobuf.") && Reader(json).ReadAll(type, bytes);
}

}  // namespace voc::http
