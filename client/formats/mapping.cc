#include "client/formats/mapping.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/formats/mapping_words.h"

namespace voc::formats {
namespace {

// Reads a mapping line by line.
class Parser {
 public:
  absl::Status ReadLine(std::string_view line) {
    absl::StatusOr<std::vector<Word>> words = SplitWords(line);
    if (!words.ok()) return words.status();
    words_ = *std::move(words);
    at_ = 0;
    if (words_.empty()) return absl::OkStatus();
    if (++lines_ > kMaxRules) return Error(absl::StrCat("more than ", kMaxRules, " lines"));
    absl::Status status = ReadStatement(words_[at_++]);
    if (!status.ok()) return status;
    return AtEnd() ? absl::OkStatus() : Unexpected();
  }

  absl::StatusOr<Mapping> Finish() {
    if (!mapping_.csv.json_column.empty() && mapping_.csv.group_by.empty()) {
      return Error("\"json-column\" needs \"group-by\"");
    }
    if (mapping_.sections.empty()) return std::move(mapping_);
    for (const Rule& rule : mapping_.rules) {
      if (rule.field >= Field::kMetric && rule.field <= Field::kLowIsGood) {
        return Error(absl::StrCat("\"", std::string(InfoOf(rule.field).name),
                                  "\" must stand below a question, since there are some"));
      }
    }
    return std::move(mapping_);
  }

 private:
  static absl::Status Error(std::string_view message) {
    return absl::InvalidArgumentError({message.data(), message.size()});
  }

  bool AtEnd() const { return at_ == words_.size(); }
  bool Take(std::string_view keyword) {
    if (AtEnd() || !words_[at_].Is(keyword)) return false;
    ++at_;
    return true;
  }
  bool IsSign() const {
    return !AtEnd() && (words_[at_].Is("<-") || words_[at_].Is("=") || words_[at_].Is("|"));
  }
  absl::Status Unexpected() const {
    if (AtEnd()) return Error("the line ends too early");
    return Error(absl::StrCat("\"", words_[at_].text, "\" is not expected here"));
  }
  absl::Status TakeText(std::string* text) {
    if (AtEnd() || IsSign()) return Unexpected();
    *text = words_[at_++].text;
    return absl::OkStatus();
  }
  // "a" | "b"
  absl::Status TakeNames(std::vector<std::string>* names) {
    do {
      absl::Status status = TakeText(&names->emplace_back());
      if (!status.ok()) return status;
    } while (Take("|"));
    return absl::OkStatus();
  }

  absl::Status ReadStatement(const Word& first) {
    if (first.Is("format")) {
      absl::Status status = TakeText(&mapping_.format);
      return status.ok() && !AtEnd() ? TakeText(&mapping_.title) : status;
    }
    if (first.Is("needs")) return TakeNames(&mapping_.needs.emplace_back());
    if (first.Is("ignore")) return ReadIgnored();
    if (first.Is("skip")) return ReadSkip();
    if (first.Is("zone")) return ReadZone();
    if (first.Is("delimiter")) return ReadDelimiter();
    if (first.Is("header-rows")) return ReadHeaderRows();
    if (first.Is("joined-header")) return Set(&mapping_.csv.joined_header);
    if (first.Is("footer")) return Set(&mapping_.csv.footer);
    if (first.Is("text-guard")) return Set(&mapping_.csv.text_guard);
    if (first.Is("find-questions")) {
      mapping_.numbered_questions = Take("numbered");
      return Set(&mapping_.find_questions);
    }
    if (first.Is("json-column")) return TakeText(&mapping_.csv.json_column);
    if (first.Is("group-by")) return TakeText(&mapping_.csv.group_by);
    if (first.Is("question")) return TakeText(&mapping_.sections.emplace_back().question_id);
    if (first.Is("each")) {
      Section& section = mapping_.sections.emplace_back();
      absl::Status status = TakeText(&section.each);
      if (status.ok() && section.each.empty()) return Error("\"each\" needs the path of a list");
      return status;
    }
    return ReadRule(first);
  }

  static absl::Status Set(bool* flag) {
    *flag = true;
    return absl::OkStatus();
  }

  absl::Status ReadIgnored() {
    do {
      std::string name;
      absl::Status status = TakeText(&name);
      if (!status.ok()) return status;
      mapping_.ignored.push_back(NormalName(name));
    } while (!AtEnd());
    return absl::OkStatus();
  }

  absl::Status ReadZone() {
    absl::Status status = TakeText(&mapping_.zone_name);
    if (!status.ok()) return status;
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(mapping_.zone_name, &zone)) {
      return Error(
          absl::StrCat("\"", mapping_.zone_name, "\" is no time zone such as Europe/Oslo"));
    }
    mapping_.zone = zone;
    return absl::OkStatus();
  }

  absl::Status ReadDelimiter() {
    std::string text;
    absl::Status status = TakeText(&text);
    if (!status.ok()) return status;
    if (text != "," && text != ";" && text != "\t") {
      return Error(absl::StrCat(Quoted(text), " is none of \",\", \";\" and \"\\t\""));
    }
    mapping_.csv.delimiter = text[0];
    return absl::OkStatus();
  }

  absl::Status ReadHeaderRows() {
    std::string text;
    absl::Status status = TakeText(&text);
    if (!status.ok()) return status;
    if (text.size() != 1 || text[0] < '1' || text[0] > '9') {
      return Error(absl::StrCat("\"", text, "\" is no number of rows from 1 to 9"));
    }
    mapping_.csv.header_rows = text[0] - '0';
    return absl::OkStatus();
  }

  // COLUMN is VALUE..., COLUMN filled, COLUMN empty
  absl::Status ReadCondition(Condition* condition) {
    absl::Status status = TakeNames(&condition->columns);
    if (!status.ok()) return status;
    if (Take("filled")) {
      condition->test = Condition::Test::kFilled;
    } else if (Take("empty")) {
      condition->test = Condition::Test::kEmpty;
    } else if (Take("is")) {
      do {
        std::string value;
        status = TakeText(&value);
        if (!status.ok()) return status;
        condition->values.push_back(NormalName(value));
      } while (!AtEnd() && !words_[at_].Is("because"));
    } else {
      return Unexpected();
    }
    return absl::OkStatus();
  }

  absl::Status ReadSkip() {
    SkipRule skip;
    skip.unless = Take("unless");
    if (!skip.unless && !Take("when")) return Unexpected();
    absl::Status status = ReadCondition(&skip.condition);
    if (status.ok() && Take("because")) status = TakeText(&skip.reason);
    mapping_.skips.push_back(std::move(skip));
    return status;
  }

  absl::Status ReadTarget(const Word& word, Rule* rule) {
    const std::string_view name = word.text;
    if (name.starts_with(kPropertyPrefix)) {
      rule->field = Field::kProperty;
      rule->property_key = name.substr(kPropertyPrefix.size());
      // "property."Key with blanks"" comes as two words.
      if (rule->property_key.empty() && !AtEnd() && words_[at_].quoted) {
        rule->property_key = words_[at_++].text;
      }
      return rule->property_key.empty() ? Error("a property needs a key") : absl::OkStatus();
    }
    for (const FieldInfo& info : kFields) {
      if (info.name == name) {
        rule->field = info.field;
        return absl::OkStatus();
      }
    }
    return Error(absl::StrCat("\"", word.text, "\" is no field"));
  }

  absl::Status ReadRule(const Word& first) {
    Rule rule;
    absl::Status status = ReadTarget(first, &rule);
    if (!status.ok()) return status;
    if (Take("=")) {
      status = TakeText(&rule.constant);
      if (status.ok() && Take("when")) status = ReadCondition(&rule.when.emplace());
    } else if (!Take("<-")) {
      return Unexpected();
    } else if (Take("hash")) {
      rule.hash = true;
      do {
        status = TakeText(&rule.columns.emplace_back());
      } while (status.ok() && !AtEnd());
    } else {
      status = TakeNames(&rule.columns);
      while (status.ok() && !AtEnd() && !words_[at_].Is("when")) status = ReadStep(&rule);
      if (status.ok() && Take("when")) status = ReadCondition(&rule.when.emplace());
    }
    if (!status.ok()) return status;
    if (status = CheckRule(rule); !status.ok()) return status;
    (mapping_.sections.empty() ? mapping_.rules : mapping_.sections.back().rules)
        .push_back(std::move(rule));
    return absl::OkStatus();
  }

  absl::Status CheckRule(const Rule& rule) const {
    if (rule.property_key == "*" &&
        (rule.columns.size() != 1 || !std::string_view(rule.columns[0]).ends_with('*'))) {
      return Error("property.* needs one column that ends in *");
    }
    if (rule.field == Field::kCollectedAt && rule.time == TimeShape::kNone) {
      return Error("\"collected_at\" needs \"time\" at its end");
    }
    if (rule.time != TimeShape::kNone && rule.field != Field::kCollectedAt &&
        rule.field != Field::kClientRevision) {
      return Error("\"time\" is for collected_at and client_revision alone");
    }
    return absl::OkStatus();
  }

  absl::Status ReadStep(Rule* rule) {
    if (rule->time != TimeShape::kNone) return Unexpected();
    Step step;
    if (Take("time")) {
      rule->time = Take("seconds")       ? TimeShape::kSeconds
                   : Take("millis")      ? TimeShape::kMillis
                   : Take("epoch")       ? TimeShape::kEpoch
                   : Take("month-first") ? TimeShape::kMonthFirst
                   : Take("day-first")   ? TimeShape::kDayFirst
                                         : TimeShape::kAny;
      return absl::OkStatus();
    }
    absl::Status status;
    if (Take("lower")) {
      step.kind = Step::Kind::kLower;
    } else if (Take("number")) {
      step.kind = Step::Kind::kNumber;
    } else if (Take("domain")) {
      step.kind = Step::Kind::kDomain;
    } else if (Take("parameter")) {
      step.kind = Step::Kind::kParameter;
      status = TakeText(&step.argument);
    } else if (Take("before")) {
      step.kind = Step::Kind::kBefore;
      status = TakeText(&step.argument);
    } else if (Take("after")) {
      step.kind = Step::Kind::kAfter;
      status = TakeText(&step.argument);
    } else if (Take("values")) {
      step.kind = Step::Kind::kValues;
      status = ReadValues(&step);
    } else {
      return AtEnd() || words_[at_].quoted || IsSign()
                 ? Unexpected()
                 : Error(absl::StrCat("\"", words_[at_].text, "\" is no step"));
    }
    rule->steps.push_back(std::move(step));
    return status;
  }

  // good=2 "not so good"=1 otherwise keep
  absl::Status ReadValues(Step* step) {
    while (at_ + 1 < words_.size() && words_[at_ + 1].Is("=")) {
      std::string from;
      std::string to;
      absl::Status status = TakeText(&from);
      ++at_;
      if (status.ok()) status = TakeText(&to);
      if (!status.ok()) return status;
      step->values.emplace_back(NormalName(from), std::move(to));
    }
    if (step->values.empty()) return Error("\"values\" needs pairs such as good=2");
    if (!Take("otherwise")) return absl::OkStatus();
    if (Take("keep")) {
      step->otherwise = Step::Otherwise::kKeep;
    } else if (Take("none")) {
      step->otherwise = Step::Otherwise::kNone;
    } else {
      return Unexpected();
    }
    return absl::OkStatus();
  }

  Mapping mapping_;
  std::vector<Word> words_;
  size_t at_ = 0;
  size_t lines_ = 0;
};

}  // namespace

std::string NormalName(std::string_view name) {
  std::string normal;
  normal.reserve(name.size());
  for (const char c : name) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) normal += absl::ascii_tolower(c);
  }
  return normal;
}

absl::StatusOr<Mapping> ParseMapping(std::string_view text) {
  if (text.size() > kMaxMappingBytes) {
    return absl::InvalidArgumentError("a mapping must not be longer than 1 MiB");
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Parser parser;
  for (int64_t number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const absl::Status status = parser.ReadLine(text.substr(0, end));
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", status.message()));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parser.Finish();
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace voc::formats
