#ifndef VOC_CLIENT_FORMATS_JSON_VENDOR_SHAPES_H_
#define VOC_CLIENT_FORMATS_JSON_VENDOR_SHAPES_H_

#include <memory>

#include "client/formats/json/shape.h"

namespace voc::formats::json {

// The shapes that MakeShape() chooses from. Those of surveys leave a list "answers" in
// the record: see answers.h.

// Countly: entries of its table as they are; an ingest call becomes its star ratings,
// in the same form.
std::unique_ptr<Shape> CountlyShape();
// Formbricks: a webhook, or a response alone.
std::unique_ptr<Shape> FormbricksShape();
// G2: adds "rating_max" to the attributes; `scale` as in ShapeOptions.
std::unique_ptr<Shape> G2Shape(int scale);
// Google Play: the user's comment as "userComment", with "title" and "body" apart, and
// "lastModified" in seconds.
std::unique_ptr<Shape> GooglePlayShape();
// Formbricks Hub: the rows of a submission become one record.
std::unique_ptr<Shape> HubShape();
// PostHog: of the events of a submission the last that was sent.
std::unique_ptr<Shape> PosthogShape();
// Trustpilot: "reportData" of a review that was reported is "true".
std::unique_ptr<Shape> TrustpilotShape();
// Typeform: a webhook, or a response of its API.
std::unique_ptr<Shape> TypeformShape();

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_VENDOR_SHAPES_H_
