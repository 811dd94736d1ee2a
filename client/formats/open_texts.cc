#include "client/formats/open_texts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/mapping.h"
#include "client/formats/vendor_time.h"

namespace voc::formats {
namespace {

// What nobody writes into a field of options.
constexpr size_t kLongAnswerBytes = 60;
// The most options of a question.
constexpr size_t kMaxOptions = 12;

constexpr std::array<std::string_view, 4> kWhy = {"why", "varför", "hvorfor", "kvifor"};
constexpr std::array<std::string_view, 9> kComment = {"comment",     "comments",  "feedback",
                                                      "reason",      "kommentar", "kommentarer",
                                                      "kommentaren", "anledning", "begrunnelse"};
// What describes a customer or the way an answer came, and is no question.
constexpr std::array<std::string_view, 40> kDescribing = {
    "account",   "action",   "agent",     "app version", "browser",   "channel",  "city",
    "company",   "contact",  "country",   "department",  "device",    "domain",   "first name",
    "firstname", "gender",   "industry",  "kön",         "land",      "language", "last name",
    "lastname",  "locale",   "name",      "os",          "page",      "phone",    "plan",
    "platform",  "referrer", "region",    "role",        "segment",   "source",   "status",
    "tags",      "team",     "time zone", "title",       "user agent"};
constexpr std::array<std::string_view, 13> kYesOrNo = {
    "yes", "no", "y", "n", "true", "false", "ja", "nej", "nei", "on", "off", "checked", "selected"};

template <size_t n>
bool IsOneOf(const std::array<std::string_view, n>& known, std::string_view text) {
  return std::find(known.begin(), known.end(), text) != known.end();
}

// The words of a name without its signs and digits: "2. Why_so?" has two.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  bool within = false;
  for (const char c : absl::AsciiStrToLower(client::ToAbsl(text))) {
    const bool is_letter =
        static_cast<unsigned char>(c) >= 0x80 || absl::ascii_isalpha(static_cast<unsigned char>(c));
    if (is_letter && !within) words.emplace_back();
    if (is_letter) words.back() += c;
    within = is_letter;
  }
  return words;
}

bool Describes(std::string_view name) {
  const std::vector<std::string> words = WordsOf(name);
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
  return IsOneOf(kDescribing, joined) ||
         (!words.empty() &&
          (words.front() == "utm" || words.back() == "id" || words.back() == "uuid"));
}

// One word that no customer means as a comment: a number, id, time, address, yes or no.
bool IsData(const std::string& sample) {
  const std::string_view text = client::ToStd(absl::StripAsciiWhitespace(sample));
  double number = 0;
  if (absl::SimpleAtod(client::ToAbsl(text), &number)) return true;
  for (const TimeShape shape : {TimeShape::kAny, TimeShape::kMonthFirst, TimeShape::kDayFirst}) {
    if (ParseVendorTime(text, shape, absl::UTCTimeZone()).has_value()) return true;
  }
  if (text.find_first_of(" \n") != std::string_view::npos) return false;
  return text.find('@') != std::string_view::npos || text.find("://") != std::string_view::npos ||
         text.starts_with("www.") || text.find_first_of("0123456789") != std::string_view::npos ||
         IsOneOf(kYesOrNo, absl::AsciiStrToLower(client::ToAbsl(text)));
}

// The answers of a column, and what they are like.
struct Answers {
  size_t filled = 0;
  size_t several_words = 0;
  size_t data = 0;
  bool has_long = false;
  std::set<std::string> distinct;

  explicit Answers(const SurveyColumn& column) {
    for (const std::string& sample : column.samples) {
      const absl::string_view text = absl::StripAsciiWhitespace(sample);
      if (text.empty()) continue;
      ++filled;
      distinct.insert(std::string(text));
      several_words += text.find_first_of(" \n") != absl::string_view::npos ? 1 : 0;
      data += IsData(sample) ? 1 : 0;
      has_long |= text.size() > kLongAnswerBytes;
    }
  }

  // At least three of four: there may be comments such as "10".
  bool AreData() const { return data * 4 >= filled * 3; }
  bool ReadLikeText() const {
    return has_long || (several_words * 3 >= filled && distinct.size() * 2 > filled);
  }
  bool AreOptions() const {
    return distinct.size() <= kMaxOptions && distinct.size() * 3 <= filled;
  }
};

}  // namespace

bool AsksForComment(std::string_view words) {
  const std::vector<std::string> parts = WordsOf(words);
  if (parts.empty()) return false;
  return IsOneOf(kWhy, parts.front()) || IsOneOf(kWhy, parts.back()) ||
         IsOneOf(kComment, parts.back());
}

std::vector<size_t> OpenTexts(const std::vector<SurveyColumn>& columns,
                              const std::vector<size_t>& among) {
  std::vector<size_t> texts;
  std::vector<size_t> others;
  for (const size_t index : among) {
    const SurveyColumn& column = columns[index];
    if (column.kind == SurveyColumn::Kind::kText) texts.push_back(index);
    if (column.kind != SurveyColumn::Kind::kUnknown || Describes(column.name)) continue;
    const Answers answers(column);
    if (answers.filled == 0 || answers.AreData()) continue;
    if (answers.ReadLikeText() || AsksForComment(column.name) || AsksForComment(column.words)) {
      texts.push_back(index);
    } else if (!answers.AreOptions()) {
      others.push_back(index);
    }
  }
  return texts.empty() && others.size() == 1 ? others : texts;
}

}  // namespace voc::formats
