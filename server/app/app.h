#ifndef VOC_SERVER_APP_APP_H_
#define VOC_SERVER_APP_APP_H_

#include "server/app/options.h"

namespace voc::app {

// Runs vocd until it is told to end: puts the parts together, prints the ready
// line, waits, and takes the parts down in an order that loses nothing that was
// acknowledged. Starts over, at the same address and without another line, when it
// is told to rebuild its views. Returns the exit code: 0 after a signal, 1 if it
// could not start or could not go on.
int Run(const Options& options);

}  // namespace voc::app

#endif  // VOC_SERVER_APP_APP_H_
