#ifndef VOC_CLIENT_REPORT_STYLE_H_
#define VOC_CLIENT_REPORT_STYLE_H_

namespace voc::report {

// The style sheet of every page: light and dark, screen, phone and paper.
extern const char* const kStyle;

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_STYLE_H_
