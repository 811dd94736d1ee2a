// Asks a server for the trends that peers are asked for too, and prints how long each
// took to come and, in the peers' shape, what it says: one line of JSON.

#include <grpcpp/create_channel.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "voc/v1/trend.grpc.pb.h"

namespace {

namespace v1 = voc::v1;

constexpr int kMaxResponseBytes = 256 << 20;

v1::QueryTrendRequest Nps(v1::Granularity granularity) {
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  request.set_granularity(granularity);
  return request;
}

std::map<std::string, v1::QueryTrendRequest> Queries() {
  std::map<std::string, v1::QueryTrendRequest> queries;
  queries["month"] = Nps(v1::GRANULARITY_MONTH);
  v1::QueryTrendRequest& grouped = queries["filtered_grouped"] = Nps(v1::GRANULARITY_MONTH);
  grouped.add_group_by("source");
  grouped.mutable_filter()->add_languages("sv");
  (*grouped.mutable_filter()->mutable_properties())["plan"] = "enterprise";
  v1::QueryTrendRequest& account = queries["one_account"] = Nps(v1::GRANULARITY_DAY);
  account.mutable_filter()->add_account_ids("acct-0077");
  v1::QueryTrendRequest& stockholm = queries["stockholm"] = Nps(v1::GRANULARITY_MONTH);
  stockholm.set_time_zone("Europe/Stockholm");
  return queries;
}

// [survey, first day of the bucket in the zone, answers, promoters, detractors], for
// every cell that is not empty.
std::string CellsOf(const v1::QueryTrendRequest& request, const v1::QueryTrendResponse& response) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!request.time_zone().empty()) absl::LoadTimeZone(request.time_zone(), &zone);
  std::vector<std::string> cells;
  for (const v1::TrendSeries& series : response.series()) {
    const auto source = series.group().find("source");
    const std::string survey = source == series.group().end() ? "" : source->second;
    for (const v1::TrendPoint& point : series.points()) {
      if (point.n() == 0) continue;
      const std::string day =
          absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(point.start_time().seconds()), zone);
      cells.push_back(absl::StrCat("[\"", survey, "\", \"", day, "\", ", point.n(), ", ",
                                   point.promoters(), ", ", point.detractors(), "]"));
    }
  }
  return absl::StrCat("[", absl::StrJoin(cells, ", "), "]");
}

}  // namespace

int main(int argc, char** argv) {
  std::string server;
  std::string name;
  int rounds = 1;
  int warm = 1;
  const std::map<std::string, v1::QueryTrendRequest> queries = Queries();
  CLI::App app("Asks a server for trends", "bench_trend");
  app.add_option("--server", server, "HOST:PORT")->required();
  app.add_option("--query", name, "Which one")
      ->required()
      ->check(CLI::IsMember(queries, [](const std::string& text) { return text; }));
  app.add_option("--rounds", rounds, "Calls that are measured")->capture_default_str();
  app.add_option("--warm", warm, "Calls before them that are not")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
  const auto stub = v1::TrendService::NewStub(
      grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments));
  const v1::QueryTrendRequest& request = queries.at(name);
  v1::QueryTrendResponse response;
  std::vector<std::string> ms;
  for (int round = -warm; round < rounds; ++round) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    const auto start = std::chrono::steady_clock::now();
    const grpc::Status status = stub->QueryTrend(&context, request, &response);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    if (!status.ok()) {
      std::fprintf(stderr, "bench_trend: %s\n", status.error_message().c_str());
      return 1;
    }
    if (round >= 0) ms.push_back(absl::StrCat(took.count()));
  }
  std::printf("{\"query\": \"%s\", \"ms\": [%s], \"answers\": %jd, \"cells\": %s}\n", name.c_str(),
              absl::StrJoin(ms, ", ").c_str(), static_cast<intmax_t>(response.total().n()),
              CellsOf(request, response).c_str());
  return 0;
}
