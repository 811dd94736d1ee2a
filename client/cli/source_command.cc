#include <CLI/App.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/source_query.h"
#include "client/cli/source_report.h"
#include "client/cli/text_fields.h"
#include "client/cpp/client.h"
#include "voc/v1/source.pb.h"

namespace voc::cli {
namespace {

constexpr int kPage = 1'000;

// Prints the response, or the source of it as a report.
template <typename Response>
void Print(const Response& response, Context& context) {
  if (context.json()) {
    context.PrintJson(response);
  } else {
    context.PrintReport(SourceReport(response.source(), ZoneOf(context)));
  }
}

// After a key was made: for people alone.
void PrintSnippet(const v1::Source& source, Context& context) {
  if (context.format() != OutputFormat::kTable || source.keys().empty() ||
      source.kind() == v1::SOURCE_KIND_REVIEW_SITE) {
    return;
  }
  context.io().out << "\n" << WidgetSnippet(source.source_id(), source.keys().rbegin()->key());
}

// Says what cannot be sent.
bool IsUtf8(const v1::Source& source, Context& context) {
  const std::string broken = FindBrokenText(source);
  if (broken.empty()) return true;
  context.Say(broken + ": is not UTF-8");
  return false;
}

// The whole list as one response.
int List(Context& context) {
  v1::ListSourcesRequest request;
  request.set_page_size(kPage);
  v1::ListSourcesResponse all;
  do {
    auto page = context.client().ListSources(request);
    if (!page.ok()) return context.Fail(page.status());
    for (v1::Source& source : *page->mutable_sources()) all.add_sources()->Swap(&source);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  if (context.json()) {
    context.PrintJson(all);
  } else {
    context.PrintReport(SourceListReport(all.sources()));
  }
  return kExitOk;
}

int Show(const std::string& source_id, Context& context) {
  v1::GetSourceRequest request;
  request.set_source_id(source_id);
  const auto response = context.client().GetSource(request);
  if (!response.ok()) return context.Fail(response.status());
  Print(*response, context);
  return kExitOk;
}

int Create(const SourceOptions& options, Context& context) {
  absl::StatusOr<v1::Source> source = ReadSource(options);
  if (!source.ok()) return context.Usage(source.status());
  const auto fields = ApplyOptions(options, *source);
  if (!fields.ok()) return context.Usage(fields.status());
  if (!IsUtf8(*source, context)) return kExitRefused;
  v1::CreateSourceRequest request;
  *request.mutable_source() = *std::move(source);
  const auto response = context.client().CreateSource(request);
  if (!response.ok()) return context.Fail(response.status());
  Print(*response, context);
  PrintSnippet(response->source(), context);
  return kExitOk;
}

// With --file the source becomes what the file says, as a whole; else what the options name
// changes.
int Update(const SourceOptions& options, Context& context) {
  v1::UpdateSourceRequest request;
  absl::StatusOr<v1::Source> source = ReadSource(options);
  if (!source.ok()) return context.Usage(source.status());
  if (options.file.empty()) {
    // Read before anything is asked of the server, for what it says of bad options.
    v1::Source probe = *source;
    const auto fields = ApplyOptions(options, probe);
    if (!fields.ok()) return context.Usage(fields.status());
    if (fields->empty()) {
      return context.Usage(absl::InvalidArgumentError("say what to change, or --file"));
    }
    for (const std::string& field : *fields) request.mutable_update_mask()->add_paths(field);
    v1::GetSourceRequest get;
    get.set_source_id(source->source_id());
    auto known = context.client().GetSource(get);
    if (!known.ok()) return context.Fail(known.status());
    source = std::move(*known->mutable_source());
  }
  const auto applied = ApplyOptions(options, *source);
  if (!applied.ok()) return context.Usage(applied.status());
  if (!IsUtf8(*source, context)) return kExitRefused;
  *request.mutable_source() = *std::move(source);
  const auto response = context.client().UpdateSource(request);
  if (!response.ok()) return context.Fail(response.status());
  Print(*response, context);
  return kExitOk;
}

int AddKey(const std::string& source_id, Context& context) {
  v1::CreateSourceKeyRequest request;
  request.set_source_id(source_id);
  const auto response = context.client().CreateSourceKey(request);
  if (!response.ok()) return context.Fail(response.status());
  Print(*response, context);
  PrintSnippet(response->source(), context);
  return kExitOk;
}

int RevokeKey(const std::string& source_id, const std::string& key, Context& context) {
  v1::RevokeSourceKeyRequest request;
  request.set_source_id(source_id);
  request.set_key(key);
  const auto response = context.client().RevokeSourceKey(request);
  if (!response.ok()) return context.Fail(response.status());
  Print(*response, context);
  return kExitOk;
}

void AddSourceOptions(CLI::App* command, SourceOptions* options) {
  command->add_option("ID", options->source_id, "What feedback calls it: its --source");
  command->add_option("--file", options->file,
                      "The source in JSON, as show --output json prints it under \"source\"; what "
                      "else is said changes it");
  command->add_option("--title", options->title, "What people call it");
  command->add_option("--kind", options->kind, "survey (default) or review_site");
  const char* const asks = "What a survey asks";
  command->add_option("--metric", options->metric, "nps, csat or ces")->group(asks);
  command->add_option("--scale-points", options->scale_points, "Points of the scale")->group(asks);
  command
      ->add_flag_callback(
          "--low-is-good", [options] { options->low_is_good = true; }, "ces: 1 is the best answer")
      ->group(asks);
  command
      ->add_flag_callback(
          "--high-is-good", [options] { options->low_is_good = false; },
          "ces: the last is the best answer (default)")
      ->group(asks);
  command
      ->add_option("--top-box", options->top_box, "csat: how many of the best points are satisfied")
      ->group(asks);
  const auto text = [&](const char* name, std::vector<std::string>& texts, const char* what) {
    command->add_option(name, texts, what)->allow_extra_args(false)->group(asks);
  };
  text("--question", options->question, "LANGUAGE=TEXT; repeat for more");
  text("--low-label", options->low_label, "At the low end of the scale");
  text("--high-label", options->high_label, "At the other end");
  text("--follow-up", options->follow_up, "Asks for words");
  text("--follow-up-unhappy", options->follow_up_unhappy, "In its place for the unhappy");
  text("--follow-up-happy", options->follow_up_happy, "In its place for the happy");
  text("--thank-you", options->thank_you, "At the end");
  const char* const whom = "Whom, and who may";
  command
      ->add_option("--expected-per-week", options->expected_per_week,
                   "Answers or mentions that are expected")
      ->group(whom);
  command
      ->add_option(
          "--origin", options->origins,
          "https://app.example.com or https://*.example.com, whose pages may use its keys; "
          "repeat for more; replaces those there are")
      ->allow_extra_args(false)
      ->group(whom);
  command
      ->add_option("--quiet-period", options->quiet_period,
                   "How long a respondent is left alone: 90d (default), 12h, 0")
      ->group(whom);
  command
      ->add_option("--sampling", options->sampling,
                   "The share who are asked, 0 to 1; 0 pauses the survey")
      ->group(whom);
  command
      ->add_option(
          "--token-key", options->token_keys,
          "kid=ID,alg=hs256|rs256|es256,file=PATH: with what your backend signs who its "
          "users are; repeat for more; replaces those there are, and without file= keeps the "
          "key of that id")
      ->allow_extra_args(false)
      ->group(whom);
}

}  // namespace

void AddSourceCommands(CLI::App& app, Action* chosen) {
  CLI::App* const sources =
      AddGroup(app, "sources", "Surveys and review sites: what they ask, whom, and their keys");
  AddCommand(*sources, "list", "List sources by id", chosen,
             [](Context& context) { return List(context); });

  const auto shown = std::make_shared<std::string>();
  AddCommand(*sources, "show", "Show one source and its keys", chosen,
             [shown](Context& context) { return Show(*shown, context); })
      ->add_option("ID", *shown, "Of the source")
      ->required();

  const auto created = std::make_shared<SourceOptions>();
  AddSourceOptions(AddCommand(*sources, "create", "Define a source and make its first key", chosen,
                              [created](Context& context) { return Create(*created, context); }),
                   created.get());

  const auto updated = std::make_shared<SourceOptions>();
  CLI::App* const update =
      AddCommand(*sources, "update", "Change a source; with --file, all of it", chosen,
                 [updated](Context& context) { return Update(*updated, context); });
  AddSourceOptions(update, updated.get());
  update
      ->add_option("--clear", updated->clear,
                   "A field that goes back to its default, first of all: sampling, texts...")
      ->allow_extra_args(false);

  CLI::App* const key = AddGroup(*sources, "key", "Keys that widgets write with");
  const auto keyed = std::make_shared<std::string>();
  AddCommand(*key, "add", "Give a source another key; the others stay valid", chosen,
             [keyed](Context& context) { return AddKey(*keyed, context); })
      ->add_option("ID", *keyed, "Of the source")
      ->required();
  struct Revoked {
    std::string source_id;
    std::string key;
  };
  const auto revoked = std::make_shared<Revoked>();
  CLI::App* const revoke = AddCommand(
      *key, "revoke", "Take a key away for good", chosen,
      [revoked](Context& context) { return RevokeKey(revoked->source_id, revoked->key, context); });
  revoke->add_option("ID", revoked->source_id, "Of the source")->required();
  revoke->add_option("KEY", revoked->key, "vks_...")->required();
}

}  // namespace voc::cli
