#ifndef VOC_SERVER_APP_OPTIONS_H_
#define VOC_SERVER_APP_OPTIONS_H_

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "server/http/tls.h"
#include "server/sentiment/themes/theme_matcher.h"

namespace voc::app {

// What vocd was asked to do.
struct Options {
  std::string data;                       // folder; made if missing
  std::string grpc = "127.0.0.1:50051";   // HOST:PORT; port 0 picks a free one
  std::string http = "127.0.0.1:8080";    // alike
  std::vector<std::string> http_hosts;    // names of this server beside the loopback ones
  std::vector<std::string> http_origins;  // of pages that may do what the server's own may
  std::vector<std::string> http_proxies;  // addresses; believed about who calls
  http::TlsFiles tls;                     // of the HTTP edge
  // Calls a second with a source key or from pages of other sites: of one address, with one key.
  double address_rate = 20;
  double key_rate = 1000;
  std::string ops;                  // HOST:PORT of /livez, /readyz and /metrics; empty: none
  std::string durability = "sync";  // or "os"
  std::string log_level = "info";   // debug, info, warn, error
  bool reflection = true;
  bool rebuild_views = false;   // drops every view and folds the log anew
  bool strict_sources = false;  // rejects what is of no source that is defined
  bool insecure = false;        // allows an address that is not loopback
  // The built-in themes with those of every --themes, read once: what is changed in
  // a file later is heard after the next start of the process.
  std::shared_ptr<const sentiment::ThemeMatcher> themes = sentiment::BuiltInThemes();
};

// Nothing to run: the exit code, after help, the version or a usage error was
// printed.
struct Exit {
  int code = 0;
};

// Reads the command line, and the file that --config names (TOML or INI, the same
// names). Prints help and errors itself.
std::variant<Options, Exit> ParseOptions(int argc, char** argv);

// INVALID_ARGUMENT for a HOST:PORT that is not one, or that is not loopback and
// not allowed by --insecure: there is neither TLS nor keys to protect it.
absl::Status CheckAddress(const std::string& address, bool insecure);

}  // namespace voc::app

#endif  // VOC_SERVER_APP_OPTIONS_H_
