#include <CLI/App.hpp>
#include <memory>

#include "absl/status/statusor.h"
#include "client/cli/admin_report.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cpp/client.h"
#include "voc/v1/admin.pb.h"

namespace voc::cli {
namespace {

int Status(Context& context) {
  const auto response = context.client().GetStatus({});
  if (!response.ok()) return context.Fail(response.status());
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(StatusReport(*response, ZoneOf(context)));
  }
  return kExitOk;
}

absl::StatusOr<v1::VerifyStoreResponse> Compare(bool rebuild, Context& context) {
  v1::VerifyStoreRequest request;
  request.set_rebuild(rebuild);
  const auto response = context.client().VerifyStore(request);
  if (!response.ok()) return response;
  if (context.json()) {
    context.PrintJson(*response);
  } else {
    context.PrintReport(VerifyReport(*response));
  }
  return response;
}

int Verify(bool rebuild, Context& context) {
  auto compared = Compare(rebuild, context);
  if (!compared.ok()) return context.Fail(compared.status());
  if (compared->rebuilding()) {
    context.Say("voc: the views are being rebuilt");
    const auto back = context.client().AwaitStartOver(compared->start_time());
    if (!back.ok()) {
      const int code = context.Fail(back.status());
      context.Say("voc: the rebuild goes on; see how it went with: voc admin verify");
      return code;
    }
    compared = Compare(/*rebuild=*/false, context);
    if (!compared.ok()) return context.Fail(compared.status());
  }
  return compared->problems().empty() ? kExitOk : kExitRefused;
}

}  // namespace

void AddAdminCommands(CLI::App& app, Action* chosen) {
  CLI::App* const admin = AddGroup(app, "admin", "Look after the server");
  AddCommand(*admin, "status", "What the server is and how it is doing", chosen, Status);
  const auto rebuild = std::make_shared<bool>(false);
  AddCommand(*admin, "verify", "Compare what the views hold with the log; exit 1 if they differ",
             chosen, [rebuild](Context& context) { return Verify(*rebuild, context); })
      ->add_flag("--rebuild", *rebuild,
                 "Then build the views anew from the log, wait for that (--retry-for) and compare "
                 "again");
  AddRescoreCommand(*admin, chosen);
}

}  // namespace voc::cli
