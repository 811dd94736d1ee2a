#ifndef VOC_CLIENT_CLI_APP_H_
#define VOC_CLIENT_CLI_APP_H_

#include <string>
#include <vector>

#include "client/cli/context.h"

namespace voc::cli {

// The environment variables that the program knows; empty where not set.
struct Environment {
  std::string server;  // VOC_SERVER
  std::string key;     // VOC_KEY
  // Where the config file is looked for: $XDG_CONFIG_HOME, or $HOME/.config.
  std::string config_home;
};

Environment ReadEnvironment();

// Runs one command. `arguments` come without the program's name. What the
// command line says wins over the environment, and that over the config file.
// Returns an ExitCode.
int Run(const std::vector<std::string>& arguments, const Environment& environment, const Io& io);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_APP_H_
