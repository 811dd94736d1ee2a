#include "client/cli/completion.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace voc::cli {
namespace {

std::string WordsOf(const CompletionNode& node) {
  const bool both = !node.commands.empty() && !node.options.empty();
  return absl::StrCat(absl::StrJoin(node.commands, " "), both ? " " : "",
                      absl::StrJoin(node.options, " "));
}

// The function that both bash and zsh run: it follows the commands on the line
// as far as they are known, then offers what can come next.
std::string BashFunction(const std::vector<CompletionNode>& nodes) {
  std::string script =
      "_voc() {\n"
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" path=voc word words i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=\"${COMP_WORDS[i]}\"\n"
      "    case \"$path $word\" in\n";
  for (size_t i = 1; i < nodes.size(); ++i) {
    absl::StrAppend(&script, "      \"", nodes[i].path, "\") path=\"", nodes[i].path, "\" ;;\n");
  }
  script +=
      "    esac\n"
      "  done\n"
      "  case \"$path\" in\n";
  for (const CompletionNode& node : nodes) {
    absl::StrAppend(&script, "    \"", node.path, "\") words=\"", WordsOf(node), "\" ;;\n");
  }
  script +=
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
      "}\n";
  return script;
}

}  // namespace

std::string BashCompletion(const std::vector<CompletionNode>& nodes) {
  return BashFunction(nodes) + "complete -o filenames -F _voc voc\n";
}

std::string ZshCompletion(const std::vector<CompletionNode>& nodes) {
  return "#compdef voc\nautoload -U +X bashcompinit && bashcompinit\n" + BashCompletion(nodes);
}

std::string FishCompletion(const std::vector<CompletionNode>& nodes) {
  std::string script =
      "function __voc_path\n"
      "    set -l path voc\n"
      "    for word in (commandline -opc)[2..-1]\n"
      "        switch \"$path $word\"\n";
  for (size_t i = 1; i < nodes.size(); ++i) {
    absl::StrAppend(&script, "            case '", nodes[i].path, "'\n                set path '",
                    nodes[i].path, "'\n");
  }
  script +=
      "        end\n"
      "    end\n"
      "    test \"$path\" = \"$argv[1]\"\n"
      "end\n";
  for (const CompletionNode& node : nodes) {
    const std::string condition =
        absl::StrCat("complete -c voc -n \"__voc_path '", node.path, "'\"");
    if (!node.commands.empty()) {
      absl::StrAppend(&script, condition, " -f -a '", absl::StrJoin(node.commands, " "), "'\n");
    }
    for (const std::string& option : node.options) {
      absl::StrAppend(&script, condition, " -l ", option.substr(2), "\n");
    }
  }
  return script;
}

}  // namespace voc::cli
