#include "server/discover/word_kind.h"

#include <cstddef>

#include "server/sentiment/word_list.h"

namespace voc::discover {
namespace {

// In languages without a list.
constexpr size_t kMinContentBytes = 4;

// Written for this project: articles, pronouns, prepositions, conjunctions,
// auxiliaries, and adverbs of place, time and degree.
constexpr std::string_view kEnglish =
    "a about above after again ago all almost already also although always am an and another any "
    "anybody anyone anything anyway are around as at away back be because been before being below "
    "between both but by came can come comes could did do does doing done down during each either "
    "else enough etc even ever every everybody everyone everything far few for from further gave "
    "get gets getting give gives go goes going gone got had half has have having he hence her here "
    "hers herself him himself his how however i i'd i'll i'm i've if in indeed instead into is it "
    "it's its itself just keep keeps kept last least less let like lot lots made make makes many "
    "may maybe me might mine more most mostly much must my myself near need needs next now of off "
    "often ok okay on once one ones only onto or other others our ours ourselves out over own "
    "perhaps per please put quite rather really same say says see seem seems several shall she "
    "should since so some somebody someone something somewhat soon still such sure take takes than "
    "thank thanks that that's the their theirs them themselves then there there's these they "
    "they're thing things this those though through thus till to today together too took toward "
    "under until up upon us use used uses using usually very via was way we we'd we'll we're we've "
    "well went were what what's whatever when where whether which while who whole whom whose why "
    "will with within would yes yet you you'd you'll you're you've your yours yourself";
constexpr std::string_view kEnglishNegations =
    "ain't aren't can't cannot couldn't didn't doesn't don't hadn't hardly hasn't haven't isn't "
    "neither never no nobody none nor not nothing shouldn't unable wasn't weren't without won't "
    "wouldn't";

constexpr std::string_view kSwedish =
    "alla allt alltid alltså andra annan annat att av bakom bara behöver bland bli blir blev bort "
    "borta bort både de dem den denna deras dess dessa det detta dig din dina dit ditt du där "
    "därför då efter eftersom egen eget egna eller en er era ert ett fanns fick finns fram från få "
    "får fått för före försöker gav ge genom ger gick gjorde gjort gå går gått gång gör göra ha "
    "hade han hans har haft hela helt hem henne hennes hittills hon honom hos hur här i ibland "
    "igen igår in inför innan inom ja jag jo ju just kan kanske knappt kom komma kommer kommit "
    "kunde kunnat lite låter man mellan men med medan mer mest mig min mina mindre minst mitt mot "
    "mycket måste ner ni nog nu ny nya nytt någon något några när nästan och ofta också om oss "
    "över på redan runt samma sedan ser sig sin sina sist sitt själv ska skall skulle snart som så "
    "sådan sätt ta tack tar till tillbaka tills tog trots två under upp ur ut utanför vad var vara "
    "varandra "
    "varför varit varje vars vart vem verkligen vi vid vilka vilken vilket vill ville väl väldigt "
    "vår våra vårt än ännu är år åt även";
constexpr std::string_view kSwedishNegations =
    "aldrig ej ingen inget inga ingenting inte utan varken";

constexpr std::string_view kDanish =
    "ad af alle allerede alt altid anden andet andre at bag bare blev blive bliver da de dem den "
    "denne deres der derfor det dette dig din dine disse dit dog du efter egen eller en end endnu "
    "er et fik fin flere for fordi forbi fra frem få får før først gav gennem ger gik gjorde gjort "
    "gå går gør gøre ham han hans har have havde hele helt hen hende hendes her hos hun hvad hvem "
    "hver hvilke hvilken hvis hvor hvordan hvorfor i igen igennem ind inden ja jeg jer jeres jo "
    "kan "
    "kom komme kommer kun kunne lidt lige lå man mange med meget mellem men mens mere mest mig min "
    "mindre mine mit mod måske måtte nede nej ned noget nogen nogle nok nu ny nye når næsten og "
    "også ofte om op os over på sammen samme se selv ser sig siden sin sine sit skal skulle snart "
    "som stadig så sådan tag tager tak til tilbage tog to trods ud uden under var ved vi vil ville "
    "vor "
    "vores være været år";
constexpr std::string_view kDanishNegations = "aldrig ikke ingen intet ej hverken uden";

constexpr std::string_view kNorwegian =
    "alle allerede alt alltid andre annen annet at av bak bare ble bli blir blitt bort både da de "
    "dem den denne der deres derfor det dette dere deg din dine disse ditt du dit eller en enda "
    "ennå enn er et etter ei eget egen fikk fin flere for fordi fra fram få får fått før først ga "
    "gang gi gikk gir gjennom gjorde gjort gjør gjøre gå går ha ham han hans har hadde hatt hel "
    "hele helt henne hennes her hittil ho hos hun hva hvem hver hvilke hvilken hvis hvor hvordan "
    "hvorfor i igjen inn innen ja jeg jo kan kanskje kom komme kommer kun kunne litt man mange med "
    "meg mellom men mens mer mest min mindre mine mitt mot mye må måtte ned noe noen nok nå ny nye "
    "når nesten og også ofte om opp oss over på samme sammen se seg selv ser siden sin sine sist "
    "sitt skal skulle snart som så sånn ta takk tar til tilbake tok to tross ut uten under var ved "
    "veldig "
    "vi vil ville vår våre vårt være vært å år";
constexpr std::string_view kNorwegianNegations = "aldri ikke ingen ingenting intet verken uten";

struct List {
  std::string_view language;
  std::string_view function;
  std::string_view negations;
};

constexpr List kLists[] = {
    {"en", kEnglish, kEnglishNegations},
    {"sv", kSwedish, kSwedishNegations},
    {"da", kDanish, kDanishNegations},
    {"no", kNorwegian, kNorwegianNegations},
};

}  // namespace

WordKinds::WordKinds() {
  for (const List& list : kLists) {
    for (const std::string_view language : {list.language, std::string_view()}) {
      Words& words = lists_[language];
      sentiment::ForEachWord(list.function, ' ',
                             [&](std::string_view word) { words[word] = WordKind::kFunction; });
    }
  }
  for (const List& list : kLists) {
    for (const std::string_view language : {list.language, std::string_view()}) {
      Words& words = lists_[language];
      sentiment::ForEachWord(list.negations, ' ',
                             [&](std::string_view word) { words[word] = WordKind::kNegation; });
    }
  }
}

WordKind WordKinds::Of(std::string_view language, std::string_view word) const {
  const auto list = lists_.find(language);
  if (list == lists_.end()) {
    return word.size() < kMinContentBytes ? WordKind::kFunction : WordKind::kContent;
  }
  const auto found = list->second.find(word);
  return found == list->second.end() ? WordKind::kContent : found->second;
}

}  // namespace voc::discover
