package dev.kiln.host.graph.format;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The fields of one protobuf message, read in their order. Strings and numbers may be packed. */
final class Message {
  private final CodedInputStream in;
  private int tag;

  Message(CodedInputStream in) {
    this.in = in;
  }

  /** What is done with each field; it reads or skips exactly that field. */
  interface FieldReader {
    void read(int field) throws IOException;
  }

  /** Read fields up to the end of the message, or of the file. */
  void each(FieldReader reader) throws IOException {
    for (tag = in.readTag(); tag != 0; tag = in.readTag()) {
      reader.read(WireFormat.getTagFieldNumber(tag));
    }
  }

  /** Read the current field as a message of its own. */
  void nested(MessageReader reader) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    reader.read(new Message(in));
    if (in.getBytesUntilLimit() != 0) {
      throw new IOException("a message ends before its declared length");
    }
    in.popLimit(limit);
  }

  /** What reads a nested message. */
  interface MessageReader {
    void read(Message message) throws IOException;
  }

  String text() throws IOException {
    return in.readStringRequireUtf8();
  }

  long number() throws IOException {
    return in.readInt64();
  }

  float real() throws IOException {
    return in.readFloat();
  }

  byte[] bytes() throws IOException {
    return in.readByteArray();
  }

  /** Whole numbers, packed into one field or one a field. */
  void numbers(LongConsumer consumer) throws IOException {
    if (!packed()) {
      consumer.accept(in.readInt64());
      return;
    }
    int limit = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      consumer.accept(in.readInt64());
    }
    in.popLimit(limit);
  }

  /** Little-endian numbers of {@code width} bytes, packed into one field or one a field. */
  byte[] fixed(int width) throws IOException {
    if (packed()) {
      return in.readByteArray();
    }
    ByteBuffer one = ByteBuffer.allocate(width).order(ByteOrder.LITTLE_ENDIAN);
    if (width == Float.BYTES) {
      one.putInt(in.readRawLittleEndian32());
    } else {
      one.putLong(in.readRawLittleEndian64());
    }
    return one.array();
  }

  /** The length of the current field's bytes, which {@link #bytesAt} or {@link #pass} follow. */
  int length() throws IOException {
    return in.readRawVarint32();
  }

  byte[] raw(int length) throws IOException {
    return in.readRawBytes(length);
  }

  void pass(int length) throws IOException {
    in.skipRawBytes(length);
  }

  /** Bytes read so far, from the start of the file. */
  long position() {
    return in.getTotalBytesRead();
  }

  void skip() throws IOException {
    in.skipField(tag);
  }

  /** A map that is written as a list of key and value. */
  List<String> entry() throws IOException {
    List<String> pair = new ArrayList<>(List.of("", ""));
    nested(
        message ->
            message.each(
                field -> {
                  switch (field) {
                    case Fields.ENTRY_KEY -> pair.set(0, message.text());
                    case Fields.ENTRY_VALUE -> pair.set(1, message.text());
                    default -> message.skip();
                  }
                }));
    return pair;
  }

  private boolean packed() {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
