#include "client/formats/json/value.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace voc::formats::json {

Value Value::String(std::string_view text) {
  Value value;
  value.kind = Kind::kString;
  value.text = text;
  return value;
}

Value Value::Object() {
  Value value;
  value.kind = Kind::kObject;
  return value;
}

Value Value::Array() {
  Value value;
  value.kind = Kind::kArray;
  return value;
}

const Value* Value::Find(std::string_view name) const {
  const auto found = std::find_if(members.rbegin(), members.rend(),
                                  [&](const auto& member) { return member.name == name; });
  return found == members.rend() ? nullptr : &found->value;
}

Value* Value::Find(std::string_view name) {
  return const_cast<Value*>(std::as_const(*this).Find(name));
}

std::string_view Value::TextAt(std::initializer_list<std::string_view> path) const {
  const Value* value = this;
  for (const std::string_view name : path) {
    value = value->Find(name);
    if (value == nullptr) return "";
  }
  return value->text;
}

void Value::Set(std::string_view name, Value value) {
  Remove(name);
  members.push_back({std::string(name), std::move(value)});
}

void Value::Remove(std::string_view name) {
  members.erase(std::remove_if(members.begin(), members.end(),
                               [&](const auto& member) { return member.name == name; }),
                members.end());
}

}  // namespace voc::formats::json
