#ifndef VOC_SERVER_VIEWS_READER_STORED_NOTES_H_
#define VOC_SERVER_VIEWS_READER_STORED_NOTES_H_

#include "absl/status/statusor.h"
#include "server/notes/notes.h"
#include "voc/v1/import.pb.h"
#include "voc/v1/mark.pb.h"
#include "voc/v1/source.pb.h"

namespace voc::views {

// One page of the marks, ascending by time, then id. INVALID_ARGUMENT names every bad
// field. Pure.
absl::StatusOr<v1::ListMarksResponse> ListMarks(const v1::ListMarksRequest& request,
                                                const notes::Notes& notes);

// One page of the imports, newest first. INVALID_ARGUMENT names the bad field. Pure.
absl::StatusOr<v1::ListImportsResponse> ListImports(const v1::ListImportsRequest& request,
                                                    const notes::Notes& notes);

// One page of the sources by source_id, without secrets. INVALID_ARGUMENT names the bad field.
// Pure.
absl::StatusOr<v1::ListSourcesResponse> ListSources(const v1::ListSourcesRequest& request,
                                                    const notes::Notes& notes);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_STORED_NOTES_H_
