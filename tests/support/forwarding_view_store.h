#ifndef VOC_TESTS_SUPPORT_FORWARDING_VIEW_STORE_H_
#define VOC_TESTS_SUPPORT_FORWARDING_VIEW_STORE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "storage/view_store.h"

namespace voc::store {

// Another store, for tests that change some of what it does. The other outlives it.
class ForwardingViewStore : public ViewStore {
 public:
  explicit ForwardingViewStore(ViewStore* store) : store_(store) {}

  absl::Status Install(RunSet runs) override { return store_->Install(std::move(runs)); }
  absl::StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override {
    return store_->Get(table, key);
  }
  std::unique_ptr<TableReader> Scan(Table table, std::string_view prefix) const override {
    return store_->Scan(table, prefix);
  }
  std::unique_ptr<TableReader> ScanFrom(Table table, std::string_view first_key) const override {
    return store_->ScanFrom(table, first_key);
  }
  absl::Status Clear() override { return store_->Clear(); }

 private:
  ViewStore* const store_;
};

}  // namespace voc::store

#endif  // VOC_TESTS_SUPPORT_FORWARDING_VIEW_STORE_H_
