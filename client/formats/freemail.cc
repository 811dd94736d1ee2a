#include "client/formats/freemail.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "client/cpp/strings.h"

namespace voc::formats {
namespace {

// Sorted. Mailboxes for everyone: the large ones of the world, then those of Nordic
// and neighbouring providers.
constexpr auto kFreemail = std::to_array<std::string_view>({
    "126.com",        "163.com",        "aim.com",       "altibox.no",     "aol.com",
    "arcor.de",       "att.net",        "bahnhof.se",    "bell.net",       "bigpond.com",
    "bluewin.ch",     "bredband.net",   "bredband2.com", "btinternet.com", "c2i.net",
    "comcast.net",    "comhem.se",      "cox.net",       "daum.net",       "dbmail.dk",
    "elisanet.fi",    "email.com",      "email.cz",      "fastmail.com",   "fastmail.fm",
    "free.fr",        "freenet.de",     "frisurf.no",    "getmail.no",     "gmail.com",
    "gmx.at",         "gmx.ch",         "gmx.com",       "gmx.de",         "gmx.net",
    "googlemail.com", "hanmail.net",    "hey.com",       "home.se",        "hotmail.co.uk",
    "hotmail.com",    "hotmail.de",     "hotmail.dk",    "hotmail.fi",     "hotmail.fr",
    "hotmail.no",     "hotmail.se",     "icloud.com",    "inbox.lv",       "jubii.dk",
    "kolumbus.fi",    "laposte.net",    "libero.it",     "live.com",       "live.dk",
    "live.fi",        "live.no",        "live.se",       "mac.com",        "mail.com",
    "mail.dk",        "mail.ru",        "me.com",        "msn.com",        "naver.com",
    "onet.pl",        "online.no",      "orange.fr",     "outlook.com",    "outlook.de",
    "outlook.dk",     "outlook.no",     "outlook.se",    "pm.me",          "post.tele.dk",
    "proton.me",      "protonmail.com", "qq.com",        "rocketmail.com", "seznam.cz",
    "sky.com",        "spray.se",       "stofanet.dk",   "swipnet.se",     "t-online.de",
    "tele2.se",       "telia.com",      "tuta.com",      "tutanota.com",   "verizon.net",
    "web.de",         "wp.pl",          "yahoo.co.uk",   "yahoo.com",      "yahoo.se",
    "yandex.ru",
});
static_assert(std::is_sorted(kFreemail.begin(), kFreemail.end()));

bool IsHostCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string AccountOfEmail(std::string_view email) {
  const size_t at = email.rfind('@');
  if (at == std::string_view::npos || at == 0) return "";
  const std::string domain =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(client::ToAbsl(email.substr(at + 1))));
  const bool is_host = std::all_of(domain.begin(), domain.end(), IsHostCharacter) &&
                       domain.find('.') != std::string::npos && domain.front() != '.' &&
                       domain.back() != '.';
  if (!is_host) return "";
  const bool free = std::binary_search(kFreemail.begin(), kFreemail.end(), domain);
  return free ? "" : domain;
}

}  // namespace voc::formats
