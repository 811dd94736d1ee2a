#ifndef VOC_SERVER_HTTP_REACTOR_H_
#define VOC_SERVER_HTTP_REACTOR_H_

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include "server/http/limits.h"
#include "storage/base/clock.h"

namespace voc::http {

class Connection;

// A thread and the connections it serves; all but post and connections() is for that thread.
class Reactor {
 public:
  using Connections = std::list<Connection*>;

  // Clocks outlive it.
  Reactor(const char* thread_name, const Limits& limits, const base::Clock* clock,
          const base::Clock* steady);
  // The connections are closed already.
  ~Reactor();

  boost::asio::io_context& context() { return context_; }
  const Limits& limits() const { return limits_; }
  base::TimeNs now() const { return steady_->Now(); }
  // "Date: ...\r\n", of the last tick.
  const std::string& date_line() const { return date_line_; }

  // How many there are; any thread.
  size_t connections() const { return count_.load(std::memory_order_relaxed); }

  // A connection is known from Add to Remove. One that waits for a request, or for the rest of its
  // head or body, may be closed in favour of another one: who waits longest goes first.
  Connections::iterator Add(Connection* connection);
  void Remove(Connections::iterator place);
  void SetWaiting(Connections::iterator place, bool waiting);

  // Makes room for one more; false if nobody waits.
  bool CloseLongestWaiting();

  // Closes those that wait and, if asked, all others too.
  void CloseAll(bool others);

 private:
  void Tick();

  const Limits limits_;
  const base::Clock* const clock_;
  const base::Clock* const steady_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer ticks_;
  Connections waiting_;
  Connections busy_;
  std::atomic<size_t> count_{0};
  base::TimeNs date_ = -1;  // whole seconds
  std::string date_line_;
  std::thread thread_;
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_REACTOR_H_
