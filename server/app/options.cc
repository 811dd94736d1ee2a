#include "server/app/options.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/app/theme_files.h"
#include "server/app/version.h"
#include "server/http/protocol/client_address.h"
#include "server/http/protocol/site.h"

namespace voc::app {
namespace {

constexpr int kUsageError = 2;

bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "::1" || host == "[::1]") return true;
  // Digits and dots alone: a name may begin with 127. and lead anywhere.
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

absl::Status CheckAddress(const std::string& address, bool insecure) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", address, "\" is no HOST:PORT such as 127.0.0.1:50051"));
  }
  if (!insecure && !IsLoopback(address.substr(0, colon))) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", address, "\" is not a loopback address, and vocd serves without TLS ",
                     "and keys: put a proxy that has both in front, or say --insecure"));
  }
  return absl::OkStatus();
}

std::variant<Options, Exit> ParseOptions(int argc, char** argv) {
  Options options;
  std::vector<std::string> theme_files;
  CLI::App app("vocd, the voice-of-customer engine", "vocd");
  app.set_version_flag("--version", std::string(kVersion));
  app.set_config("--config", "", "TOML or INI file with the same names as these options");
  const auto address = [](const std::string& text) {
    // Whether loopback is asked for is known once everything is read.
    return std::string(CheckAddress(text, /*insecure=*/true).message());
  };
  app.add_option("--data", options.data, "Data folder; made if missing")->required();
  app.add_option("--grpc", options.grpc, "HOST:PORT of the gRPC edge; port 0 picks a free one")
      ->check(CLI::Validator(address, "HOST:PORT"))
      ->capture_default_str();
  app.add_option("--http", options.http, "HOST:PORT of the HTTP edge; port 0 picks a free one")
      ->check(CLI::Validator(address, "HOST:PORT"))
      ->capture_default_str();
  app.add_option("--http-host", options.http_hosts,
                 "Name by which clients call the HTTP edge, beside localhost; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  app.add_option("--http-origin", options.http_origins,
                 "Origin of pages that may do all that the server's own may, such as "
                 "https://voc.example.com; may be repeated")
      ->type_name("ORIGIN")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return http::NormalOrigin(text).empty()
                       ? absl::StrCat("\"", text, "\" is no origin such as https://app.example.com")
                       : std::string();
          },
          "ORIGIN"))
      ->expected(1)
      ->take_all();
  app.add_option("--http-proxy", options.http_proxies,
                 "Address of a proxy whose X-Forwarded-For is believed; may be repeated")
      ->type_name("ADDRESS")
      ->check(CLI::Validator(
          [](std::string& text) {
            const std::optional<std::string> normal = http::NormalAddress(text);
            if (!normal.has_value()) return absl::StrCat("\"", text, "\" is no IP address");
            text = *normal;
            return std::string();
          },
          "ADDRESS"))
      ->expected(1)
      ->take_all();
  app.add_option("--tls-cert", options.tls.certificate,
                 "PEM file with the certificate of the HTTP edge, and those that vouch for it")
      ->type_name("FILE");
  app.add_option("--tls-key", options.tls.key, "PEM file with its key")->type_name("FILE");
  app.add_option("--address-rate", options.address_rate,
                 "Calls a second of one client address that come with a source key or from a page "
                 "of another site; 0: no limit")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--key-rate", options.key_rate, "Calls a second with one source key; 0: no limit")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option(
         "--ops", options.ops,
         "HOST:PORT of /livez, /readyz and /metrics; port 0 picks a free one (default: none)")
      ->check(CLI::Validator(address, "HOST:PORT"));
  app.add_option("--durability", options.durability,
                 "sync: an acknowledged feedback survives a crash of the machine; os: of vocd only")
      ->check(CLI::IsMember({"sync", "os"}))
      ->capture_default_str();
  app.add_option("--log-level", options.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
  app.add_flag("--reflection,!--no-reflection", options.reflection,
               "Serve gRPC reflection (default: yes)");
  app.add_flag("--rebuild-views", options.rebuild_views,
               "Drop every view and build it anew from the log before serving; while vocd serves, "
               "voc admin verify --rebuild does it");
  app.add_option("--themes", theme_files,
                 "File of themes and patterns that are heard besides the built-in ones; may be "
                 "repeated")
      ->type_name("FILE")
      ->expected(1)
      ->take_all();
  app.add_flag(
      "--strict-sources", options.strict_sources,
      "Reject feedback of sources that are not defined (voc sources create), so that a typo "
      "does not open a second survey");
  app.add_flag("--insecure", options.insecure,
               "Allow an address that is not loopback, without TLS and keys");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return Exit{code == 0 ? 0 : kUsageError};
  }
  for (const std::string* checked : {&options.grpc, &options.http, &options.ops}) {
    if (checked == &options.ops && checked->empty()) continue;
    const absl::Status status = CheckAddress(*checked, options.insecure);
    if (status.ok()) continue;
    std::cerr << "vocd: " << status.message() << "\n";
    return Exit{kUsageError};
  }
  if (const absl::Status tls = http::CheckTlsFiles(options.tls); !tls.ok()) {
    std::cerr << "vocd: --tls-cert, --tls-key: " << tls.message() << "\n";
    return Exit{kUsageError};
  }
  absl::StatusOr<std::shared_ptr<const sentiment::ThemeMatcher>> themes =
      ReadThemeFiles(theme_files);
  if (!themes.ok()) {
    std::cerr << "vocd: --themes: " << themes.status().message() << "\n";
    return Exit{kUsageError};
  }
  options.themes = *std::move(themes);
  return options;
}

}  // namespace voc::app
