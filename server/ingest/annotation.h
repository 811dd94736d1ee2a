#ifndef VOC_SERVER_INGEST_ANNOTATION_H_
#define VOC_SERVER_INGEST_ANNOTATION_H_

#include "server/sentiment/annotator.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// What vocd hears in the text of a feedback, and what a human says of it instead. A
// feedback shows the latter where there is a correction, which then keeps the former
// (Correction.heard). Pure.

// What was heard, as the API says it.
v1::Sentiment SentimentOf(const sentiment::Annotation& heard);

// Whether there is a comment, title or body.
bool HasText(const v1::Feedback& feedback);

// Whether comment, title and body are the same.
bool SameText(const v1::Feedback& a, const v1::Feedback& b);

// Hears the text of a stored feedback anew; its language too, unless a client gave it.
v1::Annotation Hear(const sentiment::Annotator& annotator, const storage::v1::FeedbackEvent& event);

// What vocd heard when it last did, corrected or not.
v1::Annotation HeardIn(const v1::Feedback& feedback);

// Whether the same versions heard, and whether they heard the same.
bool SameVersions(const v1::Annotation& a, const v1::Annotation& b);
bool SayTheSame(const v1::Annotation& a, const v1::Annotation& b);

// Replaces what vocd heard. A correction stays on top. The language changes unless a
// client gave it.
void SetHeard(const v1::Annotation& heard, storage::v1::FeedbackEvent& event);

// Puts a correction on top of what vocd heard, in place of one that is there.
// `correction.heard` is not looked at.
void SetCorrection(v1::Correction correction, v1::Feedback& feedback);

// Back to what vocd heard.
void ClearCorrection(v1::Feedback& feedback);

// The score that stands for the label a human gave: -1, 0 or 1. A human's word counts
// in full, so that alert rules and trends agree with it.
double ScoreOfLabel(v1::SentimentLabel label);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_ANNOTATION_H_
