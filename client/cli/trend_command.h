#ifndef VOC_CLIENT_CLI_TREND_COMMAND_H_
#define VOC_CLIENT_CLI_TREND_COMMAND_H_

#include <CLI/App.hpp>
#include <string>

#include "client/cli/trend_query.h"

namespace voc::cli {

// Adds the options that fill `options`, which must outlive `command`.
void AddTrendOptions(CLI::App* command, TrendOptions* options);

// Adds --lang, which fills `*language`.
void AddLanguageOption(CLI::App* command, std::string* language);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TREND_COMMAND_H_
