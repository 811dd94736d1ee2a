#include "server/sentiment/english_lexicon.h"

#include <cstddef>
#include <string_view>

#include "server/sentiment/word_list.h"

namespace voc::sentiment {
namespace {

// Entries of one valence (or factor): words parted by spaces, pairs by bars.
struct Group {
  double value;
  std::string_view entries;
};

constexpr Group kWords[] = {
    {3.4,
     "amazing outstanding excellent superb fantastic phenomenal flawless perfect brilliant "
     "exceptional incredible magnificent best"},
    {3.1,
     "great wonderful awesome love loved loves loving delightful delighted stellar terrific "
     "marvelous marvellous thrilled fabulous gem lifesaver"},
    {2.6,
     "impressive impressed happy happiest beautiful beautifully perfectly brilliantly excellently "
     "superbly wonderfully amazingly delight enjoyable ecstatic unbeatable invaluable "
     "indispensable masterpiece"},
    {2.2,
     "good glad pleased pleasant pleasure enjoy enjoyed enjoying enjoys nice lovely fun friendly "
     "recommend recommended recommends recommending satisfied satisfying smooth smoothly "
     "effortless effortlessly seamless seamlessly intuitive reliable reliably grateful thankful "
     "professional courteous exceeded exceeds excited exciting win winner better pleasantly "
     "favorite favourite cool top-notch"},
    {1.8,
     "helpful helpfully easy easily easier easiest fast faster fastest quick quickly quicker "
     "responsive attentive polite kind kindly patient knowledgeable competent efficient "
     "efficiently robust solid powerful elegant clean convenient handy useful valuable worth "
     "worthwhile affordable improved improvement improvements improves thanks appreciate "
     "appreciated success successful successfully trustworthy trust trusted"},
    {1.3,
     "thank well fine simple simpler simply straightforward clear clearly stable comfortable "
     "comfortably fair fairly-priced helped helps modern fresh accurate accurately prompt "
     "promptly secure safe painless flexible user-friendly welcoming resolved solved fixed liked "
     "likes positive praise advantage benefit gain saves saved charming generous gladly"},
    {0.7,
     "help ok okay decent adequate acceptable works working worked functional sufficient alright"},
    {-0.7,
     "meh mediocre average dated limited lacking mixed unsure unclear minor long-winded basic "
     "pricey wish wished hoping cheap refund cancel "
     "cancelled cancelling canceled"},
    {-1.3,
     "slow slower slowly slowest sluggish lag lags laggy lagging delay delayed delays late wait "
     "waited waiting issue issues problem problems problematic difficult difficulty difficulties "
     "hard complicated complex clunky confusing confused confuse confusion inconsistent missing "
     "lack lacks lacked expensive overpriced outdated cumbersome tedious bug bugs glitch glitches "
     "glitchy error errors wrong wrongly incorrect incorrectly concern concerned concerns "
     "disorganized stuck fault faults unfinished repetitive noisy dirty cold boring bored tired "
     "tiring stiff negative weak mistake mistakes hassle hidden forced cluttered messy mess "
     "nobody downhill complaint complaints complain complained complaining loses bloated"},
    {-1.8,
     "bad badly poor poorly annoying annoyed annoys annoyance frustrating frustrated frustration "
     "frustrates buggy unstable unreliable crash crashes crashed crashing freeze freezes froze "
     "freezing frozen broken breaks broke fail fails failed failing failure failures hangs hung "
     "disappoint disappointed disappointing disappointment disappoints dissatisfied unhappy "
     "unsatisfied unacceptable unhelpful unresponsive unprofessional inefficient irritating "
     "irritated inconvenient impolite sad sadly unfortunately regret regretted lost lose losing "
     "misleading mislead misled ignored ignore ignores ignoring unusable unfriendly worse "
     "worsened worsening unfair unpleasant painful pain dislike disliked struggle struggled "
     "struggling lies lied liar flawed flaw flaws angry upset stress stressful useless "
     "worthless pointless hopeless incompetent careless rude rudely arrogant dreadful"},
    {-2.6,
     "hate hated hates hating pathetic ridiculous joke nightmare disaster disastrous garbage "
     "trash rubbish junk crap crappy sucks suck sucked ripoff rip-off scam scammed scammer fraud "
     "fraudulent dishonest shameful shame disgrace disgraceful outrageous insulting insult "
     "infuriating furious unbearable miserable abysmal atrocious deceptive cheated theft stole "
     "stolen awfully terribly horribly shocking shockingly appalled sick"},
    {-3.1,
     "terrible horrible awful worst horrendous disgusting disgusted appalling hideous horrid "
     "abomination catastrophic despicable"},
};

constexpr Group kPairs[] = {
    {2.8, "highly recommend|highly recommended|definitely recommend|blown away|second none"},
    {2.2, "game changer|above beyond|works perfectly|works flawlessly|works great|keep up"},
    {1.8,
     "works well|worked well|hard working|look forward|looking forward|spot on|top notch|user "
     "friendly"},
    {1.5,
     "i like|we like|really like|also like|particularly like|do like|no problem|no problems|no "
     "issues|no issue|no complaints|no bugs|no errors|no hassle|no trouble|no delays|no delay|"
     "without problems|without issues|without problem|not bad|can't complain|cannot complain"},
    // Said of things, not felt; words that mean otherwise in company.
    {0.0,
     "looks like|look like|feels like|feel like|would like|something like|things like|like to|"
     "like a|as well|well as|help center|help page|help text|help desk|bug report|error message|"
     "error messages|best practice|best practices|good morning|fine print|hard drive|hard copy|"
     "kind of|kind regards|not only|not just|no doubt|no wonder|free trial|wait list|cold "
     "start|clean up|"
     "works for|work for|working on|fixed price|fixed fee|please help"},
    {-0.9, "no one|be better|be easier|be faster|expected more|room for|need help|needs help"},
    {-1.5,
     "too long|too many|too much|too complicated|too expensive|too slow|too hard|too difficult|"
     "takes forever|took forever|takes ages|took ages|so slow|don't like|didn't like|not "
     "like|doesn't like|not intuitive|not great|no response|no reply|no answer|no help|no "
     "support|no "
     "reaction|no progress|hard to|gave up|giving up|let down|lets down|fed up|no longer|log out|"
     "locked out|kicked out|kicks me|timed out|times out|not clear|not easy|not good"},
    {-2.2,
     "doesn't work|don't work|didn't work|doesn't function|not work|not working|not worth|stopped "
     "working|stops working|nothing works|never works|never worked|never answer|never answers|"
     "never answered|never reply|never replied|never responds|never responded|nobody answers|"
     "nobody answered|nobody replies|nobody responds|nobody helps|nobody cares|stay away|"
     "never again|avoid this|steer clear|waste of|wasted time|wasting time|wasted money|"
     "wouldn't recommend|can't recommend|cannot recommend|not recommend|don't recommend|rip off|"
     "lost data|data loss|don't buy|don't bother"},
};
constexpr Group kEmoji[] = {
    {2.6, "😍 🥰 🤩 ❤ 💖 💕 🎉 🏆 💯 😻 🥳"},
    {1.8,
     "👍 😀 😃 😄 😁 😊 🙂 😎 👏 🙌 ⭐ 🌟 💪 🔥 ☺ 🤗 😇 ✨ 🚀 "
     "👌"},
    {0.7, "😅 😉 🙏 ✅ 😌"},
    {-0.7, "😐 😑 😕 🤔 🙄 😬 😶"},
    {-1.8,
     "👎 😞 😔 😟 🙁 ☹ 😒 😣 😖 😫 😩 😢 💔 😤 ❌ 😠 🤦 😓"},
    {-2.6, "😡 🤬 😭 🤮 🤢 💩 😱"},
};

constexpr Group kDegrees[] = {
    {1.5, "extremely incredibly absolutely insanely unbelievably exceptionally utterly"},
    {1.3,
     "very really totally completely truly highly super constantly always definitely such "
     "seriously deeply entirely hugely remarkably still"},
    {1.15, "so too quite especially particularly more most even much"},
    {0.7, "somewhat rather fairly sometimes partly mostly occasionally kinda sorta"},
    {0.6, "slightly little bit barely"},
};

constexpr std::string_view kNegations =
    "not no never none nothing neither nor without cannot can't cant won't wont don't dont doesn't "
    "doesnt didn't didnt isn't isnt wasn't wasnt aren't arent weren't werent couldn't couldnt "
    "wouldn't wouldnt shouldn't shouldnt haven't havent hasn't hasnt hadn't hadnt ain't hardly "
    "scarcely";

// Calls `use` with the value and each entry.
template <size_t kSize, typename Use>
void ForEachEntry(const Group (&groups)[kSize], char separator, Use use) {
  for (const Group& group : groups) {
    ForEachWord(group.entries, separator, [&](std::string_view entry) { use(group.value, entry); });
  }
}

template <typename Map, typename Value>
Value Lookup(const Map& map, std::string_view key, Value otherwise) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

// Longer words are no English; they are not copied to be looked up.
constexpr size_t kMaxWordBytes = 32;

}  // namespace

EnglishLexicon::EnglishLexicon() {
  ForEachEntry(kWords, ' ', [this](double value, std::string_view word) { words_[word] = value; });
  ForEachEntry(kPairs, '|', [this](double value, std::string_view pair) {
    const size_t space = pair.find(' ');
    pairs_[pair.substr(0, space)][pair.substr(space + 1)] = value;
  });
  ForEachEntry(kEmoji, ' ', [this](double value, std::string_view it) { emoji_[it] = value; });
  ForEachEntry(kDegrees, ' ', [this](double value, std::string_view it) { degrees_[it] = value; });
  ForEachWord(kNegations, ' ', [this](std::string_view word) { negations_.insert(word); });
}

double EnglishLexicon::Word(std::string_view word) const {
  if (word.size() > kMaxWordBytes) return 0;
  if (const auto found = words_.find(word); found != words_.end()) return found->second;
  // Regular forms: "glitches", "delighting", "irritatingly".
  for (const std::string_view ending : {"'s", "s", "es", "d", "ed", "ing", "ly"}) {
    if (word.size() < ending.size() + 4 || !word.ends_with(ending)) continue;
    const auto found = words_.find(word.substr(0, word.size() - ending.size()));
    if (found != words_.end()) return found->second;
  }
  return 0;
}

const double* EnglishLexicon::Pair(std::string_view first, std::string_view second) const {
  const auto pairs = pairs_.find(first);
  if (pairs == pairs_.end()) return nullptr;
  const auto found = pairs->second.find(second);
  return found == pairs->second.end() ? nullptr : &found->second;
}

double EnglishLexicon::Emoji(std::string_view emoji) const { return Lookup(emoji_, emoji, 0.0); }

double EnglishLexicon::Degree(std::string_view word) const { return Lookup(degrees_, word, 1.0); }

bool EnglishLexicon::IsNegation(std::string_view word) const { return negations_.contains(word); }

}  // namespace voc::sentiment
