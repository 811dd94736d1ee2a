#include "client/report/page.h"

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/report/style.h"
#include "client/report/svg.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

// The source expression that lets this very style sheet through, and no other.
std::string HashSource(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr);
  return "'sha256-" +
         absl::Base64Escape(absl::string_view(reinterpret_cast<const char*>(digest), size)) + "'";
}

void AppendCell(const HtmlCell& cell, const char* element, const char* scope, std::string* out) {
  std::string css_class = cell.css_class;
  if (cell.number) css_class += css_class.empty() ? "number" : " number";
  *out += std::string("<") + element;
  if (*scope != '\0') *out += std::string(" scope=\"") + scope + "\"";
  if (!css_class.empty()) *out += " class=\"" + css_class + "\"";
  *out += cell.foreign ? " dir=\"auto\">" : ">";
  *out += Escape(cell.text);
  *out += std::string("</") + element + ">";
}

}  // namespace

std::string TableHtml(const HtmlTable& table, Language language) {
  // What scrolls can be reached with the keyboard, and has a name.
  std::string out = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
                    Escape(Say(language, Word::kScrolls, table.caption)) +
                    "\">\n<table>\n<caption>" + Escape(table.caption) + "</caption>\n<thead>\n<tr>";
  for (const HtmlCell& cell : table.head) AppendCell(cell, "th", "col", &out);
  out += "</tr>\n</thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      AppendCell(row[i], i == 0 ? "th" : "td", i == 0 ? "row" : "", &out);
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n</div>\n";
}

std::string Heading(int level, std::string_view text) {
  return absl::StrCat("<h", level, ">", Escape(text), "</h", level, ">\n");
}

std::string Paragraph(std::string_view css_class, std::string_view text) {
  const std::string name(css_class);
  if (name.empty()) return absl::StrCat("<p>", Escape(text), "</p>\n");
  return absl::StrCat("<p class=\"", name, "\">", Escape(text), "</p>\n");
}

std::string Figure(std::string_view wide, std::string_view narrow, std::string_view caption) {
  if (wide.empty() && narrow.empty()) return "";
  std::string out = "<figure>\n";
  out += wide;
  out += narrow;
  if (!caption.empty()) out += "<figcaption>" + Escape(caption) + "</figcaption>\n";
  return out + "</figure>\n";
}

std::string Details(std::string_view summary, std::string_view html) {
  return "<details>\n<summary>" + Escape(summary) + "</summary>\n" + std::string(html) +
         "</details>\n";
}

std::string PageHtml(Language language, std::string_view title, std::string_view header,
                     std::string_view main, std::string_view footer) {
  std::string out = "<!doctype html>\n<html lang=\"";
  out += LanguageTag(language);
  out +=
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ";
  out += HashSource(kStyle);
  out +=
      "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>";
  out += Escape(title);
  out += "</title>\n<style>";
  out += kStyle;
  out += "</style>\n</head>\n<body>\n<header>\n";
  out += header;
  out += "</header>\n<main>\n";
  out += main;
  out += "</main>\n<footer>\n";
  out += footer;
  return out + "</footer>\n</body>\n</html>\n";
}

}  // namespace voc::report
