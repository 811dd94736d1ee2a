// Bytes as C++ that compiles quickly: string literals, which a compiler reads at once, where an
// array of numbers is an expression a byte.

const BYTES_A_LINE = 80;

// Letters, digits and what means nothing in a literal stay; all else is three octal digits, so that
// no digit after it is taken for part of it.
function escaped(byte) {
  const plain = byte >= 0x20 && byte < 0x7F && byte !== 0x22 && byte !== 0x5C && byte !== 0x3F;
  return plain ? String.fromCharCode(byte) : '\\' + byte.toString(8).padStart(3, '0');
}

export function literal(bytes) {
  const lines = [];
  for (let from = 0; from < bytes.length; from += BYTES_A_LINE) {
    lines.push(`    "${Array.from(bytes.subarray(from, from + BYTES_A_LINE), escaped).join('')}"`);
  }
  return lines.length === 0 ? '    ""' : lines.join('\n');
}

const text = value => literal(Buffer.from(value)).trim();

// The source of Assets(); `assets` are sorted by path.
export function cppOf(assets) {
  const constants = [];
  const rows = assets.map((asset, i) => {
    constants.push(`constexpr char kPlain${i}[] =\n${literal(asset.plain)};`);
    constants.push(`constexpr char kGzip${i}[] =\n${literal(asset.gzip)};`);
    return `    {.path = ${text(asset.path)},
     .content_type = ${text(asset.contentType)},
     .etag = ${text(asset.etag)},
     .plain = {kPlain${i}, ${asset.plain.length}},
     .gzip = {kGzip${i}, ${asset.gzip.length}},
     .policy = ${text(asset.policy)},
     .immutable = ${asset.immutable},
     .any_origin = ${asset.anyOrigin}},`;
  });
  return `// Made by client/web/build.mjs.
#include "client/web/assets.h"

#include <array>
#include <span>

namespace voc::web {
namespace {

${constants.join('\n')}

constexpr std::array<Asset, ${assets.length}> kAssets = {{
${rows.join('\n')}
}};

}  // namespace

std::span<const Asset> Assets() { return kAssets; }

}  // namespace voc::web
`;
}
