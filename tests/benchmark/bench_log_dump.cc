// Counts the log records of a vocd data folder and writes them to a file of records
// (rows_file.h): what bench_log_ceiling appends. No vocd may serve the folder.

#include <rocksdb/db.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "storage/base/record_pack.h"
#include "tests/benchmark/rows_file.h"

namespace {

constexpr size_t kWriteBytes = 1 << 20;
constexpr size_t kReadaheadBytes = 4 << 20;

int Fail(const std::string& why) {
  std::fprintf(stderr, "bench_log_dump: %s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::string data;
  std::string path;
  uint64_t count = UINT64_MAX;
  CLI::App app("Writes the records of a vocd's log to a file", "bench_log_dump");
  app.add_option("--data", data, "Data folder")->required();
  app.add_option("--out", path, "File to write (default: none, only count)");
  app.add_option("--count", count, "At most so many (default: all)");
  CLI11_PARSE(app, argc, argv);

  const std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
      {rocksdb::kDefaultColumnFamilyName, {}}, {"log", {}}};
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly({}, data, descriptors, &families, &opened);
  if (!status.ok()) return Fail(status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);

  std::ofstream out;
  if (!path.empty()) out.open(path, std::ios::binary | std::ios::trunc);
  std::string buffer;
  uint64_t records = 0;
  uint64_t bytes = 0;
  {
    rocksdb::ReadOptions options;
    options.readahead_size = kReadaheadBytes;
    const std::unique_ptr<rocksdb::Iterator> on_disk(db->NewIterator(options, families[1]));
    voc::base::RecordPack pack;
    for (on_disk->SeekToFirst(); on_disk->Valid() && records < count && out; on_disk->Next()) {
      const rocksdb::Slice value = on_disk->value();
      if (const absl::Status read = pack.Open({value.data(), value.size()}); !read.ok()) {
        return Fail(read.ToString());
      }
      for (size_t i = 0; i < pack.size() && records < count; ++i) {
        ++records;
        bytes += pack[i].size();
        if (!path.empty()) voc::benchmark::AppendRecord(pack[i], buffer);
      }
      if (buffer.size() < kWriteBytes) continue;
      out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      buffer.clear();
    }
    if (!on_disk->status().ok()) return Fail(on_disk->status().ToString());
  }
  if (!path.empty()) {
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    out.close();
  }
  for (rocksdb::ColumnFamilyHandle* family : families) {
    db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  if (!out) return Fail("cannot write " + path);
  std::printf("{\"records\": %ju, \"bytes\": %ju}\n", static_cast<uintmax_t>(records),
              static_cast<uintmax_t>(bytes));
  return 0;
}
