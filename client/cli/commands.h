#ifndef VOC_CLIENT_CLI_COMMANDS_H_
#define VOC_CLIENT_CLI_COMMANDS_H_

#include <CLI/App.hpp>
#include <functional>
#include <string>

#include "client/cli/context.h"
#include "client/cli/feedback_report.h"
#include "client/cli/filter_options.h"

namespace voc::cli {

// What a command does once the command line is read; returns an ExitCode.
using Action = std::function<int(Context&)>;

// Each adds its commands to `app`; whichever is given sets `*chosen`.
void AddSubmitCommands(CLI::App& app, Action* chosen);
void AddDisplayCommand(CLI::App& app, Action* chosen);
void AddImportCommand(CLI::App& app, Action* chosen);
// list, undo and redo.
void AddImportsCommands(CLI::App& import, Action* chosen);
void AddMarkCommands(CLI::App& app, Action* chosen);
void AddSourceCommands(CLI::App& app, Action* chosen);
void AddTrendCommand(CLI::App& app, Action* chosen);
void AddReportCommand(CLI::App& app, Action* chosen);
void AddWatchCommands(CLI::App& app, Action* chosen);
void AddAlertCommands(CLI::App& app, Action* chosen);
void AddFeedbackCommands(CLI::App& app, Action* chosen);
void AddExportCommand(CLI::App& feedback, Action* chosen);
void AddThemeCommands(CLI::App& app, Action* chosen);
void AddAnnotateCommand(CLI::App& app, Action* chosen);
void AddAdminCommands(CLI::App& app, Action* chosen);
void AddRescoreCommand(CLI::App& admin, Action* chosen);
void AddCompletionCommand(CLI::App& app, Action* chosen);

// A command of `parent` that takes the global options too and runs `action`.
CLI::App* AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     Action* chosen, Action action);
// A command that holds others and does something of its own without them, with what
// `operand` names, at least one of which it then needs.
CLI::App* AddCommandWithOthers(CLI::App& parent, const std::string& name,
                               const std::string& description, const std::string& operand,
                               Action* chosen, Action action);
// A command that only holds others.
CLI::App* AddGroup(CLI::App& parent, const std::string& name, const std::string& description);

// Which of the filter's options a command has; the rest are always there.
struct FilterOptionSet {
  bool metric = true;
  // --since and --until, on when feedback was collected.
  bool interval = true;
  bool include_excluded = true;
};

// Adds the options that fill `options`, which must outlive `command`.
void AddFilterOptions(CLI::App* command, FilterOptions* options, const FilterOptionSet& set = {});

// How a command's report shows times.
Zone ZoneOf(const Context& context);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_COMMANDS_H_
