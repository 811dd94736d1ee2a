#include "server/http/reactor.h"

#include <boost/asio/post.hpp>
#include <chrono>

#include "absl/time/time.h"
#include "server/http/connection.h"
#include "storage/base/thread_name.h"

namespace voc::http {

Reactor::Reactor(const char* thread_name, const Limits& limits, const base::Clock* clock,
                 const base::Clock* steady)
    : limits_(limits),
      clock_(clock),
      steady_(steady),
      work_(boost::asio::make_work_guard(context_)),
      ticks_(context_) {
  boost::asio::post(context_, [this] { Tick(); });
  thread_ = std::thread([this, thread_name] {
    base::NameThread(thread_name);
    context_.run();
  });
}

Reactor::~Reactor() {
  context_.stop();
  thread_.join();
}

Reactor::Connections::iterator Reactor::Add(Connection* connection) {
  count_.fetch_add(1, std::memory_order_relaxed);
  return waiting_.insert(waiting_.end(), connection);
}

void Reactor::Remove(Connections::iterator place) {
  count_.fetch_sub(1, std::memory_order_relaxed);
  // Of either list: std::list needs none to erase from.
  Connections gone;
  gone.splice(gone.begin(), (*place)->waits() ? waiting_ : busy_, place);
}

void Reactor::SetWaiting(Connections::iterator place, bool waiting) {
  Connections& from = (*place)->waits() ? waiting_ : busy_;
  Connections& to = waiting ? waiting_ : busy_;
  to.splice(to.end(), from, place);
}

bool Reactor::CloseLongestWaiting() {
  if (waiting_.empty()) return false;
  waiting_.front()->Close();
  return true;
}

void Reactor::CloseAll(bool others) {
  while (!waiting_.empty()) waiting_.front()->Close();
  while (others && !busy_.empty()) busy_.front()->Close();
}

void Reactor::Tick() {
  const base::TimeNs second = clock_->Now() / base::kNsPerSecond;
  if (second != date_) {
    date_ = second;
    date_line_ = absl::FormatTime("Date: %a, %d %b %Y %H:%M:%S GMT\r\n",
                                  absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  const base::TimeNs now = steady_->Now();
  for (Connections* const list : {&waiting_, &busy_}) {
    for (auto place = list->begin(); place != list->end();) {
      Connection* const connection = *place++;
      connection->CheckTime(now);
    }
  }
  ticks_.expires_after(std::chrono::nanoseconds(limits_.tick_ns));
  ticks_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Tick();
  });
}

}  // namespace voc::http
