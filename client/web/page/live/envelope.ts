// The frames of a Connect stream: a byte of flags, the length in four bytes, the message.

const HEADER_BYTES = 5;
const COMPRESSED = 1;
const END_OF_STREAM = 2;
// The server's own limit of a message is 64 MiB; nothing this page asks for comes near this.
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

export interface Frame {
  end: boolean;  // the last one: how the stream ended
  text: string;
}

export function encodeFrame(text: string): Uint8Array {
  const message = new TextEncoder().encode(text);
  const frame = new Uint8Array(HEADER_BYTES + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, HEADER_BYTES);
  return frame;
}

// Puts frames together from pieces cut anywhere.
export class FrameReader {
  private held = new Uint8Array(0);

  // The frames that `bytes` complete, in order. Throws on what is no frame.
  push(bytes: Uint8Array): Frame[] {
    const all = new Uint8Array(this.held.length + bytes.length);
    all.set(this.held);
    all.set(bytes, this.held.length);
    const view = new DataView(all.buffer);
    const frames: Frame[] = [];
    let at = 0;
    while (all.length - at >= HEADER_BYTES) {
      const flags = view.getUint8(at);
      const length = view.getUint32(at + 1);
      if ((flags & COMPRESSED) !== 0 || length > MAX_MESSAGE_BYTES) {
        throw new Error(`a frame of ${length} bytes with flags ${flags}`);
      }
      if (all.length - at - HEADER_BYTES < length) break;
      const message = all.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length);
      frames.push({end: (flags & END_OF_STREAM) !== 0, text: new TextDecoder().decode(message)});
      at += HEADER_BYTES + length;
    }
    this.held = all.slice(at);
    return frames;
  }
}
