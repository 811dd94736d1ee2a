#include <variant>

#include "server/app/app.h"
#include "server/app/options.h"

int main(int argc, char** argv) {
  const std::variant<voc::app::Options, voc::app::Exit> parsed = voc::app::ParseOptions(argc, argv);
  if (const auto* exit = std::get_if<voc::app::Exit>(&parsed)) return exit->code;
  return voc::app::Run(std::get<voc::app::Options>(parsed));
}
