#ifndef VOC_SERVER_INGEST_DECIDED_NOTE_H_
#define VOC_SERVER_INGEST_DECIDED_NOTE_H_

#include "server/notes/notes.h"

namespace voc::ingest {

// What a note command comes to.
struct DecidedNote {
  notes::NotePtr note;
  bool fresh = false;  // to be logged; else it is what is noted already
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDED_NOTE_H_
