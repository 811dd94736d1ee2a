#include "server/sentiment/language_guess.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/sentiment/word_list.h"

namespace voc::sentiment {
namespace {

// Typical words weigh 2. Words that several of the languages share, or that
// other languages have too, weigh 1.
constexpr uint8_t kTypical = 2;
constexpr uint8_t kShared = 1;

// A guess needs this much evidence a word, in hundredths. Running text of one
// of the languages has 80 to 120, of others below 20.
constexpr size_t kMinEvidencePercent = 25;

constexpr std::string_view kEnglishTypical =
    "the and is was were been being of with you your yours my mine we our us they them their this "
    "that these those which who what when where why how but not very have has had are would could "
    "should can't cannot don't doesn't didn't won't isn't wasn't it's i'm i've we've it's there "
    "because about after again any every everything everyone nobody nothing from into just more "
    "most much many never always only other over than then through too until while without "
    "also it its by an as if or so she he him his will can does did doing get gets got make makes "
    "made use using used need needs want works work working time customer service product team "
    "company quality price easy great good awesome terrible awful worst best love hate bad nice "
    "slow thanks thank please really still even since new keep keeps back well way things thing "
    "people years year days day month months week weeks last first";
constexpr std::string_view kEnglishShared = "i a in on to for at me no be do go up her all app";

constexpr std::string_view kSwedishTypical =
    "och bra är inte jag det att som på för med av ett vi ni de dem också mycket väldigt när hur "
    "vad "
    "varför eller från till efter utan bara lite något någon några inget ingen alla alltid aldrig "
    "mig dig sig oss er min mitt mina din era vår vårt våra har hade blir blev varit vara kan ska "
    "skulle måste får gör göra går fungerar fungerade funkar kundtjänst dålig dåligt dåliga bästa "
    "sämst sämsta jättebra toppen tack snabb snabbt snabba nöjd nöjda missnöjd enkelt enkel lätt "
    "svårt svår tycker tyvärr hjälp hjälper hjälpte tjänst tjänsten pris priset dyrt dyr "
    "rekommenderar rekommendera uppdatering uppdateringen senaste ofta mer än innan idag bättre "
    "pengar tillbaka vecka veckan beställde köpte köpt fick gick igen ännu "
    "man";
constexpr std::string_view kSwedishShared =
    "en i den var men om så har fin god problem support man alt app glad ny nya här där då "
    "under över kom hos sin han hon dag år";

constexpr std::string_view kDanishTypical =
    "vi de kan som man jeg ikke det at af og er på til med en et hvad hvorfor hvordan mig dig sig "
    "jer noget nogen "
    "nogle ingen efter også meget blev bliver været være kunne skulle ville gør gøre går virker "
    "fungerer kundeservice dårlig dårligt dårlige bedste værste hurtig hurtigt hurtige tilfreds "
    "nemt nem let svært hjælp hjælper hjalp tak desværre synes priset dyrt anbefale anbefaler "
    "opdatering opdateringen seneste ofte mere end før bedre altid aldrig kun lidt op ud os vores "
    "jeres deres min mit mine hun rigtig tid tiden godt fordi eller når uden selv nye";
constexpr std::string_view kDanishShared =
    "i den var men om så har god for de vi du kan skal man bare alt app glad ny problem support "
    "under over kom hos sin han her der da dag år fra";

constexpr std::string_view kNorwegianTypical =
    "vi de kan som man jeg ikke det at av og er på til med en et hva hvorfor hvordan meg deg seg "
    "dere noe noen ingen "
    "etter også veldig mye ble blir vært være kunne skulle ville gjør gjøre går virker fungerer "
    "kundeservice dårlig dårlige beste verste rask raskt raske fornøyd misfornøyd enkelt enkel "
    "lett vanskelig hjelp hjelper hjalp takk dessverre synes syns prisen dyrt anbefale anbefaler "
    "oppdatering oppdateringen siste ofte mer enn før bedre alltid aldri bare litt opp ut oss vår "
    "våre deres min mitt mine hun bra kjempebra tid tiden godt fordi eller når uten selv nye";
constexpr std::string_view kNorwegianShared =
    "i den var men om så har god for de vi du kan skal man alt app glad ny problem support under "
    "over kom hos sin han her der da dag år fra";

// What tells the two apart where they are most alike.
constexpr std::string_view kDanishNotNorwegian =
    "tilbage penge oplevelse oplevet værelset mad uge bookede hentede endnu muligt umuligt ringede "
    "svarede købt købte købet fik gik brugt brugte dejlig dejligt fejl spild uger selskab "
    "information lige stadig træt sød gode gør kører beskidt langsom langsomt nemme af hvad mig "
    "dig sig jer noget nogen nogle efter blev bliver hurtig hurtigt hjælp hjælper "
    "dårligt tak desværre mere end altid aldrig kun lidt op ud os vores jeres nemt nem svært "
    "opdatering opdateringen anbefale rigtig uden meget været bedste værste tilfreds seneste";
constexpr std::string_view kNorwegianNotDanish =
    "tilbake penger pengene opplevelse opplevd rommet uke uker forrige nett ennå mulig umulig "
    "ringte svarte kjøpt kjøpte kjøpet fikk gikk brukt brukte koselig nydelig feil bortkastet "
    "informasjon utmerket verdt kundeservicen produktet tjenesten treg tregt skitten greit hva meg "
    "deg seg dere noe noen etter veldig mye ble blir rask raskt hjelp hjelper takk "
    "dessverre enn alltid aldri litt opp oss vår våre fornøyd misfornøyd "
    "oppdatering oppdateringen kjempebra uten vært vanskelig beste verste siste";

constexpr std::string_view kOtherTypical =
    "der die das und ist nicht ich sehr mit ein eine auch auf für wir sie zu von dem den aber "
    "schlecht gut le la les est et pas très une des du que qui pour avec mais sur dans c'est je "
    "nous vous el los las es una muy pero por para con está il lo che non è di per sono molto het "
    "een niet ik maar voor zijn ook wel goed ja ei ole se että hyvä on minun tosi todella jest nie "
    "się na bardzo não muito com mas uma os no me gusta te mi tu su todo nada bien mal este bon "
    "mauvais tout ne sono bene tutto alles schön schnell gute guter leider";

}  // namespace

LanguageGuess::LanguageGuess() {
  Add(kEnglish, kTypical, kEnglishTypical);
  Add(kEnglish, kShared, kEnglishShared);
  Add(kSwedish, kTypical, kSwedishTypical);
  Add(kSwedish, kShared, kSwedishShared);
  Add(kDanish, kTypical, kDanishTypical);
  Add(kDanish, kShared, kDanishShared);
  Add(kDanish, kTypical + kShared, kDanishNotNorwegian);
  Add(kNorwegian, kTypical, kNorwegianTypical);
  Add(kNorwegian, kShared, kNorwegianShared);
  Add(kNorwegian, kTypical + kShared, kNorwegianNotDanish);
  Add(kOther, kTypical, kOtherTypical);
}

void LanguageGuess::AddEnglish(std::string_view word) { Add(kEnglish, kShared, word); }

void LanguageGuess::Add(Language language, uint8_t weight, std::string_view words) {
  ForEachWord(words, ' ', [&](std::string_view word) {
    uint8_t& evidence = words_[word][language];
    evidence = std::max(evidence, weight);
  });
}

void LanguageGuess::CountLetters(std::string_view word, Sums& sums) {
  const auto has = [word](std::string_view letters) {
    return word.find(letters) != std::string_view::npos;
  };
  if (has("ä") || has("ö")) {
    ++sums[kSwedish];
    ++sums[kOther];
  } else if (has("æ") || has("ø")) {
    ++sums[kDanish];
    ++sums[kNorwegian];
  }
  if (has("kj") || has("øy") || has("sjon")) ++sums[kNorwegian];
  if (has("øj") || has("hv")) ++sums[kDanish];
}

std::string_view LanguageGuess::Guess(const Tokens& tokens) const {
  Sums sums{};
  size_t words = 0;
  for (const Token& token : tokens) {
    if (token.kind != Token::Kind::kWord) continue;
    if (++words > kMaxGuessWords) break;
    const auto found = words_.find(token.text);
    if (found == words_.end()) {
      CountLetters(token.text, sums);
      continue;
    }
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += found->second[i];
  }
  words = std::min(words, kMaxGuessWords);
  const auto best = std::max_element(sums.begin(), sums.end());
  if (*best == 0 || *best * 100 < words * kMinEvidencePercent) return "";
  switch (best - sums.begin()) {
    case kEnglish:
      return "en";
    case kSwedish:
      return "sv";
    case kDanish:
      return "da";
    case kNorwegian:
      return "no";
    default:
      return "";
  }
}

}  // namespace voc::sentiment
