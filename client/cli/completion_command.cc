#include <CLI/App.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/commands.h"
#include "client/cli/completion.h"
#include "client/cli/context.h"

namespace voc::cli {
namespace {

void Collect(const CLI::App& app, const std::string& path,
             const std::vector<std::string>& global_options, std::vector<CompletionNode>* nodes) {
  CompletionNode node{.path = path, .options = {}, .commands = {}};
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) node.options.push_back("--" + name);
  }
  const bool top = nodes->empty();
  const std::vector<std::string> globals = top ? node.options : global_options;
  if (!top) {
    for (const std::string& option : globals) {
      if (option != "--help" && option != "--version") node.options.push_back(option);
    }
  }
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : commands) node.commands.push_back(command->get_name());
  nodes->push_back(std::move(node));
  for (const CLI::App* command : commands) {
    Collect(*command, path + " " + command->get_name(), globals, nodes);
  }
}

int Complete(const CLI::App& app, const std::string& shell, Context& context) {
  std::vector<CompletionNode> nodes;
  Collect(app, "voc", {}, &nodes);
  if (shell == "bash") {
    context.io().out << BashCompletion(nodes);
  } else if (shell == "zsh") {
    context.io().out << ZshCompletion(nodes);
  } else if (shell == "fish") {
    context.io().out << FishCompletion(nodes);
  } else {
    return context.Usage(absl::InvalidArgumentError("SHELL: bash, zsh or fish"));
  }
  return kExitOk;
}

}  // namespace

void AddCompletionCommand(CLI::App& app, Action* chosen) {
  const auto shell = std::make_shared<std::string>();
  AddCommand(app, "completion", "Print a script that completes commands in a shell", chosen,
             [shell, &app](Context& context) { return Complete(app, *shell, context); })
      ->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required();
}

}  // namespace voc::cli
