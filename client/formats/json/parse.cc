#include "client/formats/json/parse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace voc::formats::json {
namespace {

using Json = nlohmann::json;

// Of a text that is no JSON.
constexpr size_t kMaxShownBytes = 30;
constexpr char kTooDeep[] = "more than 64 levels deep";

// Where vendors put their records.
constexpr std::array<std::string_view, 7> kLists = {
    "data", "results", "items", "reviews", "responses", "satisfaction_ratings", "aaData"};

// How far the parser has read, told by its iterators. It takes no byte in advance, so
// that a bracket it has just announced is the last byte read.
struct Reader {
  size_t offset = 0;
  int64_t line = 1;
};

class Bytes {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Bytes(const char* at, Reader* reader) : at_(at), reader_(reader) {}

  reference operator*() const { return *at_; }
  Bytes& operator++() {
    ++reader_->offset;
    reader_->line += *at_ == '\n' ? 1 : 0;
    ++at_;
    return *this;
  }
  Bytes operator++(int) {
    Bytes old = *this;
    ++*this;
    return old;
  }
  bool operator==(const Bytes& other) const { return at_ == other.at_; }
  bool operator!=(const Bytes& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Reader* reader_;
};

// In words, from what the parser says.
std::string Describe(std::string_view text, size_t position, const std::string& message) {
  if (message.find("UTF-8") != std::string::npos) return "is not UTF-8";
  if (message.find("number overflow") != std::string::npos) return "a number is too large";
  const size_t last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) return "no JSON, but nothing at all";
  if (position > last + 1) return "the JSON breaks off: the text ends too early";
  // What can be shown anywhere.
  std::string_view here =
      text.substr(std::clamp<size_t>(position, 1, text.size()) - 1, kMaxShownBytes);
  const auto end = std::find_if_not(here.begin(), here.end(), [](char c) {
    return absl::ascii_isprint(static_cast<unsigned char>(c));
  });
  here = here.substr(0, end - here.begin());
  return here.empty() ? "no JSON" : absl::StrCat("no JSON at ", std::string(here));
}

// What both ways of reading share: depth, and the error.
class Events {
 public:
  explicit Events(std::string_view text) : text_(text) {}

  const std::string& error() const { return error_; }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& thrown) {
    if (error_.empty()) error_ = Describe(text_, position, thrown.what());
    return false;
  }

 protected:
  bool Fail(std::string error) {
    error_ = std::move(error);
    return false;
  }

 private:
  std::string_view text_;
  std::string error_;
};

class Finder : public Events {
 public:
  Finder(std::string_view text, const Reader& reader) : Events(text), reader_(reader) {}

  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(Json::number_integer_t) { return true; }
  bool number_unsigned(Json::number_unsigned_t) { return true; }
  bool number_float(Json::number_float_t, const std::string&) { return true; }
  bool string(std::string&) { return true; }
  bool binary(Json::binary_t&) { return true; }
  bool key(std::string& name) {
    stack_.back().key = std::move(name);
    return true;
  }

  bool start_object(std::size_t) {
    Level level;
    const Role around = stack_.empty() ? Role::kTop : stack_.back().role;
    if (around == Role::kTop || around == Role::kTopList) {
      level.role = Role::kCandidate;
    } else if (around == Role::kCandidate && stack_.back().key == "feed") {
      level.role = Role::kFeed;
      Demote();
    } else if (around == Role::kList || (around == Role::kFeed && stack_.back().key == "entry")) {
      level.role = Role::kRecord;
    }
    level.start = {.offset = reader_.offset - 1, .line = reader_.line};
    return Push(std::move(level));
  }

  bool end_object() {
    const Level level = std::move(stack_.back());
    stack_.pop_back();
    if (level.role == Role::kRecord || level.role == Role::kCandidate) {
      Span record = level.start;
      record.size = reader_.offset - record.offset;
      if (record.size > kMaxRecordBytes) return Fail("a record is longer than 16 MiB");
      if (records_.size() == kMaxRecords) return Fail("more than 5,000,000 records");
      records_.push_back(record);
    }
    return true;
  }

  bool start_array(std::size_t) {
    Level level;
    const Role around = stack_.empty() ? Role::kTop : stack_.back().role;
    const bool listed = !stack_.empty() &&
                        std::find(kLists.begin(), kLists.end(), stack_.back().key) != kLists.end();
    if (around == Role::kTop) {
      level.role = Role::kTopList;
    } else if (around == Role::kCandidate && listed) {
      level.role = Role::kList;
      Demote();
    } else if (around == Role::kFeed && stack_.back().key == "entry") {
      level.role = Role::kList;
    }
    return Push(std::move(level));
  }

  bool end_array() {
    stack_.pop_back();
    return true;
  }

  std::vector<Span> TakeRecords() { return std::move(records_); }

 private:
  // kTop is what stands around the outermost value; kCandidate is a record unless a
  // list of records is found in it.
  enum class Role { kNone, kTop, kTopList, kCandidate, kFeed, kList, kRecord };

  struct Level {
    Role role = Role::kNone;
    std::string key;
    Span start;
  };

  bool Push(Level level) {
    stack_.push_back(std::move(level));
    return stack_.size() <= kMaxDepth || Fail(kTooDeep);
  }

  // The object on top wraps records, and is none.
  void Demote() { stack_.back().role = Role::kNone; }

  const Reader& reader_;
  std::vector<Level> stack_;
  std::vector<Span> records_;
};

class Builder : public Events {
 public:
  explicit Builder(std::string_view text) : Events(text) {}

  bool null() { return Add({}); }
  bool boolean(bool value) { return Scalar(Value::Kind::kBool, value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t value) {
    return Scalar(Value::Kind::kNumber, absl::StrCat(value));
  }
  bool number_unsigned(Json::number_unsigned_t value) {
    return Scalar(Value::Kind::kNumber, absl::StrCat(value));
  }
  bool number_float(Json::number_float_t value, const std::string& text) {
    constexpr double kExact = 1e15;
    const bool whole = std::abs(value) < kExact && value == std::trunc(value);
    return Scalar(Value::Kind::kNumber, whole ? absl::StrCat(static_cast<int64_t>(value)) : text);
  }
  bool string(std::string& text) { return Scalar(Value::Kind::kString, std::move(text)); }
  bool binary(Json::binary_t&) { return false; }
  bool key(std::string& name) {
    stack_.back().key = std::move(name);
    return true;
  }
  bool start_object(std::size_t) { return Open(Value::Object()); }
  bool start_array(std::size_t) { return Open(Value::Array()); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }

  Value TakeValue() { return std::move(whole_); }

 private:
  struct Level {
    Value value;
    std::string key;
  };

  bool Scalar(Value::Kind kind, std::string text) {
    Value value;
    value.kind = kind;
    value.text = std::move(text);
    return Add(std::move(value));
  }

  bool Open(Value value) {
    stack_.push_back({.value = std::move(value), .key = ""});
    return stack_.size() <= kMaxDepth || Fail(kTooDeep);
  }

  bool Close() {
    Value value = std::move(stack_.back().value);
    stack_.pop_back();
    return Add(std::move(value));
  }

  bool Add(Value value) {
    if (++count_ > kMaxRecordValues) return Fail("more than 20,000 values");
    if (stack_.empty()) {
      whole_ = std::move(value);
    } else if (Level& level = stack_.back(); level.value.is_array()) {
      level.value.items.push_back(std::move(value));
    } else {
      level.value.members.push_back({std::move(level.key), std::move(value)});
    }
    return true;
  }

  std::vector<Level> stack_;
  Value whole_;
  size_t count_ = 0;
};

}  // namespace

Document FindRecords(std::string_view text, int64_t first_line) {
  Reader reader{.offset = 0, .line = first_line};
  Finder finder(text, reader);
  const bool sound = Json::sax_parse(Bytes(text.data(), &reader),
                                     Bytes(text.data() + text.size(), &reader), &finder);
  Document document;
  if (!sound) {
    document.error = finder.error();
    document.error_line = reader.line;
  }
  document.records = finder.TakeRecords();
  return document;
}

absl::StatusOr<Value> ParseValue(std::string_view text) {
  if (text.size() > kMaxRecordBytes) {
    return absl::InvalidArgumentError("a record is longer than 16 MiB");
  }
  Builder builder(text);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    return absl::InvalidArgumentError(builder.error());
  }
  return builder.TakeValue();
}

}  // namespace voc::formats::json
