#include "client/report/words.h"

#include <array>
#include <cstdint>
#include <string>

#include "client/report/numbers.h"

namespace voc::report {
namespace {

struct Entry {
  Word word;
  // In the order of Language.
  std::array<const char*, kLanguages> phrases;
};

constexpr std::array<Entry, static_cast<size_t>(Word::kCount)> kPhrases = {{
    {Word::kNps, {"NPS", "NPS", "NPS", "NPS"}},
    {Word::kCsat, {"CSAT", "CSAT", "CSAT", "CSAT"}},
    {Word::kCes, {"CES", "CES", "CES", "CES"}},
    {Word::kRating, {"Reviews", "Omdömen", "Anmeldelser", "Omtaler"}},
    {Word::kSentiment, {"Sentiment", "Tonläge", "Stemning", "Stemning"}},
    {Word::kPeriod, {"period", "period", "periode", "periode"}},
    {Word::kAnswersColumn, {"n", "n", "n", "n"}},
    {Word::kInterval, {"interval", "intervall", "interval", "intervall"}},
    {Word::kChange, {"change", "ändring", "ændring", "endring"}},
    {Word::kYearAgoChange, {"on a year ago", "mot i fjol", "mod sidste år", "mot i fjor"}},
    {Word::kShareColumn, {"share", "andelar", "andele", "andeler"}},
    {Word::kTotal, {"total", "totalt", "i alt", "totalt"}},
    {Word::kMean, {"mean", "medel", "snit", "snitt"}},
    {Word::kAgree, {"agree", "medhåll", "enige", "enige"}},
    {Word::kHidden, {"hidden", "dolt", "skjult", "skjult"}},
    {Word::kByHour, {"$0 by hour", "$0 per timme", "$0 pr. time", "$0 per time"}},
    {Word::kByDay, {"$0 by day", "$0 per dag", "$0 pr. dag", "$0 per dag"}},
    {Word::kByWeek, {"$0 by week", "$0 per vecka", "$0 pr. uge", "$0 per uke"}},
    {Word::kByMonth, {"$0 by month", "$0 per månad", "$0 pr. måned", "$0 per måned"}},
    {Word::kByQuarter, {"$0 by quarter", "$0 per kvartal", "$0 pr. kvartal", "$0 per kvartal"}},
    {Word::kByYear, {"$0 by year", "$0 per år", "$0 pr. år", "$0 per år"}},
    {Word::kInAll, {"$0 in all", "$0 totalt", "$0 i alt", "$0 totalt"}},
    {Word::kRolling,
     {"rolling $0 days", "rullande $0 dagar", "rullende $0 dage", "rullerende $0 dager"}},
    {Word::kNewestOfRespondent,
     {"newest of each respondent", "senaste svaret från varje person",
      "seneste svar fra hver person", "siste svar fra hver person"}},
    {Word::kNewestOfAccount,
     {"newest of each account", "senaste svaret från varje kund", "seneste svar fra hver kunde",
      "siste svar fra hver kunde"}},
    {Word::kAllGroups,
     {"all groups, each feedback once", "alla grupper, varje svar en gång",
      "alle grupper, hvert svar én gang", "alle grupper, hvert svar én gang"}},
    {Word::kNothing, {"no feedback", "inga svar", "ingen svar", "ingen svar"}},
    {Word::kWeekName, {"W$0 $1", "v. $0 $1", "uge $0 $1", "uke $0 $1"}},
    {Word::kQuarterName, {"Q$0 $1", "kv. $0 $1", "$0. kvt. $1", "$0. kv. $1"}},
    {Word::kDate, {"$0 $1 $2", "$0 $1 $2", "$0. $1 $2", "$0. $1 $2"}},
    {Word::kNews, {"news", "nyhet", "nyt", "nytt"}},
    {Word::kNoise, {"noise", "brus", "støj", "støy"}},
    {Word::kTooFew, {"too few", "för få", "for få", "for få"}},
    {Word::kPValue, {"p $0", "p $0", "p $0", "p $0"}},
    {Word::kUp, {"up $0", "upp $0", "op $0", "opp $0"}},
    {Word::kDown, {"down $0", "ned $0", "ned $0", "ned $0"}},
    {Word::kUnchanged, {"unchanged", "oförändrat", "uændret", "uendret"}},
    {Word::kAnswersOne, {"$0 answer", "$0 svar", "$0 svar", "$0 svar"}},
    {Word::kAnswers, {"$0 answers", "$0 svar", "$0 svar", "$0 svar"}},
    {Word::kDaysOne, {"$0 day", "$0 dag", "$0 dag", "$0 dag"}},
    {Word::kDays, {"$0 days", "$0 dagar", "$0 dage", "$0 dager"}},
    {Word::kHour, {"an hour", "per timme", "i timen", "i timen"}},
    {Word::kDay, {"a day", "per dag", "om dagen", "per dag"}},
    {Word::kWeek, {"a week", "per vecka", "om ugen", "i uken"}},
    {Word::kMonth, {"a month", "per månad", "om måneden", "i måneden"}},
    {Word::kQuarter, {"a quarter", "per kvartal", "i kvartalet", "i kvartalet"}},
    {Word::kYear, {"a year", "per år", "om året", "i året"}},
    {Word::kPromoters, {"promoters", "ambassadörer", "ambassadører", "ambassadører"}},
    {Word::kPassives, {"passives", "passiva", "passive", "passive"}},
    {Word::kDetractors, {"detractors", "kritiker", "kritikere", "kritikere"}},
    {Word::kSatisfied, {"satisfied", "nöjda", "tilfredse", "fornøyde"}},
    {Word::kOthers, {"others", "övriga", "øvrige", "øvrige"}},
    {Word::kAgreeing,
     {"found it easy", "tyckte det var lätt", "fandt det let", "syntes det var lett"}},
    {Word::kNotAgreeing, {"others", "övriga", "øvrige", "øvrige"}},
    {Word::kGoodStars, {"4 to 5 stars", "4–5 stjärnor", "4–5 stjerner", "4–5 stjerner"}},
    {Word::kThreeStars, {"3 stars", "3 stjärnor", "3 stjerner", "3 stjerner"}},
    {Word::kBadStars, {"1 to 2 stars", "1–2 stjärnor", "1–2 stjerner", "1–2 stjerner"}},
    {Word::kPositive, {"positive", "positiva", "positive", "positive"}},
    {Word::kNeutral, {"neutral", "neutrala", "neutrale", "nøytrale"}},
    {Word::kNegative, {"negative", "negativa", "negative", "negative"}},
    {Word::kHowInterval,
     {"Interval: $0 % confidence, $1.", "Intervall: $0 % konfidens, $1.",
      "Interval: $0 % konfidens, $1.", "Intervall: $0 % konfidens, $1."}},
    {Word::kHowNps, {"adjusted Wald", "justerad Wald", "justeret Wald", "justert Wald"}},
    {Word::kHowProportion, {"Wilson", "Wilson", "Wilson", "Wilson"}},
    {Word::kHowMean,
     {"Student's t", "Students t-fördelning", "Students t-fordeling", "Students t-fordeling"}},
    {Word::kHowSentiment, {"adjusted Wald", "justerad Wald", "justeret Wald", "justert Wald"}},
    {Word::kAlike,
     {"Answers of one customer are alike: the $0 answers weigh as much as $1 independent ones "
      "(design effect $2), and the interval is the wider for it.",
      "Svar från samma kund liknar varandra: de $0 svaren väger som $1 oberoende (designeffekt "
      "$2), och intervallet är bredare därefter.",
      "Svar fra samme kunde ligner hinanden: de $0 svar vejer som $1 uafhængige (designeffekt "
      "$2), og intervallet er bredere derefter.",
      "Svar fra samme kunde ligner på hverandre: de $0 svarene veier som $1 uavhengige "
      "(designeffekt $2), og intervallet er bredere deretter."}},
    {Word::kPaired,
     {"$0 who answered in $1 had also answered in what it is compared with, and are compared with "
      "themselves.",
      "$0 som svarade i $1 hade också svarat i det som jämförelsen görs med, och jämförs med sig "
      "själva.",
      "$0, som svarede i $1, havde også svaret i det, der sammenlignes med, og sammenlignes med "
      "sig selv.",
      "$0 som svarte i $1, hadde også svart i det som det sammenlignes med, og sammenlignes med "
      "seg selv."}},
    {Word::kNewsOrNoise,
     {"News: chance does not explain the change (p below $0). Noise: it may. Too few: fewer than "
      "$1 answers on a side.",
      "Nyhet: slumpen förklarar inte ändringen (p under $0). Brus: den kan göra det. För få: "
      "färre än $1 svar på en sida.",
      "Nyt: tilfældigheder forklarer ikke ændringen (p under $0). Støj: det kan de. For få: færre "
      "end "
      "$1 svar på en af siderne.",
      "Nytt: tilfeldigheter forklarer ikke endringen (p under $0). Støy: det kan de. For få: "
      "færre enn $1 svar på en av sidene."}},
    {Word::kTestedTogether,
     {"$0 changes were tested together: of those called news, at most $1 % are chance "
      "(Benjamini-Hochberg). Too few: fewer than $2 answers on a side.",
      "$0 ändringar prövades tillsammans: av dem som kallas nyhet är högst $1 % slump "
      "(Benjamini-Hochberg). För få: färre än $2 svar på en sida.",
      "$0 ændringer blev testet sammen: af dem, der kaldes nyt, er højst $1 % tilfældige "
      "(Benjamini-Hochberg). For få: færre end $2 svar på en af siderne.",
      "$0 endringer ble testet sammen: av dem som kalles nytt, er høyst $1 % tilfeldige "
      "(Benjamini-Hochberg). For få: færre enn $2 svar på en av sidene."}},
    {Word::kDriftDown,
     {"Drift: falls by $0 $1, not by chance (p $2).",
      "Trend: sjunker med $0 $1, inte av en slump (p $2).",
      "Tendens: falder med $0 $1, ikke tilfældigt (p $2).",
      "Trend: faller med $0 $1, ikke tilfeldig (p $2)."}},
    {Word::kDriftUp,
     {"Drift: rises by $0 $1, not by chance (p $2).",
      "Trend: stiger med $0 $1, inte av en slump (p $2).",
      "Tendens: stiger med $0 $1, ikke tilfældigt (p $2).",
      "Trend: stiger med $0 $1, ikke tilfeldig (p $2)."}},
    {Word::kDriftNone,
     {"Drift: none beyond chance (p $0).", "Trend: ingen som inte kan vara slump (p $0).",
      "Tendens: ingen, der ikke kan være tilfældig (p $0).",
      "Trend: ingen som ikke kan være tilfeldig (p $0)."}},
    {Word::kUnusualLevel,
     {"Early warning: the smoothed level of late lies outside what is usual here.",
      "Tidig varning: den utjämnade nivån på sistone ligger utanför det vanliga.",
      "Tidlig advarsel: det udjævnede niveau ligger på det seneste uden for det sædvanlige.",
      "Tidlig varsel: det glattede nivået ligger i det siste utenfor det vanlige."}},
    {Word::kSlidingDown,
     {"Early warning: small falls have added up.",
      "Tidig varning: små nedgångar har lagts till varandra.",
      "Tidlig advarsel: små fald har lagt sig oven i hinanden.",
      "Tidlig varsel: små fall har lagt seg oppå hverandre."}},
    {Word::kSlidingUp,
     {"Early sign: small rises have added up.",
      "Tidigt tecken: små uppgångar har lagts till varandra.",
      "Tidligt tegn: små stigninger har lagt sig oven i hinanden.",
      "Tidlig tegn: små oppganger har lagt seg oppå hverandre."}},
    {Word::kResponseRate,
     {"Response rate: $0 % ($1 of $2 who were shown the question).",
      "Svarsfrekvens: $0 % ($1 av $2 som fick se frågan).",
      "Svarprocent: $0 % ($1 af $2, der fik vist spørgsmålet).",
      "Svarprosent: $0 % ($1 av $2 som fikk se spørsmålet)."}},
    {Word::kFewMark,
     {"* fewer than $0 answers: read with care", "* färre än $0 svar: läs med försiktighet",
      "* færre end $0 svar: læs med forbehold", "* færre enn $0 svar: les med forbehold"}},
    {Word::kEnoughNow,
     {"Enough to judge by: the last $0 have $1.", "Tillräckligt för en bedömning: $0 bakåt ger $1.",
      "Nok til en vurdering: de seneste $0 har $1.", "Nok til en vurdering: $0 bakover gir $1."}},
    {Word::kEnoughUpTo,
     {"Enough to judge by: the $0 up to and including $2 have $1.",
      "Tillräckligt för en bedömning: $0 till och med $2 ger $1.",
      "Nok til en vurdering: $0 til og med $2 har $1.",
      "Nok til en vurdering: $0 til og med $2 gir $1."}},
    {Word::kNeverEnough,
     {"All there is up to then: $0, of the $1 that are needed.",
      "Allt som finns till dess: $0, av de $1 som behövs.",
      "Alt, hvad der er indtil da: $0, af de $1, der kræves.",
      "Alt som finnes til da: $0, av de $1 som trengs."}},
    {Word::kHiddenWhy,
     {"Hidden: answers of fewer than $0 people, and what would give them away.",
      "Dolt: svar från färre än $0 personer, och det som skulle avslöja dem.",
      "Skjult: svar fra færre end $0 personer, og det, der ville afsløre dem.",
      "Skjult: svar fra færre enn $0 personer, og det som ville avsløre dem."}},
    {Word::kUnlabelled,
     {"Left out: $0 in a language without sentiment.",
      "Utelämnade: $0 på språk utan tonlägesanalys.", "Udeladt: $0 på sprog uden stemningsanalyse.",
      "Utelatt: $0 på språk uten stemningsanalyse."}},
    {Word::kTrendChart, {"$0 over time", "$0 över tid", "$0 over tid", "$0 over tid"}},
    {Word::kTrendChartText,
     {"A line from $0 ($1) to $2 ($3), between $4 and $5. All values stand in the table below.",
      "En linje från $0 ($1) till $2 ($3), mellan $4 och $5. Alla värden står i tabellen nedan.",
      "En linje fra $0 ($1) til $2 ($3), mellem $4 og $5. Alle værdier står i tabellen nedenfor.",
      "En linje fra $0 ($1) til $2 ($3), mellom $4 og $5. Alle verdier står i tabellen nedenfor."}},
    {Word::kBandText,
     {"The band is the $0 % interval; full dots are news.",
      "Bandet är $0 %-intervallet; fyllda punkter är nyheter.",
      "Båndet er $0 %-intervallet; fyldte punkter er nyt.",
      "Båndet er $0 %-intervallet; fylte punkter er nytt."}},
    {Word::kShareChart, {"Who says what", "Vem säger vad", "Hvem siger hvad", "Hvem sier hva"}},
    {Word::kGroupChart,
     {"Groups compared", "Grupperna jämförda", "Grupperne sammenlignet", "Gruppene sammenlignet"}},
    {Word::kGroupChartText,
     {"A dot a group, with its $0 % interval; the dashed line is all of them together.",
      "En punkt per grupp, med sitt $0 %-intervall; den streckade linjen är alla tillsammans.",
      "Et punkt pr. gruppe med sit $0 %-interval; den stiplede linje er alle tilsammen.",
      "Ett punkt per gruppe med sitt $0 %-intervall; den stiplede linjen er alle samlet."}},
    {Word::kNumbers, {"The numbers", "Siffrorna", "Tallene", "Tallene"}},
    {Word::kScrolls, {"Table: $0", "Tabell: $0", "Tabel: $0", "Tabell: $0"}},
    {Word::kMarks, {"What we did", "Vad vi gjorde", "Hvad vi gjorde", "Hva vi gjorde"}},
    {Word::kMark, {"event", "händelse", "hændelse", "hendelse"}},
    {Word::kMarkTime, {"when", "när", "hvornår", "når"}},
    {Word::kBefore, {"before", "före", "før", "før"}},
    {Word::kAfter, {"after", "efter", "efter", "etter"}},
    {Word::kMarksHow,
     {"Up to $0 days after against as many before, $1.",
      "Upp till $0 dagar efter mot lika många före, $1.",
      "Op til $0 dage efter mod lige så mange før, $1.",
      "Opptil $0 dager etter mot like mange før, $1."}},
    {Word::kReportTitle,
     {"What customers say", "Vad kunderna säger", "Hvad kunderne siger", "Hva kundene sier"}},
    {Word::kReportPeriod, {"$0, against $1", "$0, mot $1", "$0, mod $1", "$0, mot $1"}},
    {Word::kMadeAt,
     {"Made by voc $0 ($1).", "Gjord med voc $0 ($1).", "Lavet med voc $0 ($1).",
      "Laget med voc $0 ($1)."}},
    {Word::kMetric, {"metric", "nyckeltal", "nøgletal", "nøkkeltall"}},
    {Word::kScore, {"score", "värde", "værdi", "verdi"}},
    {Word::kLastWeeks,
     {"The last $0 weeks", "De senaste $0 veckorna", "De seneste $0 uger", "De siste $0 ukene"}},
    {Word::kLastMonths,
     {"The last $0 months", "De senaste $0 månaderna", "De seneste $0 måneder",
      "De siste $0 månedene"}},
    {Word::kShortWeeks, {"$0 weeks", "$0 veckor", "$0 uger", "$0 uker"}},
    {Word::kShortMonths, {"$0 months", "$0 månader", "$0 måneder", "$0 måneder"}},
    {Word::kNoAnswers,
     {"No answers in the period.", "Inga svar under perioden.", "Ingen svar i perioden.",
      "Ingen svar i perioden."}},
    {Word::kWhatMoved,
     {"What moved", "Vad som rörde sig", "Hvad der flyttede sig", "Hva som flyttet seg"}},
    {Word::kWhatMovedHow,
     {"$0 of each group against the period before.", "$0 för varje grupp mot perioden före.",
      "$0 for hver gruppe mod perioden før.", "$0 for hver gruppe mot perioden før."}},
    {Word::kBySource, {"source", "källa", "kilde", "kilde"}},
    {Word::kByStage,
     {"journey stage", "steg i kundresan", "trin i kunderejsen", "steg i kundereisen"}},
    {Word::kByChannel, {"channel", "kanal", "kanal", "kanal"}},
    {Word::kWhy,
     {"Why: what each theme does to $0", "Varför: vad varje tema gör med $0",
      "Hvorfor: hvad hvert tema gør ved $0", "Hvorfor: hva hvert tema gjør med $0"}},
    {Word::kTheme, {"theme", "tema", "tema", "tema"}},
    {Word::kImpact, {"impact", "effekt", "effekt", "effekt"}},
    {Word::kWithTheme, {"$0 with it", "$0 med", "$0 med", "$0 med"}},
    {Word::kTextShare, {"texts now", "texter nu", "tekster nu", "tekster nå"}},
    {Word::kTextShareBefore, {"before", "före", "før", "før"}},
    {Word::kWhyHow,
     {"Impact: $0 of all minus $0 without the theme. $1 themes tested together; of those called "
      "news at most $2 % are chance.",
      "Effekt: $0 för alla minus $0 utan temat. $1 teman prövades tillsammans; av dem som kallas "
      "nyhet är högst $2 % slump.",
      "Effekt: $0 for alle minus $0 uden temaet. $1 temaer blev testet sammen; af dem, der kaldes "
      "nyt, er højst $2 % tilfældige.",
      "Effekt: $0 for alle minus $0 uten temaet. $1 temaer ble testet sammen; av dem som kalles "
      "nytt, er høyst $2 % tilfeldige."}},
    {Word::kNoThemes,
     {"No theme in the texts of the period.", "Inget tema i periodens texter.",
      "Intet tema i periodens tekster.", "Ingen temaer i periodens tekster."}},
    {Word::kAlerts,
     {"Who waits for us", "Vem väntar på oss", "Hvem venter på os", "Hvem venter på oss"}},
    {Word::kAlertsOpenOne,
     {"$0 open alert.", "$0 öppet larm.", "$0 åben alarm.", "$0 åpent varsel."}},
    {Word::kAlertsOpen,
     {"$0 open alerts.", "$0 öppna larm.", "$0 åbne alarmer.", "$0 åpne varsler."}},
    {Word::kNoAlerts,
     {"No open alert.", "Inget öppet larm.", "Ingen åbne alarmer.", "Ingen åpne varsler."}},
    {Word::kNewestAlerts, {"Newest", "Nyast", "Nyeste", "Nyeste"}},
    {Word::kOldestAlerts,
     {"Waiting longest", "Har väntat längst", "Har ventet længst", "Har ventet lengst"}},
    {Word::kAccount, {"customer", "kund", "kunde", "kunde"}},
    {Word::kWaiting, {"waits", "väntat", "ventet", "ventet"}},
    {Word::kTheirWords, {"in their words", "med egna ord", "med egne ord", "med egne ord"}},
    {Word::kQuotes, {"In their own words", "Med egna ord", "Med egne ord", "Med egne ord"}},
    // As each language writes what somebody said.
    {Word::kQuoted, {"“$0”", "”$0”", "»$0«", "«$0»"}},
    {Word::kToThank, {"To thank", "Att tacka", "At takke", "Å takke"}},
    {Word::kToCall, {"To call", "Att ringa", "At ringe til", "Å ringe"}},
    {Word::kNoQuotes, {"No texts.", "Inga texter.", "Ingen tekster.", "Ingen tekster."}},
    {Word::kUnknownAccount, {"unknown customer", "okänd kund", "ukendt kunde", "ukjent kunde"}},
    {Word::kNoGroupValue, {"not given", "ej angivet", "ikke angivet", "ikke oppgitt"}},
    {Word::kSmallNumbers,
     {"Few answers ($0): a score by itself says little here; look at the interval.",
      "Få svar ($0): värdet säger lite för sig; se på intervallet.",
      "Få svar ($0): værdien siger ikke meget i sig selv; se på intervallet.",
      "Få svar ($0): verdien sier lite alene; se på intervallet."}},
    {Word::kSentence,
     {"$0 is $1 (between $2 and $3, $4), $5.", "$0 är $1 (mellan $2 och $3, $4), $5.",
      "$0 er $1 (mellem $2 og $3, $4), $5.", "$0 er $1 (mellom $2 og $3, $4), $5."}},
    {Word::kSentenceAlone,
     {"$0 is $1 (between $2 and $3, $4).", "$0 är $1 (mellan $2 och $3, $4).",
      "$0 er $1 (mellem $2 og $3, $4).", "$0 er $1 (mellom $2 og $3, $4)."}},
}};

constexpr bool InOrder() {
  for (size_t i = 0; i < kPhrases.size(); ++i) {
    if (kPhrases[i].word != static_cast<Word>(i)) return false;
  }
  return true;
}
static_assert(InOrder(), "phrases stand in the order of Word");

constexpr std::array<std::array<const char*, 12>, kLanguages> kMonths = {{
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
     "oktober", "november", "december"},
    {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
     "november", "december"},
    {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
     "november", "desember"},
}};

constexpr std::array<std::array<const char*, 12>, kLanguages> kShortMonths = {{
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."},
    {"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."},
    {"jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."},
}};

}  // namespace

const char* Phrase(Language language, Word word) {
  return kPhrases[static_cast<size_t>(word)].phrases[static_cast<size_t>(language)];
}

std::string SayCount(Language language, Word one, Word many, int64_t count) {
  return Say(language, count == 1 ? one : many, CountText(language, count));
}

const char* MonthName(Language language, int month) {
  return kMonths[static_cast<size_t>(language)][month - 1];
}

const char* ShortMonthName(Language language, int month) {
  return kShortMonths[static_cast<size_t>(language)][month - 1];
}

}  // namespace voc::report
