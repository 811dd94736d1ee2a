#ifndef VOC_SERVER_INGEST_PREPARE_H_
#define VOC_SERVER_INGEST_PREPARE_H_

#include "server/ingest/command.h"
#include "server/sentiment/annotator.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// What was heard, as the API says it. Pure.
v1::Sentiment SentimentOf(const sentiment::Annotation& heard);

// Turns what a client sent into a command: validated, normalised, its key and
// content hashed, its text annotated. A bad feedback gives a RejectCommand.
// Pure; any thread.
Command Prepare(v1::Feedback feedback, const sentiment::Annotator& annotator);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_PREPARE_H_
