#ifndef VOC_SERVER_HTTP_ASSET_REPLY_H_
#define VOC_SERVER_HTTP_ASSET_REPLY_H_

#include "client/web/assets.h"
#include "server/http/protocol/message.h"

namespace voc::http {

// The answer to GET or HEAD of an asset, of which the sender leaves out the body.
Reply AssetReply(const web::Asset& asset, const RequestHead& head);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_ASSET_REPLY_H_
