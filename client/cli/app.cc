#include "client/cli/app.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/utf8.h"
#include "client/cli/version.h"

namespace voc::cli {
namespace {

void AddGlobalOptions(CLI::App& app, const std::string& config_home, GlobalOptions* options) {
  const auto add = [&](const char* name, std::string* value, const char* description) {
    // The last one wins, so that the environment's can stand before the others.
    return app.add_option(name, *value, description)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group("Everywhere");
  };
  add("--server", &options->server, "HOST:PORT of vocd [VOC_SERVER]")->capture_default_str();
  add("--key", &options->key, "Key to show to the server [VOC_KEY]");
  add("--output", &options->output, "table, json, csv, md or html")->capture_default_str();
  add("--retry-for", &options->retry_for, "How long to try again without an answer")
      ->capture_default_str();
  add("--tz", &options->time_zone, "Zone of times, such as Europe/Stockholm; default: here");
  app.set_config("--config", config_home.empty() ? "" : config_home + "/voc/config.toml",
                 "Read options from a file")
      ->group("Everywhere");
  app.allow_config_extras(CLI::config_extras_mode::error);
}

// The place, from 1, of an argument that no message can hold and that names no file
// either, be it one to be written; 0 if there is none.
size_t FindBrokenArgument(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::error_code ignored;
    const bool written = arguments[i].starts_with("--output-file=") ||
                         (i > 0 && arguments[i - 1] == "--output-file");
    if (written) continue;
    const size_t value = arguments[i].starts_with("--") ? arguments[i].find('=') + 1 : 0;
    if (!IsUtf8(arguments[i]) && !std::filesystem::exists(arguments[i].substr(value), ignored)) {
      return i + 1;
    }
  }
  return 0;
}

}  // namespace

Environment ReadEnvironment() {
  const auto read = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  Environment environment{.server = read("VOC_SERVER"), .key = read("VOC_KEY")};
  environment.config_home = read("XDG_CONFIG_HOME");
  if (environment.config_home.empty() && !read("HOME").empty()) {
    environment.config_home = read("HOME") + "/.config";
  }
  return environment;
}

int Run(const std::vector<std::string>& arguments, const Environment& environment, const Io& io) {
  CLI::App app("voc: what customers say, and how it moves", "voc");
  app.set_version_flag("--version", std::string("voc ") + kVersion);
  app.require_subcommand(1);
  GlobalOptions options;
  AddGlobalOptions(app, environment.config_home, &options);
  Action chosen;
  AddSubmitCommands(app, &chosen);
  AddDisplayCommand(app, &chosen);
  AddImportCommand(app, &chosen);
  AddMarkCommands(app, &chosen);
  AddSourceCommands(app, &chosen);
  AddTrendCommand(app, &chosen);
  AddReportCommand(app, &chosen);
  AddWatchCommands(app, &chosen);
  AddAlertCommands(app, &chosen);
  AddFeedbackCommands(app, &chosen);
  AddThemeCommands(app, &chosen);
  AddAnnotateCommand(app, &chosen);
  AddAdminCommands(app, &chosen);
  AddCompletionCommand(app, &chosen);

  std::vector<std::string> line;
  if (!environment.server.empty()) line.push_back("--server=" + environment.server);
  if (!environment.key.empty()) line.push_back("--key=" + environment.key);
  line.insert(line.end(), arguments.begin(), arguments.end());
  // CLI11 takes its arguments from the back.
  std::reverse(line.begin(), line.end());
  try {
    app.parse(line);
  } catch (const CLI::ParseError& error) {
    // Help and the version end here too, with success.
    return app.exit(error, io.out, io.err) == 0 ? kExitOk : kExitUsage;
  }
  Context context(options, io);
  if (absl::Status status = context.Prepare(); !status.ok()) return context.Usage(status);
  // Those that submit say which field it is, and reject the feedback.
  const bool submits = app.got_subcommand("submit") || app.got_subcommand("mention");
  if (const size_t broken = FindBrokenArgument(arguments); broken != 0 && !submits) {
    return context.Usage(
        absl::InvalidArgumentError(absl::StrCat("argument ", broken, ": is not UTF-8")));
  }
  const int code = chosen(context);
  io.out.flush();
  if (io.out.good()) return code;
  if (code != kExitOk) return code;
  context.Say("voc: the output cannot be written");
  return kExitRefused;
}

}  // namespace voc::cli
