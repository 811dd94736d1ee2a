#include "tests/benchmark/comments.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "storage/base/strings.h"

namespace voc::benchmark {
namespace {

using Parts = std::array<std::string_view, 10>;

// "<topic> <verdict>, <aside> (<reference> <digits>)"
struct Language {
  Parts topics;
  Parts good;
  Parts mixed;
  Parts bad;
  Parts asides;
  std::string_view reference;
};

constexpr std::array<Language, 4> kLanguages = {{
    {.topics = {"The onboarding of our team", "Your new mobile app", "The monthly invoice",
                "Support from your help desk", "The export to our warehouse",
                "Signing in with single sign-on", "The dashboard for managers",
                "Delivery to our second office", "The latest release", "Your public API"},
     .good = {"is excellent and easy to use", "was wonderful from day one",
              "works perfectly for us", "is fast, friendly and reliable",
              "made our week so much better", "is a great improvement",
              "solved our problem quickly", "is simply the best we had",
              "is clear and very helpful", "pleased everyone in the room"},
     .mixed = {"is fine but nothing special", "does what it has to do", "is okay for the price",
               "works most of the time", "is about what we expected", "could be a little quicker",
               "is neither here nor there", "needs some getting used to", "is usable as it is",
               "changed a lot this year"},
     .bad = {"is terrible and far too slow", "failed again without a word",
             "was confusing and rude", "is broken since the update", "wasted two days of our time",
             "is a huge disappointment", "keeps crashing on save", "is overpriced for what it does",
             "was late and incomplete", "is hard to use and ugly"},
     .asides = {"as I told Emma on the phone", "says our office in Leeds",
                "at least on my old laptop", "compared with what we had before",
                "and my colleagues agree", "when forty people use it at once",
                "which matters before the renewal", "also at the end of the month",
                "even over a slow connection", "after the third attempt"},
     .reference = "ticket"},
    {.topics = {"Introduktionen av vårt team", "Er nya app i mobilen", "Fakturan varje månad",
                "Hjälpen från er kundtjänst", "Exporten till vårt lager",
                "Inloggningen för alla anställda", "Översikten för cheferna",
                "Leveransen till vårt andra kontor", "Den senaste versionen",
                "Ert öppna gränssnitt"},
     .good = {"är utmärkt och lätt att använda", "var underbart från första dagen",
              "fungerar perfekt för oss", "är snabbt, vänligt och pålitligt",
              "gjorde vår vecka mycket bättre", "är en stor förbättring", "löste vårt problem fort",
              "är helt enkelt det bästa vi haft", "är tydligt och till stor hjälp",
              "gladde alla i rummet"},
     .mixed = {"är okej men inget särskilt", "gör det som det ska göra", "är rimligt för priset",
               "fungerar för det mesta", "är ungefär som vi väntade oss",
               "kunde vara lite snabbare", "är varken bra eller dåligt",
               "kräver att man vänjer sig", "går att använda som det är",
               "har ändrats mycket i år"},
     .bad = {"är hemskt och alldeles för långsamt", "slutade fungera igen utan ett ord",
             "var förvirrande och otrevligt", "är trasigt sedan uppdateringen",
             "kostade oss två dagars arbete", "är en stor besvikelse", "kraschar när man sparar",
             "är för dyrt för vad det gör", "kom sent och var inte komplett",
             "är svårt att använda och fult"},
     .asides = {"som jag sade till Åsa i telefon", "säger vårt kontor i Umeå",
                "i alla fall på min gamla dator", "jämfört med det vi hade förut",
                "och mina kollegor håller med", "när fyrtio personer är inne samtidigt",
                "vilket är viktigt inför förnyelsen", "också i slutet av månaden",
                "även över en långsam uppkoppling", "efter det tredje försöket"},
     .reference = "ärende"},
    {.topics = {"Introduktionen af vores hold", "Jeres nye app på mobilen", "Fakturaen hver måned",
                "Hjælpen fra jeres kundeservice", "Eksporten til vores lager",
                "Login for alle medarbejdere", "Overblikket til lederne",
                "Leveringen til vores andet kontor", "Den nyeste udgave", "Jeres åbne grænseflade"},
     .good = {"er fremragende og nem at bruge", "var vidunderlig fra første dag",
              "virker perfekt for os", "er hurtig, venlig og pålidelig",
              "gjorde vores uge meget bedre", "er en stor forbedring",
              "løste hurtigt vores problem", "er simpelthen det bedste vi har haft",
              "er tydelig og til stor hjælp", "glædede alle i lokalet"},
     .mixed = {"er okay, men ikke noget særligt", "gør hvad den skal gøre", "er rimelig til prisen",
               "virker det meste af tiden", "er omtrent som vi ventede",
               "kunne være lidt hurtigere", "er hverken god eller dårlig",
               "skal man lige vænne sig til", "kan bruges som den er", "har ændret sig meget i år"},
     .bad = {"er forfærdelig og alt for langsom", "fejlede igen uden et ord",
             "var forvirrende og uvenlig", "er i stykker siden opdateringen",
             "kostede os to dages arbejde", "er en kæmpe skuffelse", "går ned når man gemmer",
             "er for dyr til det den kan", "kom for sent og var ikke komplet",
             "er svær at bruge og grim"},
     .asides = {"som jeg sagde til Søren i telefonen", "siger vores kontor i Aalborg",
                "i hvert fald på min gamle computer", "i forhold til det vi havde før",
                "og mine kolleger er enige", "når fyrre personer er inde samtidig",
                "hvilket er vigtigt før fornyelsen", "også i slutningen af måneden",
                "selv over en langsom forbindelse", "efter det tredje forsøg"},
     .reference = "sag"},
    {.topics = {"Innføringen av teamet vårt", "Den nye appen deres på mobilen",
                "Fakturaen hver måned", "Hjelpen fra kundeservice hos dere",
                "Eksporten til lageret vårt", "Innloggingen for alle ansatte",
                "Oversikten for lederne", "Leveringen til det andre kontoret",
                "Den siste versjonen", "Det åpne grensesnittet"},
     .good = {"er utmerket og lett å bruke", "var fantastisk fra første dag",
              "fungerer perfekt for oss", "er rask, vennlig og pålitelig",
              "gjorde uka vår mye bedre", "er en stor forbedring", "løste problemet vårt fort",
              "er rett og slett det beste vi har hatt", "er tydelig og til stor hjelp",
              "gledet alle i rommet"},
     .mixed = {"er grei, men ikke noe spesielt", "gjør det den skal gjøre", "er rimelig for prisen",
               "fungerer stort sett", "er omtrent som vi ventet", "kunne vært litt raskere",
               "er verken god eller dårlig", "må man venne seg til", "kan brukes som den er",
               "har endret seg mye i år"},
     .bad = {"er forferdelig og altfor treg", "sviktet igjen uten et ord",
             "var forvirrende og uhøflig", "er ødelagt siden oppdateringen",
             "kostet oss to dagers arbeid", "er en stor skuffelse", "krasjer når man lagrer",
             "er for dyr for det den gjør", "kom sent og var ikke komplett",
             "er vanskelig å bruke og stygg"},
     .asides = {"som jeg sa til Ingrid på telefonen", "sier kontoret vårt i Tromsø",
                "i hvert fall på den gamle maskinen min", "sammenlignet med det vi hadde før",
                "og kollegene mine er enige", "når førti personer er inne samtidig",
                "noe som er viktig før fornyelsen", "også mot slutten av måneden",
                "selv over en treg forbindelse", "etter det tredje forsøket"},
     .reference = "sak"},
}};

const Parts& VerdictsOf(const Language& language, Mood mood) {
  switch (mood) {
    case Mood::kGood:
      return language.good;
    case Mood::kMixed:
      return language.mixed;
    case Mood::kBad:
      return language.bad;
  }
  return language.mixed;
}

}  // namespace

std::string MakeComment(Mood mood, Random& random) {
  const Language& language = random.Pick<Language>(kLanguages);
  const std::string_view topic = random.Pick<std::string_view>(language.topics);
  const std::string_view verdict = random.Pick<std::string_view>(VerdictsOf(language, mood));
  const std::string_view aside = random.Pick<std::string_view>(language.asides);
  std::string comment = absl::StrCat(base::ToAbsl(topic), " ", base::ToAbsl(verdict));
  // Two in five stop here, with what people type at the end of a sentence.
  if (random.Below(5) < 2) return comment.append(random.Below(2) == 0 ? "!" : ".");
  absl::StrAppend(&comment, ", ", base::ToAbsl(aside), " (", base::ToAbsl(language.reference), " ",
                  100'000 + random.Below(900'000), ")");
  return comment;
}

}  // namespace voc::benchmark
