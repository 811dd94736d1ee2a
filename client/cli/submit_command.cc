#include <CLI/App.hpp>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/submit_report.h"
#include "client/cli/text_fields.h"
#include "client/cli/time_text.h"
#include "client/cpp/client.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {
namespace {

// What responses and mentions share.
struct CommonOptions {
  std::string source;
  std::string id;
  std::string question;
  uint32_t client_revision = 0;
  std::string respondent;
  std::string account;
  std::string collected_at;
  std::string channel;
  std::string journey_stage;
  std::string touchpoint;
  std::string language;
  std::vector<std::string> properties;
};

struct ResponseOptions {
  CommonOptions common;
  std::string metric;
  std::optional<int32_t> score;
  int32_t scale_points = 0;
  bool low_is_good = false;
  std::string comment;
  bool finished = false;
};

struct MentionOptions {
  CommonOptions common;
  std::string type;
  std::string platform;
  std::string title;
  std::string body;
  std::string url;
  std::string author;
  std::string rating;
};

void AddCommonOptions(CLI::App* command, CommonOptions* options) {
  command->add_option("--source", options->source, "The survey or site it comes from")->required();
  command->add_option("--id", options->id, "What the source calls it: the same id again corrects")
      ->required();
  command->add_option("--question", options->question, "Which question of a form with several");
  command->add_option("--client-revision", options->client_revision,
                      "The source's own count of edits");
  command->add_option("--respondent", options->respondent, "Who said it");
  command->add_option("--account", options->account, "The customer they belong to");
  command->add_option("--collected-at", options->collected_at, "When it was said; default: now");
  command->add_option("--channel", options->channel, "How it was asked: email, in_app, web...");
  command->add_option("--journey-stage", options->journey_stage,
                      "land, adopt, expand, renew or advocate");
  command->add_option("--touchpoint", options->touchpoint, "The moment asked about");
  command->add_option("--language", options->language, "BCP 47 tag; default: detected");
  command->add_option("--property", options->properties, "KEY=VALUE; repeat for more")
      ->allow_extra_args(false);
}

absl::Status FillCommon(const CommonOptions& options, const absl::TimeZone& zone,
                        v1::Feedback* feedback) {
  feedback->set_source_id(options.source);
  feedback->set_submission_id(options.id);
  feedback->set_question_id(options.question);
  feedback->set_client_revision(options.client_revision);
  feedback->set_respondent_id(options.respondent);
  feedback->set_account_id(options.account);
  feedback->set_channel(options.channel);
  feedback->set_touchpoint(options.touchpoint);
  feedback->set_language(options.language);
  if (!options.collected_at.empty()) {
    const auto time = ParseTimeOption("--collected-at", options.collected_at, zone);
    if (!time.ok()) return time.status();
    *feedback->mutable_collected_at() = ToTimestamp(*time);
  }
  if (!options.journey_stage.empty()) {
    const auto stage = ParseNameOption<v1::JourneyStage>("--journey-stage", options.journey_stage);
    if (!stage.ok()) return stage.status();
    feedback->set_journey_stage(*stage);
  }
  for (const std::string& property : options.properties) {
    const size_t equals = property.find('=');
    if (equals == std::string::npos || equals == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("--property: KEY=VALUE, not \"", property, "\""));
    }
    (*feedback->mutable_properties())[property.substr(0, equals)] = property.substr(equals + 1);
  }
  return absl::OkStatus();
}

int Send(const v1::SubmitRequest& request, Context& context) {
  if (const std::string broken = FindBrokenText(request.feedback()); !broken.empty()) {
    context.Say(broken + ": is not UTF-8");
    return kExitRefused;
  }
  const auto response = context.client().Submit(request);
  if (!response.ok()) return context.Fail(response.status());
  const v1::SubmitResult& result = response->result();
  if (context.json()) {
    context.PrintJson(*response);
  } else if (result.outcome() != v1::OUTCOME_REJECTED) {
    if (context.format() == OutputFormat::kTable) {
      context.io().out << SubmitLine(result) << '\n';
    } else {
      context.PrintReport(SubmitReport(result));
    }
  }
  if (result.outcome() != v1::OUTCOME_REJECTED) return kExitOk;
  for (const std::string& line : RejectionLines(result)) context.Say(line);
  return kExitRefused;
}

int Submit(const ResponseOptions& options, Context& context) {
  v1::SubmitRequest request;
  v1::Feedback* const feedback = request.mutable_feedback();
  if (absl::Status status = FillCommon(options.common, context.zone(), feedback); !status.ok()) {
    return context.Usage(status);
  }
  const auto metric = ParseNameOption<v1::Metric>("--metric", options.metric);
  if (!metric.ok()) return context.Usage(metric.status());
  v1::SurveyResponse* const response = feedback->mutable_response();
  response->set_metric(*metric);
  if (options.score.has_value()) response->set_score(*options.score);
  response->set_scale_points(options.scale_points);
  response->set_low_is_good(options.low_is_good);
  response->set_comment(options.comment);
  response->set_finished(options.finished);
  return Send(request, context);
}

// "2/5", or "2" of the default five.
absl::Status FillRating(std::string_view text, v1::Mention* mention) {
  const size_t slash = text.find('/');
  const auto rating = ParseNumber<double>(text.substr(0, slash));
  const auto max = slash == std::string_view::npos ? std::optional<double>(0)
                                                   : ParseNumber<double>(text.substr(slash + 1));
  if (!rating.has_value() || !max.has_value() || !std::isfinite(*rating) || !std::isfinite(*max)) {
    return absl::InvalidArgumentError("--rating: a number, or two such as 2/5");
  }
  mention->set_rating(*rating);
  mention->set_rating_max(*max);
  return absl::OkStatus();
}

int SubmitMention(const MentionOptions& options, Context& context) {
  v1::SubmitRequest request;
  v1::Feedback* const feedback = request.mutable_feedback();
  if (absl::Status status = FillCommon(options.common, context.zone(), feedback); !status.ok()) {
    return context.Usage(status);
  }
  v1::Mention* const mention = feedback->mutable_mention();
  mention->set_mention_type(options.rating.empty() ? v1::MENTION_TYPE_SOCIAL
                                                   : v1::MENTION_TYPE_REVIEW);
  if (!options.type.empty()) {
    const auto type = ParseNameOption<v1::MentionType>("--type", options.type);
    if (!type.ok()) return context.Usage(type.status());
    mention->set_mention_type(*type);
  }
  if (!options.rating.empty()) {
    if (absl::Status status = FillRating(options.rating, mention); !status.ok()) {
      return context.Usage(status);
    }
  }
  mention->set_platform(options.platform);
  mention->set_title(options.title);
  mention->set_body(options.body);
  mention->set_url(options.url);
  mention->set_author(options.author);
  return Send(request, context);
}

}  // namespace

void AddSubmitCommands(CLI::App& app, Action* chosen) {
  const auto response = std::make_shared<ResponseOptions>();
  CLI::App* submit =
      AddCommand(app, "submit", "Submit one survey response", chosen,
                 [response](Context& context) { return Submit(*response, context); });
  AddCommonOptions(submit, &response->common);
  submit->add_option("--metric", response->metric, "nps, csat or ces")->required();
  submit->add_option("--score", response->score, "The answer");
  submit->add_option("--scale-points", response->scale_points,
                     "Points of the scale; default: nps 11, csat 5, ces 7");
  submit->add_flag("--low-is-good", response->low_is_good, "ces: 1 is the best answer");
  submit->add_option("--comment", response->comment, "What they wrote");
  submit->add_flag("--finished", response->finished, "The whole survey was answered");

  const auto mention = std::make_shared<MentionOptions>();
  CLI::App* command =
      AddCommand(app, "mention", "Submit one review or social post", chosen,
                 [mention](Context& context) { return SubmitMention(*mention, context); });
  AddCommonOptions(command, &mention->common);
  command->add_option("--type", mention->type,
                      "review or social; default: review with a rating, else social");
  command->add_option("--platform", mention->platform, "Where: g2, trustpilot, linkedin...");
  command->add_option("--rating", mention->rating, "Stars or points, such as 2/5");
  command->add_option("--title", mention->title, "Its headline");
  command->add_option("--body", mention->body, "Its text");
  command->add_option("--url", mention->url, "Where to read it");
  command->add_option("--author", mention->author, "Who wrote it");
}

}  // namespace voc::cli
