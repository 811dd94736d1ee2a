#include "client/cli/commands.h"

#include <CLI/App.hpp>
#include <string>
#include <utility>

#include "client/cli/context.h"
#include "client/cli/feedback_report.h"
#include "client/cli/filter_options.h"

namespace voc::cli {

CLI::App* AddGroup(CLI::App& parent, const std::string& name, const std::string& description) {
  CLI::App* const group = parent.add_subcommand(name, description);
  group->fallthrough();
  group->require_subcommand(1);
  return group;
}

CLI::App* AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     Action* chosen, Action action) {
  CLI::App* const command = parent.add_subcommand(name, description);
  command->fallthrough();
  command->callback([chosen, action = std::move(action)] { *chosen = action; });
  return command;
}

CLI::App* AddCommandWithOthers(CLI::App& parent, const std::string& name,
                               const std::string& description, const std::string& operand,
                               Action* chosen, Action action) {
  CLI::App* const command = parent.add_subcommand(name, description);
  command->fallthrough();
  command->require_subcommand(0, 1);
  command->callback([command, operand, chosen, action = std::move(action)] {
    const bool has_operand = command->get_option(operand)->count() > 0;
    if (command->get_subcommands().empty()) {
      if (!has_operand) throw CLI::RequiredError(operand);
      *chosen = action;
    } else if (has_operand) {
      // What follows "list" and its like is theirs.
      throw CLI::ExtrasError(command->get_name(), command->get_option(operand)->results());
    }
  });
  return command;
}

void AddFilterOptions(CLI::App* command, FilterOptions* options, const FilterOptionSet& set) {
  const char* const group = "Which feedback";
  if (set.metric) {
    command->add_option("--metric", options->metrics, "Only survey responses: nps, csat, ces")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->group(group);
  }
  command
      ->add_option("--where", options->where,
                   "DIMENSION=VALUE; repeat for more: values of one dimension are alternatives. " +
                       std::string(kWhereDimensions))
      ->allow_extra_args(false)
      ->group(group);
  command->add_option("--min-score", options->min_score, "Scores from here on")->group(group);
  command->add_option("--max-score", options->max_score, "Scores up to here")->group(group);
  command->add_option("--text", options->text, "In comment, title or body, ignoring case")
      ->group(group);
  if (set.interval) {
    command
        ->add_option("--since", options->since,
                     "Collected at or after: a date (midnight) or a time")
        ->group(group);
    command->add_option("--until", options->until, "Collected before")->group(group);
  }
  if (set.include_excluded) {
    command->add_flag("--include-excluded", options->include_excluded, "Excluded feedback too")
        ->group(group);
  }
}

Zone ZoneOf(const Context& context) {
  return {.zone = context.zone(),
          .zone_name = context.zone_name(),
          .exact = context.format() == OutputFormat::kCsv};
}

}  // namespace voc::cli
