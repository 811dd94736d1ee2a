#include "client/formats/steps.h"

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/strings.h"
#include "client/formats/freemail.h"
#include "client/formats/mapping.h"

namespace voc::formats {
namespace {

constexpr size_t kKeyBytes = 16;
// Of a text in an error, and of the values it is compared with.
constexpr size_t kMaxExcerptBytes = 60;
constexpr size_t kMaxListedValues = 12;

std::string_view Trim(std::string_view text) {
  return client::ToStd(absl::StripAsciiWhitespace(client::ToAbsl(text)));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "Extremely likely - 10", "10 - Extremely likely", "9.0"; the minus of "- 10" is a
// dash, that of "-1" belongs to the number.
std::string_view NumberIn(std::string_view text) {
  const bool is_number = !text.empty() && (IsDigit(text[0]) || text[0] == '-') &&
                         text.find_first_not_of("0123456789.", 1) == std::string_view::npos;
  if (is_number) return text;
  size_t begin = text.size();
  while (begin > 0 && IsDigit(text[begin - 1])) --begin;
  if (begin < text.size()) return text.substr(begin);
  size_t end = 0;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return text.substr(0, end);
}

// %3A is a colon.
std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_code = text[i] == '%' && i + 2 < text.size() &&
                         absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                         absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]));
    if (!is_code) {
      decoded += text[i];
      continue;
    }
    decoded += absl::HexStringToBytes(client::ToAbsl(text.substr(i + 1, 2)));
    i += 2;
  }
  return decoded;
}

std::string ParameterOf(std::string_view url, std::string_view name) {
  size_t at = url.find('?');
  while (at != std::string_view::npos) {
    std::string_view rest = url.substr(at + 1);
    if (rest.starts_with(name) && rest.substr(name.size()).starts_with('=')) {
      rest.remove_prefix(name.size() + 1);
      return PercentDecoded(rest.substr(0, rest.find_first_of("&#")));
    }
    at = url.find('&', at + 1);
  }
  return "";
}

absl::StatusOr<std::string> ValueOf(std::string_view text, const Step& step) {
  const std::string key = NormalName(text);
  for (const auto& [from, to] : step.values) {
    if (from == key) return to;
  }
  switch (step.otherwise) {
    case Step::Otherwise::kKeep:
      return std::string(text);
    case Step::Otherwise::kNone:
      return std::string();
    case Step::Otherwise::kRefuse:
      break;
  }
  if (text.empty()) return std::string();
  std::string known;
  for (size_t i = 0; i < step.values.size() && i < kMaxListedValues; ++i) {
    absl::StrAppend(&known, i > 0 ? ", " : "", step.values[i].first);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      Excerpt(text), " is none of ", known, step.values.size() > kMaxListedValues ? "..." : ""));
}

absl::StatusOr<std::string> TakeStep(std::string_view text, const Step& step) {
  switch (step.kind) {
    case Step::Kind::kLower:
      return absl::AsciiStrToLower(client::ToAbsl(text));
    case Step::Kind::kNumber: {
      const std::string_view number = NumberIn(text);
      if (number.empty() && !text.empty()) {
        return absl::InvalidArgumentError(
            absl::StrCat(Excerpt(text), " neither begins nor ends with a number"));
      }
      return std::string(number);
    }
    case Step::Kind::kDomain:
      return AccountOfEmail(text);
    case Step::Kind::kParameter:
      return ParameterOf(text, step.argument);
    case Step::Kind::kBefore:
      return std::string(Trim(text.substr(0, text.find(step.argument))));
    case Step::Kind::kAfter: {
      const size_t at = text.find(step.argument);
      if (at == std::string_view::npos) return std::string();
      return std::string(Trim(text.substr(at + step.argument.size())));
    }
    case Step::Kind::kValues:
      return ValueOf(text, step);
  }
  return std::string(text);
}

}  // namespace

std::string Excerpt(std::string_view text) {
  if (text.size() <= kMaxExcerptBytes) return absl::StrCat("\"", client::ToAbsl(text), "\"");
  size_t end = kMaxExcerptBytes;
  // Not within a character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat("\"", client::ToAbsl(text.substr(0, end)), "...\"");
}

absl::StatusOr<std::string> TakeSteps(std::string_view text, const std::vector<Step>& steps) {
  std::string value(steps.empty() ? Trim(text) : text);
  // "before TAB" has to see a text that begins with one.
  for (const Step& step : steps) {
    const bool whole = step.kind == Step::Kind::kBefore || step.kind == Step::Kind::kAfter;
    absl::StatusOr<std::string> next =
        TakeStep(whole ? std::string_view(value) : Trim(value), step);
    if (!next.ok()) return next.status();
    value = *std::move(next);
  }
  return value;
}

std::string HashKey(const std::vector<std::string_view>& texts) {
  std::string bytes;
  for (const std::string_view text : texts) {
    const std::string_view trimmed = Trim(text);
    absl::StrAppend(&bytes, trimmed.size(), ":", client::ToAbsl(trimmed));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  // Fails only without memory, or where OpenSSL's configuration took SHA-256 away.
  // Without keys nothing can go on.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    std::abort();
  }
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), kKeyBytes});
}

}  // namespace voc::formats
