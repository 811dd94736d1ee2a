#ifndef VOC_CLIENT_FORMATS_JSON_VALUE_H_
#define VOC_CLIENT_FORMATS_JSON_VALUE_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace voc::formats::json {

// One JSON value, as a plain tree that may be edited.
struct Value {
  struct Member;

  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  // Of a scalar: a string without its escapes, a number as it is written (a whole one
  // without fraction), "true" or "false". Empty for null.
  std::string text;
  // Of an array.
  std::vector<Value> items;
  // Of an object, in the order of the text.
  std::vector<Member> members;

  static Value String(std::string_view text);
  static Value Object();
  static Value Array();

  bool is_scalar() const { return kind != Kind::kArray && kind != Kind::kObject; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_object() const { return kind == Kind::kObject; }

  // The member of that name, the last if there are several; nullptr if there is none
  // or this is no object.
  const Value* Find(std::string_view name) const;
  Value* Find(std::string_view name);
  // The text below a chain of names; empty if it leads to no scalar.
  std::string_view TextAt(std::initializer_list<std::string_view> path) const;
  std::string_view TextAt(std::string_view name) const { return TextAt({name}); }

  // Sets a member of an object, in place of those of that name.
  void Set(std::string_view name, Value value);
  void Remove(std::string_view name);
};

struct Value::Member {
  std::string name;
  Value value;
};

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_VALUE_H_
