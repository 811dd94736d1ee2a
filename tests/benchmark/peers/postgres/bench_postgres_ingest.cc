// Loads the PostgreSQL peer with rows, a connection a thread, and prints what it took,
// as one line of JSON. The arguments of all calls are encoded before the clock starts,
// as the driver of vocd has no encoding cost either. One more connection listens to the
// notifications of alerts.

#include <libpq-fe.h>
#include <poll.h>

#include <CLI/CLI.hpp>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "storage/base/big_endian.h"
#include "tests/benchmark/cpu_seconds.h"
#include "tests/benchmark/peers/postgres/calls.h"
#include "tests/benchmark/rows_file.h"

namespace {

namespace pg = voc::benchmark::postgres;
using Clock = std::chrono::steady_clock;
using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

constexpr char kStatement[] = "submit";
constexpr char kCall[] = "SELECT voc.submit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
constexpr int kBinary = 1;
constexpr int kListenMs = 50;  // how late the listener may notice that all is done

int Fail(const std::string& why) {
  std::fprintf(stderr, "bench_postgres_ingest: %s\n", why.c_str());
  return 1;
}

Connection Connect(const std::string& where) { return {PQconnectdb(where.c_str()), &PQfinish}; }

// Counts notifications until `done`.
void Listen(PGconn* connection, const std::atomic<bool>& done, uint64_t& notifications) {
  while (!done) {
    pollfd waiting{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kListenMs) <= 0) continue;
    if (PQconsumeInput(connection) == 0) return;
    while (PGnotify* const notification = PQnotifies(connection)) {
      ++notifications;
      PQfreemem(notification);
    }
  }
}

// What one connection did.
struct Worker {
  Connection connection{nullptr, &PQfinish};
  std::string error;
  uint64_t rows = 0;
  uint64_t inserted = 0;
};

bool Prepare(Worker& worker) {
  const Result prepared(
      PQprepare(worker.connection.get(), kStatement, kCall, pg::kColumns, pg::kArrayTypes.data()),
      &PQclear);
  return PQresultStatus(prepared.get()) == PGRES_COMMAND_OK;
}

// Makes the calls that no other worker has taken.
void Work(const std::vector<pg::EncodedCall>& calls, std::atomic<size_t>& next, Worker& worker) {
  std::array<int, pg::kColumns> formats;
  formats.fill(kBinary);
  for (size_t i = next++; i < calls.size(); i = next++) {
    std::array<const char*, pg::kColumns> values;
    std::array<int, pg::kColumns> lengths;
    for (size_t column = 0; column < pg::kColumns; ++column) {
      values[column] = calls[i].arguments[column].data();
      lengths[column] = static_cast<int>(calls[i].arguments[column].size());
    }
    const Result result(PQexecPrepared(worker.connection.get(), kStatement, pg::kColumns,
                                       values.data(), lengths.data(), formats.data(), kBinary),
                        &PQclear);
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
      worker.error = PQerrorMessage(worker.connection.get());
      return;
    }
    worker.rows += calls[i].rows;
    worker.inserted += voc::base::LoadBigEndian32({PQgetvalue(result.get(), 0, 0), 4});
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string where;
  std::string path;
  uint64_t batch = 100;
  uint64_t connections = 4;
  uint64_t count = UINT64_MAX;
  CLI::App app("Loads the PostgreSQL peer with rows of bench_rows", "bench_postgres_ingest");
  app.add_option("--connect", where, "libpq's connection string")->required();
  app.add_option("--rows", path, "File of rows")->required();
  app.add_option("--batch", batch, "Rows a call")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--connections", connections)->check(CLI::Range(1, 64))->capture_default_str();
  app.add_option("--count", count, "Rows to send (default: all)");
  CLI11_PARSE(app, argc, argv);

  const auto file = voc::benchmark::RowsFile::Open(path);
  if (!file.ok()) return Fail(file.status().ToString());
  const auto calls =
      pg::EncodeCalls(voc::benchmark::RowsCursor((*file)->bytes()).Take(count).bytes, batch);
  if (!calls.ok()) return Fail(calls.status().ToString());

  std::vector<Worker> workers(connections);
  for (Worker& worker : workers) {
    worker.connection = Connect(where);
    if (!Prepare(worker)) return Fail(PQerrorMessage(worker.connection.get()));
  }
  const Connection listener = Connect(where);
  const Result listening(PQexec(listener.get(), "LISTEN alert"), &PQclear);
  if (PQresultStatus(listening.get()) != PGRES_COMMAND_OK) {
    return Fail(PQerrorMessage(listener.get()));
  }
  std::atomic<bool> done = false;
  uint64_t notifications = 0;
  std::thread listen([&] { Listen(listener.get(), done, notifications); });

  const double cpu_before = voc::benchmark::CpuSeconds();
  const Clock::time_point start = Clock::now();
  std::atomic<size_t> next = 0;
  std::vector<std::thread> threads;
  threads.reserve(workers.size());
  for (Worker& worker : workers) {
    threads.emplace_back([&calls, &next, &worker] { Work(*calls, next, worker); });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const double cpu_seconds = voc::benchmark::CpuSeconds() - cpu_before;
  done = true;
  listen.join();

  uint64_t rows = 0;
  uint64_t inserted = 0;
  for (const Worker& worker : workers) {
    if (!worker.error.empty()) return Fail(worker.error);
    rows += worker.rows;
    inserted += worker.inserted;
  }
  std::printf(
      "{\"rows\": %ju, \"inserted\": %ju, \"connections\": %ju, \"batch\": %ju, "
      "\"seconds\": %.6f, \"rows_per_second\": %.1f, \"client_cpu_seconds\": %.3f, "
      "\"notifications\": %ju}\n",
      static_cast<uintmax_t>(rows), static_cast<uintmax_t>(inserted),
      static_cast<uintmax_t>(connections), static_cast<uintmax_t>(batch), seconds,
      static_cast<double>(rows) / seconds, cpu_seconds, static_cast<uintmax_t>(notifications));
  return 0;
}
