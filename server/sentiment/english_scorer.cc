#include "server/sentiment/english_scorer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace voc::sentiment {
namespace {

// A negation reaches this many words on, within its clause: "not a very good".
constexpr size_t kNegationReach = 4;
// What is left of a valence behind a negation: "not great" is mild, and "not
// slow" milder still.
constexpr double kNegatedPositive = -0.7;
constexpr double kNegatedNegative = -0.5;
// What counts in "nice, but slow" is what comes after.
constexpr double kBeforeBut = 0.6;
constexpr double kAfterBut = 1.3;
constexpr double kPerExclamation = 0.1;
constexpr int kMaxExclamations = 3;
// Score = sum / sqrt(sum^2 + kBase + words * kPerWord): one strong word is
// enough in a short text, a long one needs several.
constexpr double kBase = 14;
constexpr double kPerWord = 0.5;
constexpr double kStep = 10'000;

// Sums valences over a text from its first token to its last.
class Sum {
 public:
  explicit Sum(const EnglishLexicon& lexicon) : lexicon_(lexicon) {}

  // Takes a word and the word behind it (empty at the end of a clause).
  // Returns how many of the two it used.
  size_t TakeWord(std::string_view word, std::string_view next) {
    if (!next.empty()) {
      if (const double* pair = lexicon_.Pair(word, next)) {
        AddNegatable(*pair);
        Advance(1.0);
        Advance(1.0);
        words_ += 2;
        return 2;
      }
    }
    ++words_;
    if (word == "but" || word == "however") {
      sentence_ *= kBeforeBut;
      factor_ = kAfterBut;
      EndClause();
      return 1;
    }
    AddNegatable(lexicon_.Word(word));
    Advance(lexicon_.Degree(word));
    if (lexicon_.IsNegation(word)) negation_reach_ = kNegationReach;
    return 1;
  }

  void TakeEmoji(std::string_view emoji) { sentence_ += lexicon_.Emoji(emoji); }

  void EndClause() {
    negation_reach_ = 0;
    degree_ = previous_degree_ = 1;
  }

  void EndSentence() {
    EndClause();
    total_ += sentence_;
    sentence_ = 0;
    factor_ = 1;
  }

  // Over all that was taken; call EndSentence first.
  double total() const { return total_; }
  size_t words() const { return words_; }

 private:
  void AddNegatable(double valence) {
    if (valence == 0) return;
    valence *= degree_ * previous_degree_ * factor_;
    if (negation_reach_ > 0) valence *= valence > 0 ? kNegatedPositive : kNegatedNegative;
    sentence_ += valence;
  }

  // Degrees reach over one word: "such a mess".
  void Advance(double degree) {
    previous_degree_ = degree_;
    degree_ = degree;
    if (negation_reach_ > 0) --negation_reach_;
  }

  const EnglishLexicon& lexicon_;
  double total_ = 0;
  double sentence_ = 0;
  double factor_ = 1;
  double degree_ = 1;
  double previous_degree_ = 1;
  size_t negation_reach_ = 0;
  size_t words_ = 0;
};

}  // namespace

double EnglishScorer::Score(const Tokens& tokens) const {
  Sum sum(lexicon_);
  int exclamations = 0;
  for (size_t i = 0; i < tokens.size();) {
    const Token& token = tokens[i];
    size_t used = 1;
    switch (token.kind) {
      case Token::Kind::kWord: {
        const bool more = i + 1 < tokens.size() && tokens[i + 1].kind == Token::Kind::kWord;
        used = sum.TakeWord(token.text, more ? tokens[i + 1].text : std::string_view());
        break;
      }
      case Token::Kind::kEmoji:
        sum.TakeEmoji(token.text);
        break;
      case Token::Kind::kClauseEnd:
        sum.EndClause();
        break;
      case Token::Kind::kExclamation:
        ++exclamations;
        [[fallthrough]];
      case Token::Kind::kSentenceEnd:
        sum.EndSentence();
        break;
    }
    i += used;
  }
  sum.EndSentence();

  const double total =
      sum.total() * (1 + kPerExclamation * std::min(exclamations, kMaxExclamations));
  const double score =
      total / std::sqrt(total * total + kBase + kPerWord * static_cast<double>(sum.words()));
  return std::round(score * kStep) / kStep + 0.0;  // no -0
}

}  // namespace voc::sentiment
