#ifndef VOC_CLIENT_CLI_COMPLETION_H_
#define VOC_CLIENT_CLI_COMPLETION_H_

#include <string>
#include <vector>

namespace voc::cli {

// One command as shells complete it.
struct CompletionNode {
  // "voc watch alerts"
  std::string path;
  // With the leading dashes.
  std::vector<std::string> options;
  // Names of the commands below.
  std::vector<std::string> commands;
};

// A script that makes the shell complete commands and options, and file names
// elsewhere. The first node is the program itself.
std::string BashCompletion(const std::vector<CompletionNode>& nodes);
std::string ZshCompletion(const std::vector<CompletionNode>& nodes);
std::string FishCompletion(const std::vector<CompletionNode>& nodes);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_COMPLETION_H_
